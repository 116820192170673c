public import SuperposeDecomposition
public import ToyLib

/// What one decomposition of W found, by either method.
public struct FoundParts: Sendable, Hashable {
  /// All parts, each of the shape of W [hidden, features].
  public let parts: [Matrix]
  /// The parts that are at least a tenth as long as the longest column of W, from the longest.
  public let live: [Int]
  /// How the columns of W and those of the parts compare.
  public let recovery: ColumnRecovery
  /// ‖W − Σ P‖ / ‖W‖, of all parts.
  public let error: Double
  /// The loss in the last tenth of the training, on average; `nil` without training.
  public let loss: Double?

  init(_ decomposition: AttributedParts, losses: [Float] = []) {
    self.init(
      of: decomposition.target.weights.transposed, (0..<decomposition.parts).map(decomposition.part),
      live: decomposition.live(), decomposition.recovery, losses)
  }

  init(_ decomposition: Decomposition, losses: [Float] = []) {
    self.init(
      of: decomposition.target.matrices[0], (0..<decomposition.parts).map { decomposition.part($0, of: 0) },
      live: decomposition.live(0), decomposition.recovery(0), losses)
  }

  private init(of matrix: Matrix, _ parts: [Matrix], live: [Int], _ recovery: ColumnRecovery, _ losses: [Float]) {
    (self.parts, self.live, self.recovery) = (parts, live, recovery)
    func length(_ matrix: Matrix) -> Double {
      matrix.elements.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    error = length(parts.reduce(matrix) { $0 - $1 }) / length(matrix)
    let last = losses.suffix(max(1, losses.count / 10))
    loss = last.isEmpty ? nil : last.reduce(0) { $0 + Double($1) } / Double(last.count)
  }

  /// The parts nearest to the columns, without repetition, then the other live ones, then the rest.
  var byColumn: [Int] {
    var order: [Int] = []
    for part in recovery.nearest + live + Array(parts.indices) where !order.contains(part) { order.append(part) }
    return order
  }

  /// How much of the columns of W the parts nearest to them do not supply: 1 less the projection of a part's column on
  /// that of W, relative to its length; the mean over columns.
  var lack: Double {
    let shares = zip(recovery.cosines, recovery.lengthRatios).map { 1 - $0 * $1 }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }

  /// Whether each column has a live part of its own in its direction, and no other part is live: the limits are those of
  /// ``ParameterDecomposition``.
  public var isComplete: Bool {
    recovery.meanMaxCosine > 0.99 && live.count == recovery.nearest.count && Set(recovery.nearest) == Set(live)
  }
}

/// Decompositions of one model with one setting, from several starts.
public struct DecompositionTrial: Sendable {
  /// A method of parameter decomposition.
  public enum Method: String, Sendable {
    case attribution = "attribution-based"
    case stochastic
  }

  /// What the setting is to the source's.
  public enum Kind: Sendable { case source, neighbour, moreParts }

  public let method: Method
  public let kind: Kind
  /// The setting in words: `k × 0.5`.
  public let setting: String
  public let runs: [FoundParts]

  /// Runs that found all columns.
  public var complete: Int { runs.count(where: \.isComplete) }
  /// The run with the lowest loss of those that found all columns, or of all if none did.
  public var best: FoundParts {
    let candidates = complete > 0 ? runs.filter(\.isComplete) : runs
    return candidates.min { ($0.loss ?? .infinity) < ($1.loss ?? .infinity) } ?? runs[0]
  }

  /// The lowest loss of the runs that found all columns, or of those that did not; `nil` if there are none.
  func lowestLoss(complete: Bool) -> Double? {
    runs.filter { $0.isComplete == complete }.compactMap(\.loss).min()
  }
}
