internal import ToyLib

/// One autoencoder during training.
final class AutoencoderRun {
  private var autoencoder: SparseAutoencoder
  private let layout: AutoencoderLayout
  private let training: AutoencoderTraining
  private let source: Activations
  private let key: RandomKey
  private let pass: AutoencoderPass
  private let batches: ActivationBatches
  private var gradient: [Float]
  private var moments: AdamMoments
  /// Whether each latent was active since the start of the window.
  private var wasActive: [Bool]
  private var history: [AutoencoderRecord] = []
  private var snapshots: [AutoencoderSnapshot] = []
  private let prefixes: PrefixPlan
  /// The penalty's factor: adjusted to the target of active latents.
  private var penaltyScale: Float = 1
  /// The moving mean of each latent's squared activations.
  private var energies: [Float]

  init(
    _ autoencoder: SparseAutoencoder, on source: Activations, key: RandomKey,
    training: AutoencoderTraining
  ) throws {
    try AutoencoderError.require(
      !training.sortsLatents || autoencoder.kind.sharedLatents == 0, "sortsLatents", true,
      "false for a crosscoder with shared latents, which are its first ones")
    self.autoencoder = autoencoder
    self.training = training
    self.source = source
    self.key = key
    layout = autoencoder.layout
    pass = AutoencoderPass(autoencoder)
    prefixes = try PrefixPlan(training.prefixes, of: autoencoder, key: key)
    batches = try ActivationBatches(source, batch: training.batch, key: key)
    gradient = Array(repeating: 0, count: layout.count)
    moments = AdamMoments(count: gradient.count, beta1: training.beta1, beta2: training.beta2)
    wasActive = Array(repeating: false, count: autoencoder.latents)
    energies = Array(repeating: 0, count: autoencoder.latents)
  }

  /// Trains to the last step. Throws `CancellationError` when `Cancellation` is requested.
  func trained() throws -> TrainedAutoencoder {
    for step in 0..<training.steps {
      if Cancellation.isRequested { throw CancellationError() }
      if training.snapshots.contains(step) { keep(step) }
      try resample(before: step)
      update(step)
    }
    if training.snapshots.contains(training.steps) { keep(training.steps) }
    return TrainedAutoencoder(
      autoencoder: autoencoder, source: source, seed: key.seed, instance: key.instance,
      history: history, snapshots: snapshots, penaltyScale: pass.penaltyScale, evaluation: try evaluation())
  }

  private func keep(_ step: Int) {
    snapshots.append(AutoencoderSnapshot(step: step, autoencoder: autoencoder))
  }

  private func update(_ step: Int) {
    let warmUp = training.penaltyWarmUp
    pass.penaltyScale = step < warmUp ? penaltyScale * Float(step) / Float(warmUp) : penaltyScale
    pass.begin(autoencoder.parameters, prefixes: prefixes.lengths(step: step))
    let limit = pass.needsNotes ? batches.feedChoosing(pass, step: step) : nil
    if limit == nil { batches.feed(pass, step: step) }
    let loss = pass.finish(count: Float(batches.count), gradient: &gradient)
    for j in wasActive.indices where loss.activity[j] > 0 { wasActive[j] = true }
    if step % training.recordInterval == 0 || step == training.steps - 1 {
      history.append(AutoencoderRecord(step: step, loss: loss))
    }
    if layout.kind.hasUnitRows { projectGradient() }
    layout.averageSharedRows(&gradient)
    moments.update(
      &autoencoder.parameters, gradient: gradient,
      rate: training.rate * Float(training.schedule.factor(step: step, of: training.steps)))
    if layout.kind.hasUnitRows { normaliseDecoder() }
    if let limit { follow(limit, step) }
    if let target = training.targetActive, step >= warmUp {
      penaltyScale *= Double(loss.activeLatents) > target ? 1.0003 : 1 / 1.0003
    }
    if training.sortsLatents { sortLatents() }
  }

  /// The latents that reconstruct most come first, with everything that belongs to them.
  private func sortLatents() {
    for (j, energy) in pass.energies(count: Float(batches.count)).enumerated() {
      energies[j] = 0.95 * energies[j] + 0.05 * energy
    }
    let order = energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }
    guard order != Array(energies.indices) else { return }
    energies = order.map { energies[$0] }
    wasActive = order.map { wasActive[$0] }
    for rows in layout.latentRows {
      autoencoder.parameters.reorder(rows, by: order)
      moments.reorder(rows, by: order)
    }
  }

  /// The threshold of a BatchTopK autoencoder is a moving mean of the limits of batches.
  ///
  /// Source: SAELens, whose rate is 0.01.
  private func follow(_ limit: Float, _ step: Int) {
    let old = autoencoder.parameters[layout.threshold]
    autoencoder.parameters[layout.threshold] = step == 0 ? limit : old + 0.01 * (limit - old)
  }

  /// Decoder rows rotate; their length stays 1.
  private func projectGradient() {
    for j in 0..<autoencoder.latents {
      let row = layout.decoderRow(j)
      var along: Float = 0
      for i in row { along += gradient[i] * autoencoder.parameters[i] }
      for i in row { gradient[i] -= along * autoencoder.parameters[i] }
    }
  }

  private func normaliseDecoder() {
    for j in 0..<autoencoder.latents {
      let row = layout.decoderRow(j)
      var length: Float = 0
      for i in row { length += autoencoder.parameters[i] * autoencoder.parameters[i] }
      length = length.squareRoot()
      guard length > 0 else { continue }
      for i in row { autoencoder.parameters[i] /= length }
    }
  }

  private func evaluation() throws -> AutoencoderLoss {
    pass.begin(autoencoder.parameters)
    pass.penaltyScale = penaltyScale
    let rounds = max(1, (1 << 16) / batches.count)
    for round in 0..<rounds { batches.feed(pass, step: round, purpose: .evaluation) }
    return pass.finish(count: Float(rounds * batches.count), gradient: &gradient)
  }
}

extension AutoencoderRun {
  /// Finds, at the end of each interval, the latents that were never active in its last steps.
  private func resample(before step: Int) throws {
    guard let (every, window) = training.resampling.interval else { return }
    if step % every == every - window { wasActive = wasActive.map { _ in false } }
    guard step > 0, step % every == 0 else { return }
    let dead = wasActive.indices.filter { !wasActive[$0] }
    guard !dead.isEmpty else { return }
    var random = RandomSource(key: key, purpose: .samples, step: step)
    switch training.resampling {
    case .none: break
    case .random:
      for j in dead { restart(j, towards: random.direction(autoencoder.inputs), length: 0.5) }
    case .highLoss: try restartAtHighLoss(dead, using: &random)
    }
    layout.averageSharedRows(&autoencoder.parameters)
  }

  private func restartAtHighLoss(_ dead: [Int], using random: inout RandomSource) throws {
    let (activations, weights) = try badlyReconstructed(using: &random)
    let total = weights.reduce(0, +)
    let length = aliveLength(besides: dead) / 2
    for j in dead {
      guard total > 0 else {
        restart(j, towards: random.direction(autoencoder.inputs), length: length)
        continue
      }
      var rest = random.uniform() * total
      let chosen = weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      }
      let bias = autoencoder.decoderBias
      let row = activations[row: chosen ?? weights.count - 1]
      restart(j, towards: zip(row, bias).map { $0 - $1 }, length: length)
    }
  }

  /// Some activations, and the square of each one's reconstruction error.
  private func badlyReconstructed(
    using random: inout RandomSource
  ) throws -> (activations: Matrix, weights: [Float]) {
    let activations = try source.samples(batches.count, seed: random.next())
    let guesses = try autoencoder.reconstructions(of: activations)
    let weights = (0..<activations.rows).map { s in
      let error = (0..<autoencoder.inputs).reduce(Float(0)) { sum, k in
        let difference = activations[s, k] - guesses[s, k]
        return sum + difference * difference
      }
      return error * error
    }
    return (activations, weights)
  }

  private func aliveLength(besides dead: [Int]) -> Float {
    let lengths = autoencoder.encoder.norms
    let alive = lengths.indices.filter { !dead.contains($0) }.map { lengths[$0] }
    return alive.isEmpty ? 1 : alive.reduce(0, +) / Float(alive.count)
  }

  /// Reinitialises a latent and its optimiser state.
  private func restart(_ j: Int, towards direction: [Float], length: Float) {
    let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return }
    for (offset, value) in direction.enumerated() {
      set(layout.encoderRow(j).lowerBound + offset, length * value / norm)
      set(layout.decoderRow(j).lowerBound + offset, value / norm)
    }
    if layout.kind.hasEncoderBias { set(layout.encoderBias.lowerBound + j, 0) }
    if layout.hasScales { set(layout.first.lowerBound + j, autoencoder.kind.initialScale) }
    if case .gated = autoencoder.kind { set(layout.second.lowerBound + j, 0) }
  }

  private func set(_ index: Int, _ value: Float) {
    autoencoder.parameters[index] = value
    moments.reset(index)
  }
}
