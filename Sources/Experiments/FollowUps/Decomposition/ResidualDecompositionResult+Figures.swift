internal import SuperposeDecomposition
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension ResidualDecompositionResult {
  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("parameter-decomposition-mlp", try columns),
      NamedFigure("parameter-decomposition-mlp-importance", try importance),
    ]
  }

  /// How much of each column of W_in E each part supplies, and how long all parts are.
  private var columns: Figure {
    get throws {
      let names = ["W_in", "W_out"]
      let points = names.enumerated().flatMap { layer, name in
        folded.relativeLengths(layer).enumerated().map { (part: Double($0 + 1), length: $1, name: name) }
      }
      let lengths = Plot {
        Line(x: points.map(\.part), y: points.map(\.length), stroke: points.map(\.name), strokeWidth: 1.8)
        Rule(y: 0.1, stroke: Color.muted, text: "live", dash: [4, 3])
      }
      .x(label: "part, from the longest")
      .y(domain: 0...1.05 * max(1, points.map(\.length).max() ?? 1), label: "length / longest column", grid: true)
      .color(.categorical(.categorical), categories: names)
      .title("lengths of the parts").size(300, 286)
      let figure = PartMaps.figure(
        [try PartMaps.shares(folded, "W_in E"), lengths], key: "share of the column",
        caption: "Left: the parts nearest to the columns, in their order, then other live parts. "
          + "Shares of all parts sum to 1.")
      let recovery = folded.recovery(0)
      return figure.named(
        "Columns of W_in E in its parts, and lengths of parts",
        "A heat map of features against live parts: the share of each column of the matrix W_in E that a part "
          + "supplies. Where the decomposition has succeeded, each part has one column. Beside it two lines: the lengths "
          + "of the parts of W_in and of W_out in falling order."
      ).numbers([
        .init("MMCS", recovery.meanMaxCosine), .init("ML2R", recovery.meanLengthRatio),
        .init("live parts of W_in", Double(folded.live(0).count)),
        .init("live parts of W_out", Double(folded.live(1).count)), .init("loss of the model", model.loss),
      ])
    }
  }

  /// Features alone against the live parts of both matrices.
  private var importance: Figure {
    get throws {
      let maps = try [
        PartMaps.importances(readImportances, folded.partsByColumn(0), "parts of W_in"),
        PartMaps.importances(writeImportances, folded.live(1), "parts of W_out"),
      ]
      return PartMaps.figure(
        maps, key: "importance", caption: "Live parts only; one feature present, at 1."
      ).named(
        "Importance of parts of a residual MLP",
        "Two heat maps of the importance of parts for single features: of the matrix W_in, and of W_out. The source "
          + "finds one part of W_in for each feature, and parts of W_out that are important for every feature.")
    }
  }
}

extension Decomposition {
  /// The lengths of a matrix's parts relative to its longest column, from the longest.
  fileprivate func relativeLengths(_ layer: Int) -> [Double] {
    let longest = target.matrices[layer].transposed.rowNorms.max() ?? 0
    return lengths(layer).sorted(by: >).map { Double($0 / max(longest, 1e-12)) }
  }
}
