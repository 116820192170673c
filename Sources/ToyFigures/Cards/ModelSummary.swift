public import SuperposeDisplay
public import ToyLib

extension Network {
  /// One row a parameter of the model: name, shape, how many numbers, and whether they are trained; the last row
  /// has the sum.
  public var summary: Table { architecture.summary(features: features) }
}

extension TrainedModel {
  /// The parameters of the model with their shapes, as of its network.
  public var summary: Table { network.summary }
}

extension ToyModel {
  /// The parameters that a model of `features` features has: name, shape, how many numbers, and whether they are
  /// trained.
  public func summary(features: Int) -> Table { architecture.summary(features: features) }
}

extension Architecture {
  fileprivate func summary(features: Int) -> Table {
    let weights = features * hidden
    let matrix = "\(features) × \(hidden)"
    var rows = [("W", matrix, weights, tied ? "trained, input and output" : "trained, input")]
    if !tied { rows.append(("V", matrix, weights, "trained, output")) }
    rows.append(("b", "\(features)", features, bias ? "trained" : "always 0"))
    let trained = rows.filter { $0.3 != "always 0" }.reduce(0) { $0 + $1.2 }
    rows.append(("trained in all", "", trained, ""))
    return Table(
      columns: ["parameter", "shape", "numbers", "use"],
      rows: rows.map { name, shape, count, use in
        [
          Table.Cell(text: name), Table.Cell(text: shape), Table.Cell(text: "\(count)", isNumber: true),
          Table.Cell(text: use),
        ]
      })
  }
}
