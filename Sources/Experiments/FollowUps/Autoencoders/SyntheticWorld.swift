internal import SuperposeAutoencoders
internal import ToyLib

/// Features and directions like those of SynthSAEBench: a hierarchy, correlations, Zipf's law, and more features
/// than dimensions.
struct SyntheticWorld: Sendable {
  let features: CopulaTrees
  /// Of length 1, shape [features, dimensions].
  let directions: Matrix

  init(_ bench: SyntheticBench) throws {
    var random = RandomSource(seed: bench.seed)
    let parents = Self.parents(of: bench)
    let wanted = [Double].zipf(
      count: bench.features, exponent: bench.exponent, from: bench.largestDensity, to: bench.smallestDensity)
    let factors = Matrix(rows: bench.features, columns: bench.rank) { _, _ in
      Float(bench.correlationScale) * random.normal()
    }
    features = try CopulaTrees(
      try CopulaFeatures(
        densities: Self.raised(wanted, parents), factors: factors,
        magnitude: .clippedNormal(mean: 1, deviation: Float(bench.spread))),
      parents: parents, exclusive: true)
    let start = (0..<bench.features).map { _ in KnownDirections.unit(in: bench.dimensions, using: &random) }
    directions = Self.pushedApart(Matrix(start), steps: bench.adjustments)
  }

  /// The activations that autoencoders are trained on.
  var activations: Activations { get throws { try Activations(features: features, directions: directions) } }

  /// The mean over features of the largest |cosine| with another one's direction.
  var meanLargestOverlap: Double {
    let products = directions.gram
    let largest = (0..<products.rows).map { i in
      (0..<products.columns).reduce(Float(0)) { $1 == i ? $0 : max($0, abs(products[i, $1])) }
    }
    return largest.reduce(0.0) { $0 + Double($1) } / Double(max(1, largest.count))
  }

  /// Each feature's parent. Trees are numbered level by level: first the roots, then the children of the first root.
  /// The features after the trees have no parents.
  private static func parents(of bench: SyntheticBench) -> [Int?] {
    var parents = [Int?](repeating: nil, count: min(bench.roots, bench.features))
    var level = 0..<parents.count
    for _ in 0..<bench.depth {
      let children = level.flatMap { Array(repeating: $0 as Int?, count: bench.children) }
      parents += children.prefix(bench.features - parents.count)
      level = level.upperBound..<parents.count
    }
    return parents + Array(repeating: nil, count: bench.features - parents.count)
  }

  /// The densities before the hierarchy takes its share, so that about the wanted ones are left: 1 / p of the parent,
  /// times 1 + Σ q of the siblings, each with q its wanted density given the parent. Not above 1: a child cannot
  /// be present more often than the hierarchy lets it.
  private static func raised(_ wanted: [Double], _ parents: [Int?]) -> [Double] {
    var families = [Double](repeating: 0, count: wanted.count)
    for (child, parent) in parents.enumerated() { if let parent { families[parent] += wanted[child] } }
    return wanted.indices.map { child in
      guard let parent = parents[child], wanted[parent] > 0 else { return wanted[child] }
      let siblings = (families[parent] - wanted[child]) / wanted[parent]
      return min(1, wanted[child] / wanted[parent] * (1 + siblings))
    }
  }

  /// Directions after some steps down the sum of the sixth powers of their cosines, each shorter than the last.
  private static func pushedApart(_ start: Matrix, steps: Int) -> Matrix {
    var directions = start
    for step in 0..<steps {
      let products = directions.gram
      let powers = Matrix(rows: products.rows, columns: products.columns) { i, j in
        guard i != j else { return 0 }
        let square = products[i, j] * products[i, j]
        return square * square * products[i, j]
      }
      let push = powers.times(directions)
      let along = (0..<push.rows).map { i in
        (0..<push.columns).reduce(Float(0)) { $0 + push[i, $1] * directions[i, $1] }
      }
      let across = Matrix(rows: push.rows, columns: push.columns) { push[$0, $1] - along[$0] * directions[$0, $1] }
      let longest = across.norms.max() ?? 0
      let scale = 0.3 * (1 - Float(step) / Float(steps)) / max(longest, 1e-30)
      let moved = Matrix(rows: push.rows, columns: push.columns) { directions[$0, $1] - scale * across[$0, $1] }
      let norms = moved.norms
      directions = Matrix(rows: moved.rows, columns: moved.columns) { moved[$0, $1] / max(norms[$0], 1e-6) }
    }
    return directions
  }
}
