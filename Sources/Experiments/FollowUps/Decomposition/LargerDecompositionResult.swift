internal import SuperposeDecomposition
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

/// A model with forty features and its decompositions. Claims and their limits are those of
/// ``ParameterDecomposition``.
public struct LargerDecompositionResult: ExperimentResult {
  public let experiment: LargerDecomposition
  /// The model, its decompositions, and what was measured of them.
  public let found: ParameterDecompositionResult

  public var compared: [ComparedModel] { found.compared }
  public var claims: Claims { found.claims }

  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("parameter-decomposition-40", try shares),
      NamedFigure("parameter-decomposition-40-importance", try found.importance),
    ]
  }

  /// For both decompositions, how much of each column of W each of its live parts supplies.
  private var shares: Figure {
    get throws {
      let titled = [(found.plain, "W alone"), (found.withIdentity, "with an identity behind W")]
      let maps = try titled.map { try PartMaps.shares($0.0.decomposition, $0.1) }
      let figure = PartMaps.figure(
        maps, key: "share of the column",
        caption: "The parts nearest to the columns, in their order, then other live parts. "
          + "Shares of all parts sum to 1.")
      let numbers = titled.map { $0.0.decomposition }.map {
        ($0.recovery(0).meanMaxCosine, $0.recovery(0).meanLengthRatio, Double($0.live(0).count))
      }
      return figure.named(
        "Columns of W in its parts",
        "Two heat maps of features against live parts: the share of each column of the matrix W that a part supplies. "
          + "Where the decomposition has succeeded, each part has one column."
      ).numbers([
        .init("MMCS", numbers[0].0), .init("ML2R", numbers[0].1), .init("live parts", numbers[0].2),
        .init("MMCS with the identity", numbers[1].0), .init("ML2R with the identity", numbers[1].1),
        .init("live parts with the identity", numbers[1].2),
        .init("live parts of the identity", Double(found.withIdentity.decomposition.live(1).count)),
      ])
    }
  }
}
