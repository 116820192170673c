public import SuperposeDisplay

/// How a trained network computes |x_i| of one feature: the neurons that are active when it is
/// positive, those that are active when it is negative, and their effect on the other outputs.
///
/// Everything is per unit of x_i with all other features 0, and before the output's bias and ReLU.
/// Source: Elhage et al. (2022), "Computation in Superposition".
public struct AbsoluteValueCircuit: Sendable, Hashable {
  public let feature: Int
  /// When the feature is positive, and when it is negative.
  public let positive: Half, negative: Half

  /// The half of the circuit for one sign of x_i.
  public struct Half: Sendable, Hashable {
    /// The active neurons that contribute to y_i, largest contribution first, with W₁ᵢₖ · W₂ᵢₖ of
    /// each.
    public let contributions: [Contribution]
    /// Σ_k W₂ᵢₖ ReLU(±W₁ᵢₖ): the contribution to the feature's output. 1 computes |x_i| exactly.
    public let slope: Float
    /// The largest contribution to the output of another feature. Positive values are errors.
    public let interference: Float
    /// The other feature with this contribution; `nil` in a network of one feature.
    public let victim: Int?
  }

  /// A neuron's contribution to an output.
  public struct Contribution: Sendable, Hashable {
    public let neuron: Int
    public let amount: Float
  }

  init(_ feature: Int, of network: Network) {
    self.feature = feature
    positive = Half(feature, sign: 1, of: network)
    negative = Half(feature, sign: -1, of: network)
  }

  /// Whether both halves reach their output with a slope of 0.8 to 1.25.
  public var isComplete: Bool {
    [positive, negative].allSatisfy { (0.8...1.25).contains($0.slope) }
  }
}

extension AbsoluteValueCircuit.Half {
  init(_ feature: Int, sign: Float, of network: Network) {
    let fires = network.weights[row: feature].map { max(0, sign * $0) }
    func reaching(_ output: Int) -> [Float] {
      zip(fires, network.outputWeights[row: output]).map { $0 * $1 }
    }
    let own = reaching(feature)
    let others = (0..<network.features).filter { $0 != feature }
    let sums = others.map { reaching($0).reduce(0, +) }
    slope = own.reduce(0, +)
    contributions = own.indices.filter { abs(own[$0]) > 0.05 }
      .map { AbsoluteValueCircuit.Contribution(neuron: $0, amount: own[$0]) }
      .sorted { abs($1.amount) < abs($0.amount) }
    interference = sums.max() ?? 0
    victim = zip(others, sums).max { $0.1 < $1.1 }?.0
  }
}

/// The circuits of all features, shown as a table.
public struct AbsoluteValueCircuits: RandomAccessCollection, Sendable, Hashable {
  private let circuits: [AbsoluteValueCircuit]

  /// - Throws: `ToyLibError` for a network whose target is not |x|.
  public init(_ network: Network) throws {
    try require(
      network.architecture.target == .absoluteValue, "target", network.architecture.target,
      "the absolute value, as an AbsoluteValueModel has it")
    circuits = (0..<network.features).map { AbsoluteValueCircuit($0, of: network) }
  }

  public var startIndex: Int { circuits.startIndex }
  public var endIndex: Int { circuits.endIndex }
  public subscript(position: Int) -> AbsoluteValueCircuit { circuits[position] }

  /// The circuits of features whose absolute value is computed.
  public var complete: [AbsoluteValueCircuit] { circuits.filter(\.isComplete) }
}

extension AbsoluteValueCircuits: CustomStringConvertible {
  public var description: String { "\(complete.count) of \(count) absolute values are computed" }
}

extension AbsoluteValueCircuits: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each feature. Features and neurons are counted from 1 here, as figures do.
  public var table: Table {
    Table(
      columns: [
        "feature", "x > 0: neurons", "slope", "leaks to", "x < 0: neurons", "slope", "leaks to",
      ],
      rows: circuits.map { circuit in
        [Table.Cell(text: "x\(circuit.feature + 1)")] + circuit.positive.cells
          + circuit.negative.cells
      })
  }
}

extension AbsoluteValueCircuit.Half {
  fileprivate var cells: [Table.Cell] {
    let neurons = contributions.map {
      "\($0.neuron + 1) (\(NumberText.decimal($0.amount, digits: 2)))"
    }
    let leak = victim.map { "y\($0 + 1): \(NumberText.decimal(interference, digits: 2))" } ?? ""
    return [
      Table.Cell(text: neurons.joined(separator: ", ")),
      Table.Cell(text: NumberText.decimal(slope, digits: 2), isNumber: true), Table.Cell(text: leak),
    ]
  }
}
