internal import CToyEngine

/// A network's loss on new samples, in double precision.
struct Evaluation {
  /// What a network was trained for, and its squared error regardless of that.
  struct Losses {
    var objective: LossEstimate
    var squaredError: LossEstimate
  }

  private let instance: Instance
  private let samples: Int
  private let objective: Objective
  private let kernels: EngineKernels

  init(_ instance: Instance, samples: Int, objective: Objective, units: VectorUnits) {
    self.instance = instance
    self.samples = samples
    self.objective = objective
    kernels = units.kernels
  }

  /// Equal seeds give equal samples. Throws if cancelled.
  func losses(_ parameters: [Float]) throws(CancellationError) -> Losses {
    let measure = SampleLosses(instance, parameters, objective: objective, kernels: kernels)
    var losses = try measured(measure)
    if !measure.isPlain { losses.squaredError = losses.squaredError.scaled(by: scale) }
    losses.objective = losses.objective.scaled(by: scale)
    if measure.isPlain { losses.squaredError = losses.objective }
    if !objective.weightTerms.isEmpty {
      let network = instance.layout.unpack(parameters, instance.architecture)
      losses.objective = losses.objective.shifted(by: objective.weightLoss(of: network))
    }
    return losses
  }

  /// The loss of the training objective alone.
  func loss(_ parameters: [Float]) throws(CancellationError) -> LossEstimate {
    try losses(parameters).objective
  }

  /// Losses are summed over features; results are means.
  private var scale: Double { 1 / Double(instance.layout.features) }

  private func measured(_ measure: SampleLosses) throws(CancellationError) -> Losses {
    if case .fixed(let blocks, let count) = instance.plan.kind {
      return try fixed(measure, blocks: blocks, count: count)
    }
    if let strata = PresenceStrata(instance.features, samples: samples) {
      return try stratified(measure, strata)
    }
    return try sampled(measure)
  }

  /// All samples of a data set: no noise.
  private func fixed(
    _ measure: SampleLosses, blocks: AlignedFloats, count: Int
  ) throws(CancellationError) -> Losses {
    var sums = PartSums(parts: 1)
    for first in stride(from: 0, to: count, by: instance.chunk) {
      try measure.add(
        blocks.pointer + first * instance.layout.features, min(instance.chunk, count - first),
        first: first, to: &sums)
    }
    let means = sums.losses
    return Losses(
      objective: LossEstimate(means.objective.value, standardError: 0),
      squaredError: LossEstimate(means.squaredError.value, standardError: 0))
  }

  /// Whole batches of ordinary samples.
  private func sampled(_ measure: SampleLosses) throws(CancellationError) -> Losses {
    let plan = SamplingPlan(instance.features, skippingZeros: false)
    let rounds = (samples + instance.batch - 1) / instance.batch
    let key = instance.key.shared
    var sums = PartSums(parts: min(PresenceStrata.parts, rounds * instance.batch))
    for round in 0..<rounds {
      let stream = key.stream(.evaluation, step: round)
      for chunk in 0..<instance.chunks {
        let first = chunk * instance.chunk
        let count = instance.samples(inChunk: chunk)
        let samples = plan.chunk(
          first: first, count: count, key: key, stream: stream, into: measure.x, kernels: kernels)
        try measure.add(samples.x, count, first: round * instance.batch + first, to: &sums)
      }
    }
    return sums.losses
  }

  /// Samples for each number of present features, which count with its probability.
  private func stratified(
    _ measure: SampleLosses, _ strata: PresenceStrata
  ) throws(CancellationError) -> Losses {
    let key = instance.key.shared
    var total: Losses?
    for stratum in strata.strata where stratum.probability > 0 {
      var sums = PartSums(parts: min(PresenceStrata.parts, stratum.samples))
      for first in stride(from: 0, to: stratum.samples, by: instance.chunk) {
        let count = min(instance.chunk, stratum.samples - first)
        strata.fill(stratum, first: first, count: count, key: key, into: measure.x.pointer)
        try measure.add(measure.x.pointer, count, first: first, to: &sums)
      }
      total = sums.losses.adding(to: total, probability: stratum.probability)
    }
    return total ?? PartSums(parts: 1).losses
  }
}

extension Evaluation.Losses {
  /// Adds the losses of a stratum. One that is a single sample has no noise.
  fileprivate func adding(to total: Self?, probability: Double) -> Self {
    Evaluation.Losses(
      objective: objective.adding(to: total?.objective, probability: probability),
      squaredError: squaredError.adding(to: total?.squaredError, probability: probability))
  }
}

extension LossEstimate {
  fileprivate func adding(to total: LossEstimate?, probability: Double) -> LossEstimate {
    let weighted = scaled(by: probability)
    guard let total else { return weighted }
    if weighted.parts.count < 2 { return total.shifted(by: weighted.value) }
    if total.parts.count < 2 { return weighted.shifted(by: total.value) }
    return LossEstimate(
      total.value + weighted.value, parts: zip(total.parts, weighted.parts).map { $0 + $1 })
  }
}

/// Sums of sample losses, all together and in parts: sample i counts for part i mod `parts`.
struct PartSums {
  private var objective: [Double], squaredError: [Double]
  private var counts: [Int]

  init(parts: Int) {
    objective = Array(repeating: 0, count: parts)
    squaredError = objective
    counts = Array(repeating: 0, count: parts)
  }

  mutating func add(_ objective: Double, _ squaredError: Double, sample: Int) {
    let part = sample % counts.count
    self.objective[part] += objective
    self.squaredError[part] += squaredError
    counts[part] += 1
  }

  var losses: Evaluation.Losses {
    Evaluation.Losses(objective: estimate(objective), squaredError: estimate(squaredError))
  }

  private func estimate(_ sums: [Double]) -> LossEstimate {
    LossEstimate(
      sums.reduce(0, +) / Double(counts.reduce(0, +)),
      parts: zip(sums, counts).map { $0 / Double($1) })
  }
}
