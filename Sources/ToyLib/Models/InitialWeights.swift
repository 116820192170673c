/// The distribution of initial weights: normal with mean 0. Initial biases are 0.
public enum InitialWeights: Sendable, Hashable, Codable {
  /// Standard deviation √(2 / (n + m)), from the shape of one instance.
  case xavier
  /// The Colab's initial weights: Xavier initialisation of the tensor of all I instances at once,
  /// with standard deviation √(2 / (m (n + I))). So they depend on the number of instances.
  case colab(instances: Int)
  /// Any other standard deviation. With a small one, the stages of training are separate.
  case normal(deviation: Double)

  /// The standard deviation for n features and m hidden units.
  public func deviation(features n: Int, hidden m: Int) -> Double {
    switch self {
    case .xavier: (2 / Double(n + m)).squareRoot()
    case .colab(let instances): (2 / (Double(m) * Double(n + instances))).squareRoot()
    case .normal(let deviation): deviation
    }
  }

  func validate() throws(ToyLibError) {
    switch self {
    case .xavier: break
    case .colab(let instances):
      try require(
        instances >= 1, "instances of the Colab's initial weights", instances, "at least 1")
    case .normal(let deviation):
      try require(
        deviation >= 0 && deviation.isFinite, "deviation of initial weights", deviation,
        "0 or more, finite")
    }
  }
}
