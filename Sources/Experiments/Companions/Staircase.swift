/// The code of two numbers in [0, 1) in one, and back.
public struct Staircase: Sendable, Hashable {
  /// Z
  public var segments: Int
  /// ε: the width of the ramps that replace jumps.
  public var ramp: Double

  public init(segments: Int, ramp: Double) {
    self.segments = segments
    self.ramp = ramp
  }

  private var z: Double { Double(segments) }

  /// t
  public func encode(_ x: Double, _ y: Double) -> Double { (stair(x) + y) / z }

  /// x to the middle of its step, and y.
  public func decode(_ t: Double) -> (x: Double, y: Double) {
    let step = stair(t)
    return ((step + 0.5) / z, z * t - step)
  }

  /// ⌊Z u⌋ for u in [0, 1), each jump a ramp in its middle.
  private func stair(_ u: Double) -> Double {
    guard ramp > 0 else { return min((z * u).rounded(.down), z - 1) }
    return (1..<max(segments, 1)).reduce(0.0) { sum, k in
      sum + min(max((u - Double(k) / z) / ramp + 0.5, 0), 1)
    }
  }

  /// The mean squared error, summed over both numbers, on a square of points.
  func loss(_ resolution: Int) -> Double {
    var sum = 0.0
    for i in 0..<resolution {
      for j in 0..<resolution {
        let x = (Double(i) + 0.5) / Double(resolution)
        let y = (Double(j) + 0.5) / Double(resolution)
        let (u, v) = decode(encode(x, y))
        sum += (x - u) * (x - u) + (y - v) * (y - v)
      }
    }
    return sum / Double(resolution * resolution)
  }
}
