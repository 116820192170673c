internal import SuperposePlot
internal import ToyLib

/// The test loss of every width and size.
public struct DoubleDescentMapResult: ExperimentResult {
  public let experiment: DoubleDescentMap
  /// One row for each number of hidden dimensions, one column for each number of samples.
  public let losses: [[Double]]
  /// Of the losses on the samples that the models were trained on.
  public let baselines: Baselines

  public func draw() -> [NamedFigure] { [NamedFigure("double-descent-map", map)] }

  /// Losses above this have one colour, so that the others can be distinguished.
  private static let highest = 3.0

  private var map: Figure {
    let (sizes, hidden) = (experiment.sizes, experiment.hidden)
    let isCut = losses.contains { $0.contains { $0 > Self.highest } }
    let cells = hidden.indices.flatMap { row in
      sizes.indices.map { ("\(sizes[$0])", "\(hidden[row])", min(losses[row][$0], Self.highest)) }
    }
    let plot = Plot {
      Cell(x: cells.map(\.0), y: cells.map(\.1), fill: cells.map(\.2))
    }
    .x(.categorical, categories: sizes.map { "\($0)" }, label: "training samples T")
    .y(
      .categorical, categories: hidden.reversed().map { "\($0)" }, label: "hidden dimensions m"
    )
    .color(.viridis, label: isCut ? "test loss, cut at 3" : "test loss").size(620, 340)
    let figure = Figure(plot)
    return figure.named("Test loss over T and m")
  }

  public var claims: Claims { [inSamples, inWidth] }

  /// For each row, whether an inner loss is above both ends by a hundredth.
  private static func bumps(_ rows: [[Double]]) -> Int {
    rows.count { row in
      guard let first = row.first, let last = row.last, let top = row.max() else { return false }
      return top > first + 0.01 && top > last + 0.01
    }
  }

  private var inSamples: Claim {
    let count = Self.bumps(losses)
    return Claim(
      "for a given model, test loss rises and falls again with the number of samples",
      measured: "for \(count) of \(losses.count) widths; highest "
        + losses.map { ($0.max() ?? 0).brief(3) }.joined(separator: ", "),
      held: count * 2 > losses.count)
  }

  private var inWidth: Claim {
    let columns = experiment.sizes.indices.map { column in losses.map { $0[column] } }
    let count = Self.bumps(columns)
    let named = zip(experiment.sizes, columns).filter { Self.bumps([$0.1]) == 1 }.map { "\($0.0)" }
    return Claim(
      "for given samples, test loss rises and falls again with the number of hidden dimensions",
      measured: "for \(count) of \(columns.count) sizes: T = \(named.joined(separator: ", "))",
      held: count >= 2)
  }
}
