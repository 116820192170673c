public import SuperposeDisplay

/// A hidden unit and the features that belong to it.
///
/// A feature belongs to the neuron if its weight is above a fifth of the neuron's largest weight.
/// The paper judges by eye.
public struct Neuron: Sendable, Hashable {
  /// Its index in the hidden layer, from 0.
  public let index: Int
  /// Its features and their weights, the largest first.
  public let features: [Weight]
  /// (Σ w²)² / Σ w⁴ over all its weights: 1 for a single weight, k for k equal ones; 0 for none.
  public let effectiveFeatures: Double

  /// A feature and its weight in the neuron.
  public struct Weight: Sendable, Hashable {
    public let feature: Int
    public let weight: Float
  }

  /// The kind of a neuron, by its number of features.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Its largest weight is below 0.05.
    case unused
    /// One.
    case monosemantic
    /// Several.
    case polysemantic
  }

  /// Reads the column of W that belongs to hidden unit `index`. `threshold` is the fraction of the
  /// largest weight that a feature's weight must exceed.
  public init(_ index: Int, of embedding: some Embedding, threshold: Float = 0.2) {
    let weights = embedding.weights
    let column = (0..<weights.rows).map { Weight(feature: $0, weight: weights[$0, index]) }
    let largest = column.map { abs($0.weight) }.max() ?? 0
    let isUsed = largest >= 0.05
    self.index = index
    features = column.filter { isUsed && abs($0.weight) > threshold * largest }
      .sorted { (abs($1.weight), $0.feature) < (abs($0.weight), $1.feature) }
    let squares = column.map { Double($0.weight) * Double($0.weight) }
    let sum = squares.reduce(0, +)
    effectiveFeatures = sum > 0 ? sum * sum / squares.reduce(0) { $0 + $1 * $1 } : 0
  }

  public var kind: Kind {
    switch features.count {
    case 0: .unused
    case 1: .monosemantic
    default: .polysemantic
    }
  }

  /// The feature with the largest weight; `nil` for an unused neuron.
  public var primary: Weight? { features.first }
}

/// The hidden units of a model, shown as a table with the features of each.
public struct Neurons: RandomAccessCollection, Sendable, Hashable {
  private let neurons: [Neuron]

  public init(_ embedding: some Embedding, threshold: Float = 0.2) {
    neurons = (0..<embedding.weights.columns).map {
      Neuron($0, of: embedding, threshold: threshold)
    }
  }

  public var startIndex: Int { neurons.startIndex }
  public var endIndex: Int { neurons.endIndex }
  public subscript(position: Int) -> Neuron { neurons[position] }

  /// The number of neurons of one kind.
  public func count(_ kind: Neuron.Kind) -> Int { neurons.count { $0.kind == kind } }

  /// The neurons of one kind.
  public func all(_ kind: Neuron.Kind) -> [Neuron] { neurons.filter { $0.kind == kind } }
}

extension Embedding {
  /// Each hidden unit and its features: those with weights above a fifth of its largest weight.
  public var neurons: Neurons { Neurons(self) }
}

extension Neurons: CustomStringConvertible {
  public var description: String {
    Neuron.Kind.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
      .joined(separator: ", ")
  }
}

extension Neurons: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each neuron: its kind, its features with their weights, and its effective number
  /// of features. Neurons and features are counted from 1, as in figures.
  public var table: Table {
    Table(
      columns: ["neuron", "kind", "features and weights", "effective features"],
      rows: neurons.map { neuron in
        [
          Table.Cell(text: "\(neuron.index + 1)", isNumber: true),
          Table.Cell(text: neuron.kind.rawValue),
          Table.Cell(text: neuron.features.map(\.text).joined(separator: "   ")),
          Table.Cell(text: NumberText.decimal(neuron.effectiveFeatures, digits: 2), isNumber: true),
        ]
      })
  }
}

extension Neuron.Weight {
  /// `x3 −0.82`
  var text: String {
    "x\(feature + 1) \(weight < 0 ? "−" : "+")\(NumberText.decimal(abs(weight), digits: 2))"
  }
}
