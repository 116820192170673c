internal import SuperposeDecomposition
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension ParameterDecompositionResult {
  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("parameter-decomposition", columns),
      NamedFigure("parameter-decomposition-importance", try importance),
    ]
  }

  /// The columns of W, of the sum of all parts, and of the longest parts.
  private var columns: Figure {
    let parts = plain.decomposition
    let order = parts.partsByColumn(0).prefix(experiment.features)
    let rest = parts.lengths(0).indices.filter { !order.contains($0) }.max {
      parts.lengths(0)[$0] < parts.lengths(0)[$1]
    }
    let shown =
      [(parts.target.matrices[0], "W"), (parts.sum(0), "sum of all parts")]
      + order.enumerated().map { (parts.part($1, of: 0), "part \($0 + 1)") }
      + (rest.map { [(parts.part($0, of: 0), "the longest other part")] } ?? [])
    let panels = shown.map { ModelPanel($0.0.transposed, title: Label($0.1)) }
    var figure =
      experiment.hidden <= 2
      ? Figure.featureEmbeddings(panels, columns: 4) : Figure.weightsAndBiases(panels)
    figure.caption = "Each line is a column: the direction of a feature."
    let recovery = parts.recovery(0)
    return figure.named(
      "Columns of W and of its parts",
      "The columns of a model's matrix as lines from the origin, of the sum of its parts, and of single parts, each of "
        + "which has one column."
    ).numbers([
      .init("MMCS", recovery.meanMaxCosine), .init("ML2R", recovery.meanLengthRatio),
      .init("live parts", Double(parts.live(0).count)),
      .init("live parts of the identity", Double(withIdentity.decomposition.live(1).count)),
    ])
  }

  /// Features alone against the live parts of W and of the identity.
  var importance: Figure {
    get throws {
      let identity = withIdentity.decomposition.live(1)
      let maps = try [
        PartMaps.importances(importances, plain.decomposition.partsByColumn(0), "parts of W"),
        PartMaps.importances(identityImportances, identity, "parts of the identity"),
      ]
      return PartMaps.figure(
        maps, key: "importance", caption: "Live parts only; one feature present, at 1."
      ).named(
        "Importance of parts",
        "Two heat maps of the importance of parts for single features: of the matrix W, one part for each feature, and "
          + "of the identity, all parts for every feature.")
    }
  }
}
