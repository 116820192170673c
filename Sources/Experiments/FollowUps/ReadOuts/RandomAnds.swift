internal import ToyLib

/// What a layer of random neurons reads out.
public struct MeasuredAnds: Sendable, Hashable {
  public let features: Int
  public let neurons: Int
  /// Root mean square of read-out minus AND, over pairs of which both, one or no feature is present.
  public let errors: [Double]
  /// The share of samples in which every AND that is true is read out above ½, and no other.
  public let correct: Double
  /// The share of the pairs that have a neuron in common; others are read out as 0.
  public let connected: Double

  /// The pairs' root mean square error if all three kinds count the same.
  public var error: Double {
    (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }
}

/// A layer of neurons with random connections.
struct RandomAnds {
  private let features: Int
  private let neurons: Int
  /// The features of each neuron, ascending.
  private let inputs: [[Int]]
  /// For each pair i > j, at i · features + j, the number of neurons of both.
  private let common: [Int]

  init(features: Int, neurons: Int, connection: Double, using random: inout RandomSource) {
    self.features = features
    self.neurons = neurons
    inputs = (0..<neurons).map { _ in
      (0..<features).filter { _ in random.uniform() < Float(connection) }
    }
    var common = [Int](repeating: 0, count: features * features)
    for own in inputs { Self.forEachPair(of: own) { common[$0 * features + $1] += 1 } }
    self.common = common
  }

  func measured(present: Int, samples: Int, using random: inout RandomSource) -> MeasuredAnds {
    var (squares, counts, correct) = ([0.0, 0, 0], [0, 0, 0], 0)
    for _ in 0..<samples {
      let isPresent = presence(of: present, using: &random)
      let sums = sums(for: isPresent)
      var isCorrect = true
      for i in 1..<features {
        for j in 0..<i {
          let neurons = common[i * features + j]
          let read = neurons > 0 ? sums[i * features + j] / Double(neurons) : 0
          let both = (isPresent[i] ? 1 : 0) + (isPresent[j] ? 1 : 0)
          let error = read - (both == 2 ? 1 : 0)
          squares[2 - both] += error * error
          counts[2 - both] += 1
          if (read > 0.5) != (both == 2) { isCorrect = false }
        }
      }
      if isCorrect { correct += 1 }
    }
    let pairs = features * (features - 1) / 2
    return MeasuredAnds(
      features: features, neurons: neurons,
      errors: zip(squares, counts).map { ($0 / Double(max(1, $1))).squareRoot() },
      correct: Double(correct) / Double(samples),
      connected: Double(common.count { $0 > 0 }) / Double(pairs))
  }

  private func presence(of count: Int, using random: inout RandomSource) -> [Bool] {
    var isPresent = [Bool](repeating: false, count: features)
    var left = count
    while left > 0 {
      let i = random.index(below: features)
      guard !isPresent[i] else { continue }
      isPresent[i] = true
      left -= 1
    }
    return isPresent
  }

  /// For each pair the sum of z = ReLU(W f − 1) over its neurons.
  private func sums(for isPresent: [Bool]) -> [Double] {
    var sums = [Double](repeating: 0, count: features * features)
    for own in inputs {
      let z = own.count { isPresent[$0] } - 1
      guard z > 0 else { continue }
      Self.forEachPair(of: own) { sums[$0 * features + $1] += Double(z) }
    }
    return sums
  }

  /// Every pair of `list`, which ascends, larger one first.
  private static func forEachPair(of list: [Int], _ body: (Int, Int) -> Void) {
    for (a, i) in list.enumerated() { for j in list.prefix(a) { body(i, j) } }
  }
}
