public import SuperposeDisplay
public import ToyLib

extension TrainedModels: Displayable {
  /// One row a model, the best marked, and how many represent how many features.
  public var mimeBundle: MIMEBundle {
    get throws {
      guard let first else { return MIMEBundle(plainText: description) }
      let represented = census { "\($0.representedFeatures()) represented" }
      return try Card(
        "\(count) × \(first.network.architecture)", text: "\(description)\n\(represented)",
        facts: ["features": "\(first.network.features)", "represented": "\(represented)"],
        parts: [summary]
      ).mimeBundle
    }
  }

  /// One row a model: instance, data, steps, loss, represented features, D*, and its loss curve.
  public var summary: Table {
    let best = isEmpty ? nil : best.instance
    let hasOneSampler = Set(map { SamplerWords.short($0.features) }).count < 2
    var columns = ["instance", "data", "steps", "loss", "represented", "D*", "loss curve"]
    if hasOneSampler { columns.remove(at: 1) }
    return Table(
      columns: columns,
      rows: map { model in
        let isBest = model.instance == best
        var cells = [
          Table.Cell(text: "\(model.instance)\(isBest ? " ★" : "")"),
          Table.Cell(text: SamplerWords.short(model.features)),
          Table.Cell(text: "\(model.step)", isNumber: true),
          Table.Cell(text: NumberText.shown(model.loss), isNumber: true),
          Table.Cell(text: "\(model.representedFeatures())", isNumber: true),
          Table.Cell(text: NumberText.shown(Double(model.dimensionsPerFeature)), isNumber: true),
          Table.Cell(HistoryCurve.sparkline(model.history)),
        ]
        if hasOneSampler { cells.remove(at: 1) }
        return cells
      })
  }
}
