internal import ToyLib

/// The staircase code as a network of ReLUs: two layers of neurons with one number, t, between them.
///
/// Each jump of ⌊Zu⌋ is a ramp, the difference of two ReLUs. The encoder needs them for x, the decoder for
/// t; one more neuron in each keeps y and t.
struct StaircaseNetwork {
  let code: Staircase

  /// 2 (Z − 1) + 1 in each of the encoder and the decoder.
  var neurons: Int { 2 * (2 * max(0, code.segments - 1) + 1) }

  /// The same numbers as ``Staircase/encode(_:_:)``, by ReLUs.
  func encode(_ x: Double, _ y: Double) -> Double { (stair(x) + relu(y)) / z }

  /// The same numbers as ``Staircase/decode(_:)``, by ReLUs.
  func decode(_ t: Double) -> (x: Double, y: Double) {
    let step = stair(t)
    return ((step + 0.5) / z, z * relu(t) - step)
  }

  private var z: Double { Double(code.segments) }

  private func stair(_ u: Double) -> Double {
    (1..<max(1, code.segments)).reduce(0.0) { sum, k in
      let place = (u - Double(k) / z) / code.ramp
      return sum + relu(place + 0.5) - relu(place - 0.5)
    }
  }

  private func relu(_ value: Double) -> Double { max(0, value) }
}
