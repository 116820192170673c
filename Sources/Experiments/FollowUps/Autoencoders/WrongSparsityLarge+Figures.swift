internal import SuperposeAutoencoders
internal import SuperposePlot
internal import ToyLib

extension WrongSparsityLargeResult {
  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("wrong-sparsity-large", try dictionaries()),
      NamedFigure("wrong-sparsity-large-measures", measures),
    ]
  }

  /// Too few, the right number and too many from a random start; below, from the truth, at most the right number.
  private func dictionaries() throws -> Figure {
    let free = [tooFew.last, right, tooMany.last].compactMap(\.self)
    let known = fromTruth.filter { $0.active <= rightNumber }
    let rows = try [free, known].filter { !$0.isEmpty }.map { row in try row.map { try map($0) } }
    let figure = Figure(
      Panels(rows: [[Panels(rows: rows).gap(14)], [CosineMap.key]]).gap(0, 8),
      caption: "\(experiment.presentFeatures.brief(3)) features are present on average. Each latent is in the row of "
        + "the feature that it is paired with; features are sorted, the most frequent first.")
    return figure.named(
      "Too few, the right number and too many active latents",
      "Heat maps of the cosines of latents (rows) and true features (columns). The true dictionary is the identity. "
        + "Above: from a random start. Below: from the true dictionary.")
  }

  private func map(_ one: WrongSparsitySolution) throws -> Plot {
    try CosineMap.plot(
      one.cosines, "k = \(one.active)" + (one.startedAtTruth ? ", from the truth" : ""),
      subtitle: "MCC \(one.meanMatchedCosine.brief(3))")
  }

  private var k: [Double] { ascending.map { Double($0.active) } }

  /// The error beside that of the truth, MCC, and the scores.
  private var measures: Figure {
    Figure(
      Panels(rows: [[errors], [recovery], [scores]]).gap(0, 12),
      caption: "The dashed line: how many features are present on average."
    ).named(
      "What the number of active latents changes",
      "Three line plots against the number of active latents: the error of the trained autoencoders and of the true "
        + "dictionary; MCC; the decoder projection score for several n."
    ).numbers(
      ascending.flatMap { one in
        [
          Figure.KeyNumber("MCC, k = \(one.active)", one.meanMatchedCosine),
          Figure.KeyNumber("error, k = \(one.active)", one.error),
          Figure.KeyNumber("error of the true dictionary, k = \(one.active)", one.trueError),
        ]
      })
  }

  private var present: Rule { Rule(x: experiment.presentFeatures, stroke: Color.muted, dash: [4, 3]) }

  private var errors: Plot {
    let names = ["trained", "true dictionary"]
    let (x, y) = (k + k, ascending.map(\.error) + ascending.map(\.trueError))
    let lines = names.flatMap { name in k.map { _ in name } }
    return Plot {
      present
      Line(x: x, y: y, stroke: lines, strokeWidth: 1.8)
      Dot(x: x, y: y, radius: 3, fill: lines)
    }
    .x(hidden: true).y(label: "mean squared error", grid: true)
    .color(.categorical([.red, .blue]), categories: names).size(600, 200)
  }

  private var recovery: Plot {
    Plot {
      present
      Line(x: k, y: ascending.map(\.meanMatchedCosine), stroke: Color.red, strokeWidth: 1.8)
      Dot(x: k, y: ascending.map(\.meanMatchedCosine), radius: 3, fill: Color.red)
    }
    .x(hidden: true).y(label: "MCC", grid: true).size(600, 150)
  }

  private var scores: Plot {
    let names = experiment.ranks.map { "n = \($0)" }
    let x = names.flatMap { _ in k }
    let y = names.indices.flatMap { rank in ascending.map { $0.scores[rank] } }
    let lines = names.flatMap { name in k.map { _ in name } }
    return Plot {
      present
      Line(x: x, y: y, stroke: lines, strokeWidth: 1.8)
      Dot(x: x, y: y, radius: 3, fill: lines)
    }
    .x(label: "active latents k").y(label: "projection score", grid: true)
    .color(.categorical(.categorical), categories: names).size(600, 210)
  }
}
