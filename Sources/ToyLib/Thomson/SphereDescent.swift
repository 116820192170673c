/// Minimises the energy of points on a sphere, to a local minimum.
///
/// The limited-memory BFGS method on points of any length; only their directions matter. Source:
/// Nocedal and Wright, "Numerical Optimization", algorithm 7.4.
struct SphereDescent {
  let problem: ThomsonProblem
  /// The number of stored steps.
  private let memory = 12

  init(_ problem: ThomsonProblem) { self.problem = problem }

  func rest(from start: DoubleMatrix) -> (energy: Double, points: DoubleMatrix) {
    var x = unit(start)
    var (energy, gradient) = evaluate(x)
    var steps: [(x: [Double], g: [Double], curvature: Double)] = []
    for _ in 0..<3_000 {
      guard length(gradient) > 1e-9 * max(1, energy) else { break }
      let direction = direction(gradient, steps)
      guard let next = search(x, energy, gradient, direction) else {
        // Either the stored steps are misleading, or the slope is below rounding, at a minimum.
        if steps.isEmpty { break }
        steps = []
        continue
      }
      let isLast = energy - next.energy < 1e-15 * energy
      let moved = zip(next.points.elements, x.elements).map { $0 - $1 }
      let turned = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = dot(moved, turned)
      if curvature > 1e-16 {
        steps.append((moved, turned, curvature))
        if steps.count > memory { steps.removeFirst() }
      }
      (x, energy, gradient) = next
      if isLast { break }
    }
    return (energy, unit(x))
  }

  /// The energy of the points' directions and its gradient, which is orthogonal to each point.
  private func evaluate(_ x: DoubleMatrix) -> (energy: Double, gradient: [Double]) {
    let d = x.columns
    let norms = x.rowNorms
    let u = unit(x)
    var energy = 0.0
    var gradient = [Double](repeating: 0, count: x.elements.count)
    for i in 0..<x.rows {
      for j in 0..<i {
        var cosine = 0.0
        for k in 0..<d { cosine += u.elements[i * d + k] * u.elements[j * d + k] }
        let (value, slope) = problem.energy.value(cosine)
        energy += value
        for k in 0..<d {
          gradient[i * d + k] += slope * u.elements[j * d + k]
          gradient[j * d + k] += slope * u.elements[i * d + k]
        }
      }
    }
    for i in 0..<x.rows {
      var along = 0.0
      for k in 0..<d { along += gradient[i * d + k] * u.elements[i * d + k] }
      for k in 0..<d {
        gradient[i * d + k] = (gradient[i * d + k] - along * u.elements[i * d + k]) / norms[i]
      }
    }
    return (energy, gradient)
  }

  /// The two-loop recursion: minus the gradient, corrected by the stored steps.
  private func direction(
    _ gradient: [Double], _ steps: [(x: [Double], g: [Double], curvature: Double)]
  ) -> [Double] {
    var q = gradient
    var shares: [Double] = []
    for step in steps.reversed() {
      let share = dot(step.x, q) / step.curvature
      shares.append(share)
      for i in q.indices { q[i] -= share * step.g[i] }
    }
    if let last = steps.last {
      let scale = last.curvature / dot(last.g, last.g)
      for i in q.indices { q[i] *= scale }
    } else {
      let size = length(q)
      for i in q.indices { q[i] *= 0.1 / max(size, 0.1) }
    }
    for (step, share) in zip(steps, shares.reversed()) {
      let back = dot(step.g, q) / step.curvature
      for i in q.indices { q[i] += (share - back) * step.x[i] }
    }
    return q.map { -$0 }
  }

  /// Backtracking line search: the first point along `direction`, halving from a full step, with a
  /// sufficient decrease; `nil` if there is none.
  private func search(
    _ x: DoubleMatrix, _ energy: Double, _ gradient: [Double], _ direction: [Double]
  ) -> (points: DoubleMatrix, energy: Double, gradient: [Double])? {
    let slope = dot(gradient, direction)
    guard slope < 0 else { return nil }
    var size = 1.0
    for _ in 0..<40 {
      var moved = x
      for i in direction.indices { moved.elements[i] += size * direction[i] }
      let (lower, there) = evaluate(moved)
      if lower <= energy + 1e-4 * size * slope { return (moved, lower, there) }
      size /= 2
    }
    return nil
  }

  private func unit(_ x: DoubleMatrix) -> DoubleMatrix {
    let norms = x.rowNorms
    return DoubleMatrix(rows: x.rows, columns: x.columns) { i, k in
      // A point at the origin has no direction, so it starts on the first axis.
      norms[i] > 0 ? x[i, k] / norms[i] : (k == 0 ? 1 : 0)
    }
  }
}
