internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model, and the best model for the same number of independent features.
public struct LocalBasesResult: ExperimentResult {
  public let experiment: LocalBases
  public let model: TrainedModel
  public let independent: TrainedModel
  /// The features of each set.
  public let members: [[Int]]

  /// The mean square of W_i · W_j over pairs within sets, and over pairs across.
  public static func interference(
    of embedding: some Embedding, _ members: [[Int]]
  ) -> (within: Double, across: Double) {
    let gram = embedding.gram
    var sums = (within: 0.0, across: 0.0)
    var counts = (within: 0.0, across: 0.0)
    for i in 0..<gram.rows {
      for j in 0..<i {
        let square = Double(gram[i, j] * gram[i, j])
        if members.contains(where: { $0.contains(i) && $0.contains(j) }) {
          sums.within += square
          counts.within += 1
        } else {
          sums.across += square
          counts.across += 1
        }
      }
    }
    return (sums.within / counts.within, sums.across / counts.across)
  }

  public var compared: [ComparedModel] {
    [ComparedModel("correlated", model), ComparedModel("independent", independent)]
  }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure(
        "local-bases",
        .weightsAndBiases(
          [
            ModelPanel(model, title: "two correlated sets"),
            ModelPanel(independent, title: "independent features"),
          ], columns: 2))
    ]
  }

  public var claims: Claims {
    let own = Self.interference(of: model, members)
    let other = Self.interference(of: independent, members)
    let states = try? model.correlatedSets(members)
    return [
      Claim(
        "within each set features are almost orthogonal; the interference is between the sets",
        measured:
          "mean square of W_i·W_j \(own.within.brief(2)) within sets, \(own.across.brief(2)) "
          + "across; for independent features \(other.within.brief(2)) and \(other.across.brief(2))",
        held: own.within * 10 < own.across),
      Claim(
        "all features are represented, twice as many as there are dimensions",
        measured: "\(model.representedFeatures()) in \(experiment.hidden) dimensions"
          + (states.map { "; sets \($0.sets.map(\.state.rawValue).joined(separator: ", "))" } ?? ""),
        held: model.representedFeatures() == experiment.sets * experiment.setSize),
    ]
  }
}
