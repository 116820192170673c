internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model of each density and the arrangement of its pairs.
public struct CollapsingPairsResult: ExperimentResult {
  public let experiment: CollapsingPairs
  public let regimes: [Regime]

  /// One density.
  public struct Regime: Sendable {
    public let density: Double
    public let model: TrainedModel
    /// Which pairs are collapsed.
    public let sets: CorrelatedSets

    /// The fraction of ‖W‖²_F along the sums (a + b)/√2 of the pairs, their principal components: 1
    /// if all are collapsed, 1/2 if members are orthogonal.
    public var shareOfSums: Double {
      let weights = model.weights
      let sums = sets.sets.map { set in
        2 * Double(weights.dot(row: set.features[0], row: set.features[1]))
      }
      return (1 + sums.reduce(0, +) / Double(weights.squaredNorm)) / 2
    }
  }

  public func draw() -> [NamedFigure] {
    let panels = regimes.map { regime in
      var panel = ModelPanel(
        (try? regime.model.oriented(angle: 60)) ?? regime.model.weights, title: "1 − S = \(regime.density.brief)")
      panel.subtitle = "\(regime.sets.collapsed) of \(experiment.pairs) pairs collapsed"
      return panel
    }
    let sets = (0..<experiment.pairs).flatMap { [$0, $0] }
    return [
      NamedFigure(
        "collapsing-pairs",
        .featureEmbeddings(panels, sets: sets, progress: "increasing feature sparsity"))
    ]
  }

  public var compared: [ComparedModel] {
    regimes.map { ComparedModel("1 − S = \($0.density.brief)", $0.model) }
  }

  public var claims: Claims {
    let answers = regimes.compactMap { regime in
      Self.published.first { $0.densities.contains(regime.density) }.map { claim(regime, $0) }
    }
    let left = Self.published.filter { wanted in
      !isAsked || !regimes.contains { wanted.densities.contains($0.density) }
    }.map { wanted in
      Claim.notAsked(
        wanted.words,
        needs: "three pairs and a density from \(wanted.densities.lowerBound.brief) to "
          + "\(wanted.densities.upperBound.brief)")
    }
    return Claims((isAsked ? answers : []) + left + [order])
  }

  /// Whether there are as many pairs as in the figure.
  private var isAsked: Bool { experiment.pairs == 3 }

  private func claim(_ regime: Regime, _ wanted: Published) -> Claim {
    let states = regime.sets.sets.map(\.state.rawValue).joined(separator: ", ")
    return Claim(
      "1 − S = \(regime.density.brief): \(wanted.words)",
      measured: "\(regime.sets.regime) (\(states)); \((regime.shareOfSums * 100).brief(3)) % of "
        + "‖W‖² along the pairs' sums",
      held: regime.sets.collapsed == wanted.collapsed)
  }

  /// What figure 23 says of a range of densities, and how many of three pairs are collapsed.
  private struct Published {
    let densities: ClosedRange<Double>
    let words: String
    let collapsed: Int
  }

  private static let published = [
    Published(
      densities: 0.5...1, words: "most like principal components, all pairs collapsed", collapsed: 3),
    Published(densities: 0.25...0.5, words: "all three pairs collapsed", collapsed: 3),
    Published(densities: 0.15...0.2, words: "two pairs collapsed", collapsed: 2),
    Published(densities: 0.05...0.15, words: "one pair collapsed", collapsed: 1),
    Published(densities: 0...0.05, words: "none collapsed: a hexagon", collapsed: 0),
  ]

  private var order: Claim {
    let counts = regimes.map(\.sets.collapsed)
    return Claim(
      "the sparser, the fewer pairs are collapsed",
      measured: zip(regimes, counts).map { "\($0.density.brief): \($1)" }.joined(separator: ", "),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 } && counts.first != counts.last)
  }
}
