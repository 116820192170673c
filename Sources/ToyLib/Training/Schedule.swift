/// The factor of the learning rate at each step of a run.
public indirect enum Schedule: Sendable, Hashable, Codable {
  /// 1 throughout.
  case constant
  /// From 1 down to 0 in equal steps: 1 − step / steps.
  case linear
  /// The Colab's "cosine decay", a quarter wave from 1 to 0: cos(½π · step / (steps − 1)).
  case cosine
  /// Half a wave from 1 to 0: ½ (1 + cos(π · step / steps)).
  case halfCosine
  /// From 0 up to 1 in equal steps, then `then` over what remains.
  case warmUp(steps: Int, then: Schedule)

  /// The factor at `step` (0 is the first) of `steps`.
  public func factor(step: Int, of steps: Int) -> Double {
    let t = Double(step)
    let total = Double(max(1, steps))
    switch self {
    case .constant: return 1
    case .linear: return 1 - t / total
    case .cosine: return max(0, cosine(0.5 * .pi * t / max(1, total - 1)))
    case .halfCosine: return 0.5 * (1 + cosine(.pi * t / total))
    case .warmUp(let warm, let then):
      if step < warm { return Double(step + 1) / Double(warm) }
      return then.factor(step: step - warm, of: steps - warm)
    }
  }

  package func validate() throws(ToyLibError) {
    guard case .warmUp(let steps, let then) = self else { return }
    try require(steps >= 0, "warm-up steps", steps, "0 or more")
    try then.validate()
  }

  /// cos x for 0 ≤ x ≤ π by its series: libm's last bit differs between systems.
  private func cosine(_ x: Double) -> Double {
    guard x <= .pi / 2 else { return -cosine(.pi - x) }
    var term = 1.0
    var sum = 1.0
    for k in stride(from: 1.0, through: 23, by: 2) {
      term *= -x * x / (k * (k + 1))
      sum += term
    }
    return sum
  }
}
