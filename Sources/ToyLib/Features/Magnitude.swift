/// The distribution of a present feature's value.
public enum Magnitude: String, Sendable, Hashable, Codable, CaseIterable {
  /// Uniform in [0, 1], as in most of the paper.
  case uniform
  /// Uniform in [−1, 1], as in the paper's absolute-value task.
  case signedUniform
  /// Normally distributed, mean 0 and standard deviation 1.
  case normal
  /// The absolute value of a standard normal variable.
  case halfNormal
  /// Always 1.
  case one

  /// A random value.
  public func value(using random: inout RandomSource) -> Float {
    switch self {
    case .uniform: random.uniform()
    case .signedUniform: 2 * random.uniform() - 1
    case .normal: random.normal()
    case .halfNormal: abs(random.normal())
    case .one: 1
    }
  }

  /// Scale and offset of value = uniform · scale + offset; `nil` for other distributions.
  var line: (scale: Float, offset: Float)? {
    switch self {
    case .uniform: (1, 0)
    case .signedUniform: (2, -1)
    case .one: (0, 1)
    case .normal, .halfNormal: nil
    }
  }

  /// The mean of the value and of its square.
  var moments: (mean: Double, meanSquare: Double) {
    switch self {
    case .uniform: (1.0 / 2, 1.0 / 3)
    case .signedUniform: (0, 1.0 / 3)
    case .normal: (0, 1)
    case .halfNormal: (0.7978845608028654, 1)  // √(2/π)
    case .one: (1, 1)
    }
  }
}
