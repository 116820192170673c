internal import ToyLib

// MARK: - What the paper says

extension UniformSuperpositionResult {
  public var claims: Claims {
    let others = [sticky, wide, clusters, polytopes, packing, doubling]
    let densest = Baselines(Array(baselines.prefix(1)))
    return Claims([dense.requiring(densest)] + others.map { $0.requiring(superposed) })
  }

  /// The models whose features share dimensions.
  private var superposed: Baselines {
    Baselines(zip(baselines, dimensionsPerFeature).filter { $0.1 < 0.9 }.map(\.0))
  }

  private var dense: Claim {
    let first = dimensionsPerFeature.first ?? .nan
    return Claim(
      "without sparsity there are as many features as dimensions: D* = 1",
      measured: "D* = \(first.brief(3)) at 1 − S = \((experiment.densities.first ?? .nan).brief(2))",
      held: abs(first - 1) < 0.05)
  }

  /// The factor of 1/(1−S) over which D* stays within `width` of `level`.
  private func stay(at level: Double, within width: Double) -> Double {
    let places = zip(experiment.densities, dimensionsPerFeature)
      .filter { abs($0.1 - level) <= width }.map { 1 / $0.0 }
    guard let low = places.min(), let high = places.max() else { return 1 }
    return high / low
  }

  private var sticky: Claim {
    let half = stay(at: 0.5, within: 0.04)
    let others = [0.4, 0.65].map { stay(at: $0, within: 0.04) }
    return Claim(
      "D* sticks at 1/2, where every feature is half of an antipodal pair",
      measured: "within 0.04 of 1/2 while 1/(1−S) grows \(half.brief(3))-fold; of 0.4: "
        + "\(others[0].brief(3))-fold, of 0.65: \(others[1].brief(3))-fold",
      held: half > 1.5 && others.allSatisfy { $0 < half })
  }

  private var wide: Claim {
    let shares = models.map { model in
      let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
      let digons = alive.count { abs(model.featureDimensionality[$0] - 0.5) < 0.0125 }
      return Double(digons) / Double(max(alive.count, 1))
    }
    let full = zip(experiment.densities, shares).filter { $0.1 > 0.9 }.map { 1 / $0.0 }
    return Claim(
      "over a wide range of sparsity all represented features are digons",
      measured: full.isEmpty
        ? "at most \(((shares.max() ?? 0) * 100).brief(2)) % of them at any density"
        : "over 90 % of them are at D = 1/2 for 1/(1−S) from \((full.min() ?? .nan).brief(3)) to "
          + (full.max() ?? .nan).brief(3),
      held: full.count >= 2)
  }

  /// Every represented feature's D_i where models are in superposition.
  private var sharedDimensionalities: [Double] {
    zip(models, dimensionsPerFeature).filter { $0.1 < 0.9 && $0.1 > 0.3 }.flatMap { model, _ in
      model.norms.indices.filter { model.norms[$0] > 0.5 }
        .map { Double(model.featureDimensionality[$0]) }
    }
  }

  private var clusters: Claim {
    let levels = [3.0 / 4, 2.0 / 3, 1.0 / 2, 2.0 / 5, 3.0 / 8]
    let values = sharedDimensionalities
    let width = 0.0125
    let near = values.count { value in levels.contains { abs($0 - value) <= width } }
    let share = Double(near) / Double(max(values.count, 1))
    // The fraction of the range from the smallest to the largest value that the levels cover.
    let chance = 2 * width * Double(levels.count) / max((values.max() ?? 1) - (values.min() ?? 0), 0.1)
    let counts = levels.map { level in values.count { abs($0 - level) <= width } }
    return Claim(
      "the D_i of features cluster at 3/4, 2/3, 1/2, 2/5 and 3/8",
      measured: "\((share * 100).brief(3)) % of \(values.count) lie within 0.0125 of one of them "
        + "(\(counts.map { "\($0)" }.joined(separator: ", "))); evenly spread it would be "
        + "\((chance * 100).brief(2)) %",
      held: share > 1.5 * chance,
      remark: "models with D* between 0.3 and 0.9")
  }

  private var polytopes: Claim {
    let names = (decompositions + fineDecompositions.joined()).flatMap(Self.polytopes)
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Claim(
      "groups of features are polytopes: tetrahedra, triangles, digons, pentagons, square antiprisms",
      measured: "in \(models.count) models and \(fineDecompositions.joined().count) smaller ones: "
        + counts.map { "\($0.value) × \($0.key)" }.joined(separator: ", "),
      held: ["tetrahedron", "triangle", "digon", "pentagon", "square antiprism"].allSatisfy {
        counts.map(\.key).contains($0)
      },
      remark: "found by cosines within 0.15 of the polytope's, in groups that share no other edge; "
        + tetrahedra)
  }

  private static func polytopes(of decomposition: TegumDecomposition) -> [String] {
    decomposition.factors.filter { $0.match != nil }.map(\.name)
  }

  /// How many tetrahedra the smaller models of each density have.
  private var tetrahedra: String {
    let counts = zip(experiment.fineDensities, fineDecompositions).map { density, found in
      "\(density.brief): \(found.flatMap(Self.polytopes).count { $0 == "tetrahedron" })"
    }
    return "tetrahedra in \(experiment.fineRestarts) smaller models of each 1 − S: "
      + counts.joined(separator: ", ")
  }

  private var packing: Claim {
    let m = Double(experiment.hidden)
    let ratios = models.map { $0.featureDimensionality.reduce(0) { $0 + Double($1) } / m }
    return Claim(
      "features share all there is: the D_i of a model add up to m",
      measured: "\((ratios.min() ?? .nan).brief(4)) to \((ratios.max() ?? .nan).brief(4)) times m",
      held: ratios.allSatisfy { abs($0 - 1) < 0.02 })
  }

  private var doubling: Claim {
    let index = experiment.densities.firstIndex(of: halfDensity) ?? 0
    let whole = models[index].representedFeatures()
    let ratio = Double(whole) / Double(max(half.representedFeatures(), 1))
    return Claim(
      "twice the dimensions, twice the features",
      measured: "at 1 − S = \(halfDensity.brief(2)): \(half.representedFeatures()) in "
        + "\(experiment.hidden / 2) dimensions, \(whole) in \(experiment.hidden)",
      held: abs(ratio - 2) < 0.2)
  }
}
