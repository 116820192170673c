internal import ToyLib

// MARK: - What two public, executed copies of the Colab show

extension ColabResult {
  public var claims: Claims {
    [introduction, fewFeatures, manyFeatures, curve, digons, packing]
  }

  private var introduction: Claim {
    let statement =
      "introduction: two features at the dense end, four and five at the sparse end"
    guard let models = models[.introduction] else {
      return .notAsked(statement, needs: "the run `introduction`")
    }
    let counts = models.map { $0.representedFeatures() }
    return Claim(
      statement,
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: counts[0] == 2 && counts.suffix(5).allSatisfy { $0 >= 4 },
      remark: "one training run for each density, as in the Colab")
  }

  private var fewFeatures: Claim {
    let statement =
      "sparsity: without sparsity the 20 most important features, one dimension each"
    guard let first = models[.sparsity]?.first else {
      return .notAsked(statement, needs: "the run `sparsity`")
    }
    return Claim(
      statement,
      measured: "\(first.representedFeatures()) represented, superposition of the first 20 at most "
        + Double(first.superposition.prefix(20).max() ?? .nan).brief(2),
      held: (19...21).contains(first.representedFeatures()))
  }

  private var manyFeatures: Claim {
    let statement =
      "sparsity: with sparsity more and more features are represented, in superposition"
    guard let counts = models[.sparsity]?.map({ $0.representedFeatures() }) else {
      return .notAsked(statement, needs: "the run `sparsity`")
    }
    let isGrowing = zip(counts, counts.dropFirst()).count { $0 > $1 } <= 2
    return Claim(
      statement,
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: isGrowing && (counts.last ?? 0) > 2 * (counts.first ?? 0))
  }

  /// D* of the two executed copies of the Colab that are public, averaged.
  public static let publishedDimensionsPerFeature = zip(published[0], published[1]).map {
    ($0 + $1) / 2
  }

  /// The largest difference between the two, relative to their mean.
  private static let publishedSpread =
    zip(
      zip(published[0], published[1]), publishedDimensionsPerFeature
    ).map { abs($0.0 - $0.1) / $1 }.max() ?? .nan

  private static let published: [[Double]] = [
    [
      1.0036, 1.0019, 0.960, 0.830, 0.587, 0.526, 0.510, 0.505, 0.489, 0.443, 0.370, 0.331, 0.302,
      0.261, 0.238, 0.207, 0.186, 0.171, 0.151, 0.136,
    ],
    [
      1.0033, 0.998, 0.951, 0.830, 0.584, 0.526, 0.510, 0.505, 0.503, 0.432, 0.369, 0.341, 0.289,
      0.261, 0.228, 0.208, 0.188, 0.170, 0.151, 0.136,
    ],
  ]

  private var curve: Claim {
    let statement =
      "geometry: D* of each of the 20 models"
    guard let models = models[.geometry] else {
      return .notAsked(statement, needs: "the run `geometry`")
    }
    let ours = models.map { Double($0.dimensionsPerFeature) }
    let errors = zip(ours, Self.publishedDimensionsPerFeature).map { abs($0 / $1 - 1) }
    return Claim(
      statement,
      measured: "to \(((errors.max() ?? .nan) * 100).brief(2)) % that of two public runs of the Colab, "
        + "on average to \((errors.reduce(0, +) / Double(errors.count) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.08 },
      remark: "those two runs differ from each other by up to "
        + "\((Self.publishedSpread * 100).brief(2)) %")
  }

  private var digons: Claim {
    let statement =
      "geometry: at 1/(1−S) = 2.6 there are 38 features at D = 1/2 and nothing else"
    guard let models = models[.geometry] else {
      return .notAsked(statement, needs: "the run `geometry`")
    }
    let model = models[6]
    let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
    let pairs = alive.count { abs(model.featureDimensionality[$0] - 0.5) < 0.0125 }
    return Claim(
      statement,
      measured: "\(pairs) of \(alive.count) represented features", held: pairs == alive.count && pairs >= 36)
  }

  private var packing: Claim {
    let statement =
      "geometry: the D_i of each model add up to 20 (19.96 to 20.00)"
    guard let models = models[.geometry] else {
      return .notAsked(statement, needs: "the run `geometry`")
    }
    let sums = models.map { $0.featureDimensionality.reduce(0) { $0 + Double($1) } }
    return Claim(
      statement,
      measured: "\((sums.min() ?? .nan).brief(4)) to \((sums.max() ?? .nan).brief(4))",
      held: sums.allSatisfy { abs($0 - 20) < 0.1 })
  }
}
