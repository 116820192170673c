public import SuperposeDisplay

/// The neurons that represent a feature, and their signs. In a model with neurons, features in
/// superposition often form a code, like numbers in binary.
public struct FeatureCode: Sendable, Hashable, CustomStringConvertible {
  public let feature: Int
  /// One of +1, 0 and −1 for each neuron.
  public let signs: [Int]

  /// Reads row `feature` of W; weights up to `threshold` of the row's largest count as 0, and so do
  /// all weights of a feature shorter than 0.5, which is not represented.
  public init(_ feature: Int, of embedding: some Embedding, threshold: Float = 0.3) {
    let row = embedding.weights[row: feature]
    let largest = row.map { abs($0) }.max() ?? 0
    let isRepresented = embedding.weights.dot(row: feature, row: feature) > 0.25
    self.feature = feature
    signs = row.map { isRepresented && abs($0) > threshold * largest ? ($0 > 0 ? 1 : -1) : 0 }
  }

  /// The neurons with a nonzero sign.
  public var neurons: [Int] { signs.indices.filter { signs[$0] != 0 } }

  /// `+ · −`, one character per neuron.
  public var description: String {
    signs.map { $0 > 0 ? "+" : $0 < 0 ? "−" : "·" }.joined(separator: " ")
  }
}

/// The codes of all features, shown as a table.
public struct FeatureCodes: RandomAccessCollection, Sendable, Hashable {
  private let codes: [FeatureCode]

  public init(_ embedding: some Embedding, threshold: Float = 0.3) {
    codes = (0..<embedding.weights.rows).map {
      FeatureCode($0, of: embedding, threshold: threshold)
    }
  }

  public var startIndex: Int { codes.startIndex }
  public var endIndex: Int { codes.endIndex }
  public subscript(position: Int) -> FeatureCode { codes[position] }

  /// The codes of features that are represented.
  public var represented: [FeatureCode] { codes.filter { !$0.neurons.isEmpty } }
}

extension Embedding {
  /// Each feature as signs over the neurons.
  public var featureCodes: FeatureCodes { FeatureCodes(self) }
}

extension FeatureCodes: CustomStringConvertible {
  public var description: String {
    "codes of \(represented.count) features in \(first?.signs.count ?? 0) neurons"
  }
}

extension FeatureCodes: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each feature, one column for each neuron.
  public var table: Table {
    let neurons = (first?.signs ?? []).indices.map { "neuron \($0 + 1)" }
    return Table(
      columns: ["feature"] + neurons,
      rows: codes.map { code in
        [Table.Cell(text: "x\(code.feature + 1)")]
          + code.signs.map { Table.Cell(text: $0 > 0 ? "+" : $0 < 0 ? "−" : "") }
      })
  }
}
