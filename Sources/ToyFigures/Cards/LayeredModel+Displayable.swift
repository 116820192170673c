public import SuperposeDisplay
public import ToyLib

extension LayeredModel: Displayable {
  /// A card: the formula with its target and loss, and the model's parameters.
  public var mimeBundle: MIMEBundle {
    get throws {
      try Card(
        description, text: description,
        facts: ["inputs": "\(inputs)", "outputs": "\(outputs)", "parameters": "\(LayerCards.count(self))"],
        details: [("parameters", LayerCards.shapes(self))]
      ).mimeBundle
    }
  }
}

extension LayeredNetwork: Displayable {
  /// A card: the formula, and the parameters with their values.
  public var mimeBundle: MIMEBundle {
    get throws {
      try Card(
        model.description, text: description,
        facts: [
          "inputs": "\(model.inputs)", "outputs": "\(model.outputs)", "parameters": "\(LayerCards.count(model))",
        ],
        parts: [LayerCards.values(self)]
      ).mimeBundle
    }
  }
}

extension TrainedLayeredNetwork: Displayable {
  /// A card: formula, size, data, training and loss; the parameters, and the loss curve.
  public var mimeBundle: MIMEBundle {
    get throws {
      let network = network
      let curve: [(title: String, value: any Displayable)] =
        history.count > 1 ? [("loss of \(history.count) recorded steps", HistoryCurve.figure(history))] : []
      return try Card(
        network.model.description, text: description,
        facts: [
          "inputs": "\(network.model.inputs)", "outputs": "\(network.model.outputs)",
          "parameters": "\(LayerCards.count(network.model))", "data": SamplerWords.short(features),
          "steps": "\(step)", "seed": "\(seed)", "instance": "\(instance)", "loss": LossWords.shown(lossEstimate),
        ],
        parts: [LayerCards.values(network)], details: curve
      ).mimeBundle
    }
  }
}

extension TrainedLayeredNetworks: Displayable {
  /// One row a network, the best marked.
  public var mimeBundle: MIMEBundle {
    get throws {
      guard let first else { return MIMEBundle(plainText: "no networks") }
      return try Card(
        "\(count) × \(first.network.model)", text: description, parts: [summary]
      ).mimeBundle
    }
  }

  /// One row a network: instance, data, seed, steps, loss and its loss curve.
  public var summary: Table {
    let best = isEmpty ? nil : best.instance
    return Table(
      columns: ["instance", "data", "seed", "steps", "loss", "loss curve"],
      rows: map { trained in
        [
          Table.Cell(text: "\(trained.instance)\(trained.instance == best ? " ★" : "")"),
          Table.Cell(text: SamplerWords.short(trained.features)), Table.Cell(text: "\(trained.seed)", isNumber: true),
          Table.Cell(text: "\(trained.step)", isNumber: true),
          Table.Cell(text: NumberText.shown(trained.loss), isNumber: true),
          Table.Cell(HistoryCurve.sparkline(trained.history)),
        ]
      })
  }
}

/// Parts of the cards of layered models.
private enum LayerCards {
  static func count(_ model: LayeredModel) -> Int { model.parameters.reduce(0) { $0 + $1.rows * $1.columns } }

  /// Names and shapes.
  static func shapes(_ model: LayeredModel) -> Table {
    Table(
      columns: ["parameter", "shape"],
      rows: model.parameters.map { [Table.Cell(text: $0.name), Table.Cell(text: "\($0.rows) × \($0.columns)")] })
  }

  /// Names and shapes, with the sizes of the values.
  static func values(_ network: LayeredNetwork) throws -> Table {
    try Table(
      columns: ["parameter", "shape", "mean", "rms", "smallest", "largest"],
      rows: network.model.parameters.map { name, rows, columns in
        let values = try network[name].elements.map(Double.init)
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        let square = values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))
        let numbers = [mean, square.squareRoot(), values.min() ?? 0, values.max() ?? 0]
        return [Table.Cell(text: name), Table.Cell(text: "\(rows) × \(columns)")]
          + numbers.map { Table.Cell(text: NumberText.shown($0), isNumber: true) }
      })
  }
}
