import ToyLib

/// How a step's time grows with everything that can grow.
enum Scaling {
  static func print() throws {
    for n in [25, 50, 100, 200, 400, 800] { try measure("features", n, n: n) }
    for m in [5, 10, 20, 40, 80] { try measure("hidden", m, m: m) }
    for batch in [64, 256, 1024, 4096] { try measure("batch", batch, batch: batch) }
    for instances in [1, 2, 4, 8] { try measure("instances", instances, instances: instances) }
    for threads in [1, 2] { try measure("threads", threads, threads: threads) }
    for density in [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001] {
      try measure("density, 200 features", density, density: density)
      try measure("the same after 2,000 steps", density, density: density, trained: 2000)
      try measure("density, 20 features", density, n: 20, m: 5, density: density)
      try measure("density, 5 features", density, n: 5, m: 2, density: density)
    }
    for (kind, features) in kinds { try measure("features of a kind", kind, features: features) }
    for units in VectorUnits.allCases where units.isAvailable {
      try measure("vector units", units, n: 100, units: units)
      try measure("vector units, 5 features", units, n: 5, m: 2, units: units)
    }
  }

  /// Two hundred features each, of which twenty are present in a sample but for the one-hot ones.
  private static let kinds: [(String, any FeatureSampler)] = [
    ("uniform", SparseFeatures(count: 200, density: 0.1)),
    ("normal", SparseFeatures(count: 200, density: 0.1, magnitude: .normal)),
    ("exactly 20", ExactlyActiveFeatures(count: 200, active: 20)),
    ("correlated pairs", FeatureGroups.correlated(sets: 100, of: 2, sparsity: 0.9)),
    ("one-hot", OneHotFeatures(count: 200)),
  ]

  private static func measure(
    _ what: String, _ value: some Any, n: Int = 200, m: Int = 20, batch: Int = 1024,
    instances: Int = 2, threads: Int = 1, density: Double = 0.1,
    units: VectorUnits = .preferred, trained: Int = 0, features: (any FeatureSampler)? = nil
  ) throws {
    let features = features ?? SparseFeatures(count: n, density: density)
    let run = Run(
      name: what, model: ReLUOutputModel(hidden: m),
      features: Array(repeating: features, count: instances), batch: batch)
    let rate =
      trained > 0
      ? try run.best(after: trained, seconds: 0.15, rounds: 3, threads: threads)
      : try run.best(seconds: 0.15, rounds: 3, threads: threads, units: units)
    Main.write([
      ("scaling", "\"\(what)\""), ("value", "\"\(value)\""),
      ("microseconds_per_step", "\(1e6 / rate)"), ("memory_mb", "\(Main.peakMemory)"),
    ])
  }
}
