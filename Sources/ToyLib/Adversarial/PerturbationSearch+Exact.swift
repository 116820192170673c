internal import Foundation

extension PerturbationSearch {
  /// The maximum of the loss within `radius`, over one or two relevant dimensions.
  func exact(_ x: [Double], radius: Double) -> Perturbation {
    let z = surface.responses(to: x)
    let shifts = span.map(surface.responses)
    func loss(_ u: [Double]) -> Double {
      let moved = z.indices.map { i in
        u.indices.reduce(z[i]) { $0 + u[$1] * shifts[$1][i] }
      }
      return surface.loss(x, moved)
    }
    let candidates: [[Double]]
    switch span.count {
    case 0: candidates = [[]]
    case 1: candidates = onLine(z, shifts[0], radius)
    default: candidates = crossings(z, shifts, radius) + onCircle(z, shifts, radius, loss)
    }
    let best = candidates.max { loss($0) < loss($1) } ?? []
    let value = loss(best)
    let change = x.indices.map { j in
      best.indices.reduce(0) { $0 + best[$1] * span[$1][j] }
    }
    return Perturbation(
      change: change.map { Float($0) }, loss: value, bound: value, isExact: true)
  }

  /// Both ends, and every kink between them.
  private func onLine(_ z: [Double], _ shift: [Double], _ radius: Double) -> [[Double]] {
    let kinks = z.indices.compactMap { i -> Double? in
      guard surface.isReLU, abs(shift[i]) > 1e-12 else { return nil }
      let place = -(z[i] + surface.bias[i]) / shift[i]
      return abs(place) < radius ? place : nil
    }
    return ([-radius, radius] + kinks).map { [$0] }
  }

  /// Where two outputs' kinks cross inside the circle.
  private func crossings(_ z: [Double], _ shifts: [[Double]], _ radius: Double) -> [[Double]] {
    guard surface.isReLU else { return [] }
    var points: [[Double]] = []
    for i in z.indices {
      for j in 0..<i {
        let determinant = shifts[0][i] * shifts[1][j] - shifts[0][j] * shifts[1][i]
        guard abs(determinant) > 1e-12 else { continue }
        let a = -(z[i] + surface.bias[i])
        let b = -(z[j] + surface.bias[j])
        let point = [
          (a * shifts[1][j] - b * shifts[1][i]) / determinant,
          (b * shifts[0][i] - a * shifts[0][j]) / determinant,
        ]
        if length(point) < radius { points.append(point) }
      }
    }
    return points
  }

  /// The maximum on each arc between two kinks. On an arc the loss is a trigonometric polynomial of
  /// degree two, which has at most two maxima: 24 points bracket them, golden-section search
  /// refines them.
  private func onCircle(
    _ z: [Double], _ shifts: [[Double]], _ radius: Double, _ loss: ([Double]) -> Double
  ) -> [[Double]] {
    func point(_ angle: Double) -> [Double] { [radius * cos(angle), radius * sin(angle)] }
    func height(_ angle: Double) -> Double { loss(point(angle)) }
    let kinks = kinkAngles(z, shifts, radius)
    return kinks.indices.flatMap { k -> [[Double]] in
      let end = k + 1 < kinks.count ? kinks[k + 1] : kinks[0] + 2 * .pi
      let step = (end - kinks[k]) / 24
      let angles = (0...24).map { kinks[k] + Double($0) * step }
      let heights = angles.map(height)
      return angles.indices.filter { i in
        (i == 0 || heights[i] >= heights[i - 1]) && (i == 24 || heights[i] >= heights[i + 1])
      }.map { i in
        point(top(of: height, from: angles[max(i - 1, 0)], to: angles[min(i + 1, 24)]))
      }
    }
  }

  /// The angles at which an output's ReLU opens or closes on the circle, ascending; 0 alone when
  /// none does.
  private func kinkAngles(_ z: [Double], _ shifts: [[Double]], _ radius: Double) -> [Double] {
    guard surface.isReLU else { return [0] }
    var angles: [Double] = []
    for i in z.indices {
      let size = radius * length([shifts[0][i], shifts[1][i]])
      let cosine = -(z[i] + surface.bias[i]) / size
      guard size > 1e-12, abs(cosine) < 1 else { continue }
      let middle = atan2(shifts[1][i], shifts[0][i])
      angles += [wrapped(middle - acos(cosine)), wrapped(middle + acos(cosine))]
    }
    return angles.isEmpty ? [0] : angles.sorted()
  }

  /// The same angle from 0 up to 2π.
  private func wrapped(_ angle: Double) -> Double {
    angle < 0 ? angle + 2 * .pi : angle >= 2 * .pi ? angle - 2 * .pi : angle
  }

  /// The maximum between two angles with a single local maximum between them.
  private func top(of height: (Double) -> Double, from low: Double, to high: Double) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (a, b) = (low, high)
    for _ in 0..<60 {
      let left = b - golden * (b - a)
      let right = a + golden * (b - a)
      if height(left) > height(right) { b = right } else { a = left }
    }
    return (a + b) / 2
  }
}
