/// A change of one sample that makes its loss large.
public struct Perturbation: Sendable, Hashable {
  /// The change of the sample, one number for each feature.
  public let change: [Float]
  /// Σ_i I_i (x_i − x′_i)² of the changed sample, where x is the unchanged sample.
  public let loss: Double
  /// An upper bound on the loss for changes of this length.
  public let bound: Double
  /// Whether the loss is the maximum, not only the largest value that the search found.
  public let isExact: Bool
}

extension Network {
  /// The change of `sample`, of length at most `radius`, that makes its loss largest.
  ///
  /// *Exact* for hidden spaces of up to two dimensions: only the part of a change that lies in the
  /// span of W's columns matters; there the loss is a convex quadratic on each side of every
  /// output's kink, so its maximum lies on the circle or where two kinks cross.
  ///
  /// *For more dimensions* the best result of gradient ascents from the strongest feature attacks.
  /// Because the loss is convex, every full step along the gradient increases it. `bound` is then
  /// (√L + ε ‖√I WᵀW‖₂)², which holds because a ReLU never increases a difference.
  ///
  /// Throws `ToyLibError` for a network with ReLU neurons or a sample of another length.
  public func worstPerturbation(of sample: [Float], radius: Double) throws -> Perturbation {
    let surface = try AttackSurface(self)
    let samples = Matrix(rows: 1, columns: sample.count, elements: sample)
    try surface.check(samples, radius: radius)
    let search = try PerturbationSearch(self, surface)
    return search.worst(of: sample.map(Double.init), radius: radius)
  }

  /// The result of following the gradient of the loss from `sample` within `radius`; no change if
  /// the gradient is zero.
  ///
  /// The attack of someone who does not know W. Sparse features mask the gradient: if all ReLUs of
  /// the outputs are inactive, it is zero. `bound` is as in `worstPerturbation`.
  public func gradientAttack(
    on sample: [Float], radius: Double, steps: Int = 20
  ) throws -> Perturbation {
    let surface = try AttackSurface(self)
    let samples = Matrix(rows: 1, columns: sample.count, elements: sample)
    try surface.check(samples, radius: radius)
    try require(steps >= 1, "steps", steps, "at least 1")
    return try PerturbationSearch(self, surface)
      .fromClean(sample.map(Double.init), radius: radius, steps: steps)
  }
}

/// Searches for the perturbation with the largest loss.
struct PerturbationSearch: Sendable {
  let surface: AttackSurface
  /// An orthonormal basis of the span of W's columns: directions in the input.
  let span: [[Double]]
  /// ‖√I G‖₂.
  let reach: Double
  private let attacks: [[Double]]
  /// The change of the outputs before bias and activation for each attack.
  private let shifts: [[Double]]

  init(_ network: Network, _ surface: AttackSurface) throws {
    self.surface = surface
    let decomposition = try network.weights.singularValueDecomposition
    span = (0..<decomposition.rank()).map { decomposition.leftAxes[row: $0] }
    let n = surface.count
    let weighted = DoubleMatrix(rows: n, columns: n) {
      surface.importance[$0].squareRoot() * surface.response[$0 * n + $1]
    }
    reach = try SingularValueDecomposition(weighted).values.first ?? 0
    attacks = surface.unitRows.flatMap { row in [row, row.map { -$0 }] }
    shifts = attacks.map(surface.responses)
  }

  func worst(of x: [Double], radius: Double) -> Perturbation {
    span.count <= 2 ? exact(x, radius: radius) : ascended(x, radius: radius)
  }

  /// The strongest of the feature attacks on `x`: its number and its loss.
  func strongest(on x: [Double], radius: Double) -> (attack: Int, loss: Double) {
    let z = surface.responses(to: x)
    let losses = shifts.map { surface.loss(x, z, $0, scale: radius) }
    let attack = losses.indices.max { losses[$0] < losses[$1] } ?? 0
    return (attack, losses[attack])
  }

  /// The loss of `x` under each feature attack.
  func losses(of x: [Double], radius: Double) -> [Double] {
    let z = surface.responses(to: x)
    return shifts.map { surface.loss(x, z, $0, scale: radius) }
  }

  func bound(_ clean: Double, radius: Double) -> Double {
    let root = clean.squareRoot() + radius * reach
    return root * root
  }

  private func ascended(_ x: [Double], radius: Double) -> Perturbation {
    let z = surface.responses(to: x)
    let clean = surface.loss(x, z)
    let losses = shifts.map { surface.loss(x, z, $0, scale: radius) }
    let starts = losses.indices.sorted { losses[$0] > losses[$1] }.prefix(6)
    var best = (change: x.map { _ in 0.0 }, loss: clean)
    for start in starts {
      let found = ascent(x, from: attacks[start].map { $0 * radius }, radius: radius, steps: 20)
      if found.loss > best.loss { best = found }
    }
    return Perturbation(
      change: best.change.map { Float($0) }, loss: best.loss, bound: bound(clean, radius: radius),
      isExact: false)
  }

  func fromClean(_ x: [Double], radius: Double, steps: Int) -> Perturbation {
    let found = ascent(x, from: x.map { _ in 0 }, radius: radius, steps: steps)
    let clean = surface.loss(x, surface.responses(to: x))
    return Perturbation(
      change: found.change.map { Float($0) }, loss: found.loss,
      bound: bound(clean, radius: radius), isExact: false)
  }

  /// Full steps along the gradient to the sphere of `radius`, while the loss increases.
  private func ascent(
    _ x: [Double], from start: [Double], radius: Double, steps: Int
  ) -> (change: [Double], loss: Double) {
    let z = surface.responses(to: x)
    func outputs(_ change: [Double]) -> [Double] {
      zip(z, surface.responses(to: change)).map { $0 + $1 }
    }
    var change = start
    var loss = surface.loss(x, outputs(change))
    for _ in 0..<steps {
      let gradient = surface.gradient(x, outputs(change))
      let size = length(gradient)
      guard size > 1e-12 else { break }
      let next = gradient.map { $0 * radius / size }
      let reached = surface.loss(x, outputs(next))
      guard reached > loss * (1 + 1e-9) else { break }
      (change, loss) = (next, reached)
    }
    return (change, loss)
  }
}
