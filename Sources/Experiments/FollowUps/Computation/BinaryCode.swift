public import ToyLib

/// Which neurons stand for which feature. Every feature has as many neurons: its codeword.
///
/// Source: codes.py of FranciscoHS/toy-model-cis-code (2026).
public struct BinaryCode: Sendable, Hashable {
  public let features: Int, neurons: Int
  /// The number of neurons of each feature.
  public let length: Int
  /// The neurons of feature 0, then of feature 1, …
  private var places: [Int]
  /// Shape [neurons, features]: 1 where a neuron belongs to a feature, else 0.
  private var members: [Int32]

  private init(features: Int, neurons: Int, length: Int, places: [Int]) {
    (self.features, self.neurons, self.length, self.places) = (features, neurons, length, places)
    members = Array(repeating: 0, count: neurons * features)
    for (at, neuron) in places.enumerated() { members[neuron * features + at / length] = 1 }
  }

  /// The neurons of a feature.
  public subscript(feature: Int) -> ArraySlice<Int> { places[feature * length..<(feature + 1) * length] }

  /// Shape [neurons, features]: 1 where a neuron belongs to a feature, else 0.
  public var matrix: Matrix {
    Matrix(rows: neurons, columns: features, elements: members.map { Float($0) })
  }

  // MARK: Making codes

  /// `length` random neurons for each feature.
  ///
  /// - Throws: `ToyLibError` if there are fewer neurons than `length`.
  static func random(
    features: Int, neurons: Int, length: Int, using random: inout RandomSource
  ) throws -> BinaryCode {
    try check(neurons: neurons, length: length)
    let places = (0..<features).flatMap { _ in
      shuffled(Array(0..<neurons), using: &random).prefix(length)
    }
    return BinaryCode(features: features, neurons: neurons, length: length, places: places)
  }

  /// A random code in which every neuron belongs to as many features.
  ///
  /// - Throws: `ToyLibError` if features · length is not a multiple of the neurons, or if no such code was
  ///   found.
  static func biregular(
    features: Int, neurons: Int, length: Int, using random: inout RandomSource
  ) throws -> BinaryCode {
    try check(neurons: neurons, length: length)
    guard features * length % neurons == 0 else {
      throw ToyLibError.invalid(
        parameter: "lengths", value: "\(length)",
        allowed: "so that \(features) features of this length share \(neurons) neurons equally")
    }
    var places = shuffled((0..<features * length).map { $0 % neurons }, using: &random)
    try separate(&places, length: length, using: &random)
    return BinaryCode(features: features, neurons: neurons, length: length, places: places)
  }

  private static func check(neurons: Int, length: Int) throws {
    guard length >= 1 && length <= neurons else {
      throw ToyLibError.invalid(
        parameter: "lengths", value: "\(length)", allowed: "between 1 and the \(neurons) neurons")
    }
  }

  private static func shuffled(_ values: [Int], using random: inout RandomSource) -> [Int] {
    var values = values
    for i in values.indices.reversed() { values.swapAt(i, random.index(below: i + 1)) }
    return values
  }

  /// Exchanges places until no feature has the same neuron twice.
  private static func separate(_ places: inout [Int], length: Int, using random: inout RandomSource) throws {
    func word(_ at: Int) -> ArraySlice<Int> { places[at / length * length..<(at / length + 1) * length] }
    for at in places.indices {
      var tries = 0
      while word(at).count(where: { $0 == places[at] }) > 1 {
        let other = random.index(below: places.count)
        if !word(at).contains(places[other]) && !word(other).contains(places[at]) { places.swapAt(at, other) }
        tries += 1
        guard tries < 1_000_000 else {
          throw ToyLibError.invalid(
            parameter: "lengths", value: "\(length)", allowed: "small enough for different neurons in a code")
        }
      }
    }
  }

  // MARK: Overlaps

  /// The number of neurons that two features share: shape [features, features], with `length` on the diagonal.
  public var overlaps: [[Int]] {
    (0..<features).map { i in
      (0..<features).map { j in self[i].count { self[j].contains($0) } }
    }
  }

  /// Exchanges neurons of two random features wherever that does not make the sum of the squared overlaps
  /// larger. Features and neurons keep the numbers of their connections.
  func withReducedOverlaps(tries: Int, using random: inout RandomSource) -> BinaryCode {
    var code = self
    var shared = overlaps.map { $0.map { Int32($0) } }
    for _ in 0..<tries {
      let (from, to) = (random.index(below: places.count), random.index(below: places.count))
      code.exchange(from, to, &shared)
    }
    return code
  }

  /// Exchanges the neurons at two places, unless that makes overlaps worse or a neuron would be twice in a word.
  private mutating func exchange(_ from: Int, _ to: Int, _ shared: inout [[Int32]]) {
    let (i, j, a, b) = (from / length, to / length, places[from], places[to])
    guard i != j, a != b, members[b * features + i] == 0, members[a * features + j] == 0 else { return }
    guard change(i, j, a, b, shared) <= 0 else { return }
    for k in 0..<features where k != i && k != j {
      let gain = members[b * features + k] - members[a * features + k]
      guard gain != 0 else { continue }
      shared[i][k] += gain
      shared[k][i] += gain
      shared[j][k] -= gain
      shared[k][j] -= gain
    }
    for (feature, old, new) in [(i, a, b), (j, b, a)] {
      members[old * features + feature] = 0
      members[new * features + feature] = 1
    }
    places.swapAt(from, to)
  }

  /// Half of the change of the sum of squared overlaps, if feature i gets neuron b for a and j gets a for b.
  private func change(_ i: Int, _ j: Int, _ a: Int, _ b: Int, _ shared: [[Int32]]) -> Int32 {
    var change: Int32 = 0
    shared[i].withUnsafeBufferPointer { first in
      shared[j].withUnsafeBufferPointer { second in
        members.withUnsafeBufferPointer { members in
          for k in 0..<features {
            let gain = members[b * features + k] &- members[a * features + k]
            change &+= 2 &* gain &* (first[k] &- second[k] &+ gain)
          }
          // Not with themselves: i has a and not b, j has b and not a.
          change &-= -2 &* (first[i] &- second[i] &- 1)
          change &-= 2 &* (first[j] &- second[j] &+ 1)
        }
      }
    }
    return change
  }

  /// The sum of the squared overlaps of all ordered pairs of features, and the largest overlap.
  public var crowding: (squares: Int, largest: Int) {
    var (squares, largest) = (0, 0)
    for (i, row) in overlaps.enumerated() {
      for (j, overlap) in row.enumerated() where j != i {
        squares += overlap * overlap
        largest = max(largest, overlap)
      }
    }
    return (squares, largest)
  }
}
