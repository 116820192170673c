public import SuperposeDisplay
internal import SuperposePlot
public import ToyLib

extension TrainedModel: Displayable {
  /// A card: formula, size, data, training and loss; its geometry, its features and its loss curve.
  public var mimeBundle: MIMEBundle {
    get throws {
      try Card(
        "\(network.architecture)", text: description,
        facts: [
          "features": "\(network.features)", "hidden": "\(network.hidden)",
          "data": SamplerWords.short(features), "steps": "\(step)",
          "seed": "\(seed)", "instance": "\(instance)", "loss": LossWords.shown(lossEstimate),
        ],
        parts: [GeometryThumbnail(network), FeatureRows(network, importance: importance).excerpt],
        details: folded
      ).mimeBundle
    }
  }

  private var folded: [(title: String, value: any Displayable)] {
    var parts: [(title: String, value: any Displayable)] = []
    if history.count > 1 {
      parts.append(("loss of \(history.count) recorded steps", HistoryCurve.figure(history)))
    }
    if network.features > FeatureRows.excerptLength {
      parts.append(("all \(network.features) features", FeatureRows(network, importance: importance).all))
    }
    return parts
  }
}

extension Network: Displayable {
  /// A card as a trained model's, without its training.
  public var mimeBundle: MIMEBundle {
    get throws {
      let importance = (try? architecture.importance.weights(count: features)) ?? []
      return try Card(
        "\(architecture)", text: description,
        facts: ["features": "\(features)", "hidden": "\(hidden)"],
        parts: [GeometryThumbnail(self), FeatureRows(self, importance: importance).excerpt]
      ).mimeBundle
    }
  }
}

/// The directions of features in one or two dimensions, and WᵀW in more.
struct GeometryThumbnail: Displayable {
  private let network: Network

  init(_ network: Network) { self.network = network }

  private static let side = 150.0
  /// A heat map of more features would be larger than a card may be.
  private static let featureLimit = 64
  /// More cells become an image, which takes a tenth of the bytes.
  static let cellLimit = 64

  var mimeBundle: MIMEBundle {
    get throws {
      var figure: Figure
      if network.hidden <= 2 {
        let importance = try network.architecture.importance.weights(count: network.features)
        let largest = importance.max() ?? 1
        figure = Figure.featureEmbeddings(
          [ModelPanel(network)], importance: importance.map { largest > 0 ? $0 / largest : 1 }, size: Self.side)
      } else if network.features <= Self.featureLimit {
        figure = Figure(WeightPlots.heatMap(network.gram).title("WᵀW").size(Self.side, Self.side + 24))
      } else {
        return MIMEBundle(plainText: "")
      }
      figure.limits.cellsPerRaster = Self.cellLimit
      // What a card can hold.
      figure.limits.rasterResolution = 1
      return MIMEBundle(data: [.svg: .text(try figure.svg())])
    }
  }
}

/// One row a feature: importance, length, share of a dimension, bias, superposition.
struct FeatureRows {
  static let excerptLength = 10

  private let rows: [[String]]

  init(_ network: Network, importance: [Float]) {
    let norms = network.norms
    let shares = network.featureDimensionality
    let superposition = network.superposition
    rows = (0..<network.features).map { i in
      [
        "\(i)", importance.indices.contains(i) ? Self.number(importance[i]) : "", Self.number(norms[i]),
        Self.number(shares[i]), Self.number(network.bias[i]), Self.number(superposition[i]),
      ]
    }
  }

  /// Rounding errors around 0 are 0.
  private static func number(_ value: Float) -> String {
    NumberText.shown(abs(value) < 5e-7 ? 0 : Double(value))
  }

  var all: Table { table(rows) }

  var excerpt: Table {
    table(Array(rows.prefix(Self.excerptLength)))
  }

  private func table(_ rows: [[String]]) -> Table {
    Table(
      columns: ["feature", "I", "‖W‖", "D", "b", "superposition"],
      rows: rows.map { $0.map { Table.Cell(text: $0, isNumber: true) } })
  }
}
