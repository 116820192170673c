internal import SuperposeFingerprints
public import ToyLib

/// A trained decomposition with its seed and history.
public struct TrainedDecomposition: Sendable {
  public let decomposition: Decomposition
  /// The run's seed.
  public let seed: UInt64
  /// Its number in the run.
  public let instance: Int
  /// The recorded losses.
  public let history: [DecompositionRecord]
}

/// A recorded loss, on the batch of a step.
public struct DecompositionRecord: Sendable, Hashable {
  public let step: Int
  public let loss: DecompositionLoss
}

extension TrainedDecomposition: TrainedResult {
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(decomposition.parameters)
    return fingerprint.hexadecimal
  }
}

extension TrainedDecomposition: CustomStringConvertible {
  public var description: String { "\(decomposition), instance \(instance) of seed \(seed)" }
}

extension LinearChain {
  /// Decomposes this network into `parts` rank-one parts for each matrix, by stochastic parameter
  /// decomposition. Each instance has a thread. Equal seeds give equal results on any number of threads.
  ///
  ///     let chain = try LinearChain(model.network)
  ///     let found = try chain.decomposed(on: features, parts: 20)[0].decomposition
  ///     found.recovery(0).meanMaxCosine
  ///
  /// - Parameters:
  ///   - features: The distribution of the samples: that on which the network was trained.
  ///   - parts: Rank-one parts for each matrix.
  ///   - gateWidth: Neurons of the small network that gives a part's importance. Default: the source's.
  ///   - instances: Decompositions that differ only in their random numbers.
  ///   - seed: Determines all random numbers, together with the number of the instance.
  ///   - training: The other settings.
  /// - Throws: `ToyLibError` for invalid settings, `CancellationError` when `Cancellation` is requested.
  public func decomposed(
    on features: some FeatureSampler, parts: Int, gateWidth: Int = 16, instances: Int = 1, seed: UInt64 = 0,
    training: DecompositionTraining = DecompositionTraining()
  ) throws -> [TrainedDecomposition] {
    try require(instances >= 1, "instances", instances, "at least 1")
    return try decompose(
      Array(repeating: self, count: instances), on: features, parts: parts, gateWidth: gateWidth, seed: seed,
      training: training)
  }
}

/// Decomposes networks with the same inputs, each on a separate thread: ``LinearChain/decomposed(on:parts:gateWidth:instances:seed:training:)``
/// for several networks. The position of a network is its instance.
public func decompose(
  _ chains: [LinearChain], on features: some FeatureSampler, parts: Int, gateWidth: Int = 16, seed: UInt64 = 0,
  training: DecompositionTraining = DecompositionTraining()
) throws -> [TrainedDecomposition] {
  try training.validate()
  for chain in chains where chain.inputs != features.count {
    throw ToyLibError.mismatch(
      what: "features of the samples", expected: "\(chain.inputs), the inputs of the network",
      found: "\(features.count)")
  }
  UsedRecipes.note(training)
  return try concurrentResults(chains.count) { instance in
    let start = try Decomposition(chains[instance], parts: parts, gateWidth: gateWidth, seed: seed, instance: instance)
    return try DecompositionRun(
      start, on: features, key: RandomKey(seed: seed, instance: instance), training: training
    ).trained()
  }
}

extension Decomposition {
  /// The importance of each part of matrix `layer` for each sample: [samples, inputs] → [samples, parts].
  public func importances(_ layer: Int, for samples: Matrix) throws -> Matrix {
    var result = Matrix(rows: samples.rows, columns: parts)
    let pass = DecompositionPass(self)
    pass.begin(parameters)
    try forEachChunk(of: samples) { x, blocks, first in
      pass.enter(x, blocks: blocks)
      for sample in 0..<min(blocks * 16, samples.rows - first) {
        for part in 0..<parts {
          result[first + sample, part] = pass.importance(layer, part, block: sample / 16)[sample % 16]
        }
      }
    }
    return result
  }

  /// The losses on `samples` [samples, inputs] with random numbers of `seed`, and their derivatives in the
  /// layout of `parameters`.
  package func lossAndGradient(
    on samples: Matrix, penalty: Float, power: Int, seed: UInt64 = 0
  ) throws -> (DecompositionLoss, [Float]) {
    let pass = DecompositionPass(self, penalty: penalty, power: power)
    pass.begin(parameters)
    let masks = try SampleBlocks(
      SparseFeatures(count: DecompositionPass.masks(of: layout), density: 1), batch: samples.rows + 15,
      key: RandomKey(seed: seed, instance: 0))
    let random = masks.batch(step: 0)
    try forEachChunk(of: samples) { x, blocks, first in
      pass.enter(x, blocks: blocks)
      let weights = (0..<blocks).map { block in
        var weight = Lanes(repeating: 1)
        for lane in 0..<16 where first + block * 16 + lane >= samples.rows { weight[lane] = 0 }
        return weight
      }
      pass.add(random: random.lanes + first / 16 * masks.features, weights: weights)
    }
    var gradient = [Float](repeating: 0, count: parameters.count)
    let loss = pass.finish(count: Float(samples.rows), gradient: &gradient)
    return (loss, gradient)
  }

  /// Passes samples in chunks [blocks][inputs]; lanes after the last sample are 0.
  private func forEachChunk(
    of samples: Matrix, _ body: (UnsafePointer<Lanes>, _ blocks: Int, _ first: Int) -> Void
  ) throws {
    let inputs = target.inputs
    guard samples.columns == inputs else {
      throw ToyLibError.mismatch(what: "samples", expected: "\(inputs) inputs each", found: "\(samples.columns)")
    }
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
    let memory = LaneMemory(DecompositionPass.blocks * inputs)
    let size = DecompositionPass.blocks * 16
    for first in stride(from: 0, to: samples.rows, by: size) {
      let count = min(size, samples.rows - first)
      for s in 0..<(count + 15) / 16 * 16 {
        for i in 0..<inputs {
          memory.pointer[s / 16 * inputs + i][s % 16] = s < count ? samples[first + s, i] : 0
        }
      }
      body(memory.pointer, (count + 15) / 16, first)
    }
  }
}
