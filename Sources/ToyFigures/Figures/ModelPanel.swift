public import SuperposePlot
public import ToyLib

/// One model in a figure of several models: its embedding and its title.
public struct ModelPanel: Sendable {
  public var weights: Matrix
  /// b, one number for each feature; `nil` if the figure shows no biases.
  public var bias: [Float]?
  public var title: Label
  /// A second, smaller line below the title, in figures of neurons and of embeddings.
  public var subtitle: Label?
  /// How the model came about; figures write it into their files.
  public var origin: Origin?
  /// Heat maps draw every feature, or every second, third … one.
  var stride = 1

  public init(_ embedding: some Embedding, bias: [Float]? = nil, title: Label = "") {
    weights = embedding.weights
    origin = embedding.origin
    self.bias = bias
    self.title = title
  }

  public init(_ network: Network, title: Label = "") {
    self.init(network, bias: network.bias, title: title)
  }

  public init(_ model: TrainedModel, title: Label = "") {
    self.init(model, bias: model.bias, title: title)
  }
}

extension ModelPanel {
  /// `words` after the title, for a summary.
  func sentence(_ words: String) -> String { title.isEmpty ? words : "\(title.plainText): \(words)" }
}

extension Matrix {
  /// Row i as numbers for a plot.
  func doubles(row: Int) -> [Double] { self[row: row].map(Double.init) }

  /// All rows as numbers for a plot.
  var doubleRows: [[Double]] { (0..<rows).map { doubles(row: $0) } }
}

/// The paper's named fractions and their polytopes.
public struct NamedFraction: Sendable, Hashable {
  public let value: Double
  /// `3/4`, for small labels.
  public let fraction: Label
  public let name: Label

  init(_ value: Double, _ fraction: Label, _ name: Label) {
    self.value = value
    self.fraction = fraction
    self.name = name
  }

  /// From a dedicated dimension down to not represented. Source: Elhage et al. (2022), "The
  /// Geometry of Superposition".
  public static let all =
    NamedPolytope.paper.map { polytope in
      NamedFraction(
        polytope.fraction.value, Label("\(polytope.fraction)"), Label("\(polytope.name)"))
    } + [NamedFraction(0, "0", "not represented")]
}
