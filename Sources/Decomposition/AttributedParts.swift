public import ToyLib

/// The matrix of the paper's model y = ReLU(Wᵀ W x + b) as a sum of parts, each a matrix of the shape of W that acts in
/// both layers. A part is active for the samples for which its attribution is among the largest of a batch.
///
/// Each part is a product U V of a small inner size, its `rank`. The bias is the target's.
///
/// Source: Braun, Bushnaq, Heimersheim, Mendel and Sharkey, "Interpretability in Parameter Space" (2025),
/// arXiv 2501.14926, and its code, ApolloResearch/apd.
public struct AttributedParts: Sendable, Hashable {
  /// The network that is decomposed.
  public let target: Network
  /// The number of parts.
  public let parts: Int
  /// The inner size of a part: the columns of U and the rows of V.
  public let rank: Int
  /// U of all parts, each [hidden, rank], then V of all parts, each [rank, features].
  package var parameters: [Float]

  /// Untrained parts. Numbers are normal, with the deviations of the source's code for one instance: √2/√((parts + 1) ·
  /// rank · features) for V, √2/√((parts + 1) · rank · hidden) for U.
  ///
  /// - Parameter rank: The inner size of a part. Default: one more than the smaller side of W, as in the source's code.
  /// - Throws: `ToyLibError` for fewer than one part, a rank below 1, or a network that is not tied, with a linear hidden
  ///   layer and ReLU outputs.
  public init(_ target: Network, parts: Int, rank: Int? = nil, seed: UInt64 = 0, instance: Int = 0) throws {
    let architecture = target.architecture
    try require(
      architecture.tied && architecture.hiddenActivation == .linear && architecture.outputActivation == .relu, "model",
      "\(target)", "tied and linear in the hidden layer, with a ReLU at the output")
    let rank = rank ?? min(target.hidden, target.features) + 1
    try require(parts >= 1 && parts <= 1 << 12, "parts", parts, "between 1 and 4,096")
    try require(rank >= 1 && rank <= 1 << 10, "rank", rank, "between 1 and 1,024")
    self.target = target
    self.parts = parts
    self.rank = rank
    var random = RandomSource(key: RandomKey(seed: seed, instance: instance), purpose: .initialWeights)
    parameters = [target.hidden, target.features].flatMap { width in
      let deviation = (2 / Float((parts + 1) * rank * width)).squareRoot()
      return (0..<parts * rank * width).map { _ in deviation * random.normal() }
    }
  }

  /// W [hidden, features].
  var matrix: Matrix { target.weights.transposed }
}

extension AttributedParts {
  /// U of a part: [hidden, rank].
  package func left(_ part: Int) -> Matrix {
    let size = target.hidden * rank
    return Matrix(rows: target.hidden, columns: rank, elements: Array(parameters[part * size..<(part + 1) * size]))
  }

  /// V of a part: [rank, features].
  package func right(_ part: Int) -> Matrix {
    let (start, size) = (parts * target.hidden * rank, rank * target.features)
    return Matrix(
      rows: rank, columns: target.features,
      elements: Array(parameters[start + part * size..<start + (part + 1) * size]))
  }

  /// Part `part`: [hidden, features].
  public func part(_ part: Int) -> Matrix { left(part).times(right(part)) }

  /// The sum of all parts: [hidden, features].
  public var sum: Matrix {
    (1..<parts).reduce(part(0)) { $0 + part($1) }
  }

  /// The length of each part, as a vector of all its elements.
  public var lengths: [Float] {
    (0..<parts).map { part($0).elements.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// The parts that are at least `share` times as long as the longest column of W, from the longest.
  public func live(share: Float = 0.1) -> [Int] {
    let longest = matrix.transposed.norms.max() ?? 0
    let lengths = lengths
    return lengths.indices.filter { lengths[$0] >= share * longest }.sorted { lengths[$0] > lengths[$1] }
  }

  /// How the columns of W and the same columns of the parts compare.
  public var recovery: ColumnRecovery { ColumnRecovery(of: matrix, in: (0..<parts).map(part)) }

  /// The attribution of each part for each sample, [samples, features] → [samples, parts]: the square of the derivative
  /// of an output by the sum of all parts, in the direction of the part; the mean over outputs.
  ///
  /// - Throws: `ToyLibError` for samples of another width, or none.
  public func attributions(for samples: Matrix) throws -> Matrix {
    let lanes = try lanes(samples)
    let pass = AttributionPass(self, blocks: (samples.rows + 15) / 16)
    pass.attribute(parameters, lanes.pointer, blocks: (samples.rows + 15) / 16)
    return Matrix(rows: samples.rows, columns: parts) { pass.attribution(sample: $0, part: $1) }
  }

  /// The losses on `samples` [samples, features], and their derivatives in the layout of `parameters`.
  package func lossAndGradient(
    on samples: Matrix, active: Double, simplicity: Float
  ) throws -> (AttributionLoss, [Float]) {
    let lanes = try lanes(samples)
    let pass = AttributionPass(self, blocks: (samples.rows + 15) / 16)
    var gradient = [Float](repeating: 0, count: parameters.count)
    let loss = pass.loss(
      parameters, lanes.pointer, blocks: (samples.rows + 15) / 16,
      batch: .init(count: samples.rows, active: active, simplicity: simplicity), gradient: &gradient)
    return (loss, gradient)
  }

  /// Samples in blocks of sixteen, [blocks][features]; lanes after the last sample are 0.
  private func lanes(_ samples: Matrix) throws -> LaneMemory {
    guard samples.columns == target.features else {
      throw ToyLibError.mismatch(
        what: "samples", expected: "\(target.features) features each", found: "\(samples.columns)")
    }
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
    let memory = LaneMemory((samples.rows + 15) / 16 * samples.columns)
    for s in 0..<samples.rows {
      for i in 0..<samples.columns { memory.pointer[s / 16 * samples.columns + i][s % 16] = samples[s, i] }
    }
    return memory
  }
}

extension AttributedParts: CustomStringConvertible {
  public var description: String {
    "\(parts) attributed parts of \(target.hidden) × \(target.features), of rank \(rank) at most"
  }
}
