import Foundation

/// The angle between two directions in the plane, in degrees.
public func angle(from first: [Float], to second: [Float]) -> Double {
  let (a, b) = (atan2(Double(first[1]), Double(first[0])), atan2(Double(second[1]), Double(second[0])))
  let difference = abs(a - b) * 180 / .pi
  return min(difference, 360 - difference)
}

/// The angles between neighbours, when directions are sorted around the circle, in degrees.
public func gaps(between directions: [[Float]]) -> [Double] {
  let sorted = directions.sorted { atan2($0[1], $0[0]) < atan2($1[1], $1[0]) }
  return sorted.indices.map { angle(from: sorted[$0], to: sorted[($0 + 1) % sorted.count]) }
}
