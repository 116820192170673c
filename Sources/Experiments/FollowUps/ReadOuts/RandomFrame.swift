internal import ToyLib

/// Random directions of length 1.
struct RandomFrame {
  let features: Int
  let dimensions: Int
  /// Row after row: [features, dimensions].
  private let elements: [Float]

  init(features: Int, dimensions: Int, using random: inout RandomSource) {
    self.features = features
    self.dimensions = dimensions
    var elements: [Float] = []
    elements.reserveCapacity(features * dimensions)
    for _ in 0..<features { elements += KnownDirections.unit(in: dimensions, using: &random) }
    self.elements = elements
  }

  /// Off-diagonal dot products of some features with all others.
  func crosstalk(probes: Int, using random: inout RandomSource) -> (meanSquare: Double, worst: Double) {
    var (sum, worst) = (0.0, 0.0)
    for probe in chosen(probes, using: &random) {
      var products = products(with: direction(probe))
      products[probe] = 0
      for product in products {
        sum += Double(product) * Double(product)
        worst = max(worst, abs(Double(product)))
      }
    }
    return (sum / Double(probes * (features - 1)), worst)
  }

  /// The share of random supports whose features have the largest dot products, and the mean square of
  /// the read-out's error in a coordinate.
  func readings(
    present: Int, trials: Int, using random: inout RandomSource
  ) -> (recovered: Double, error: Double) {
    var (recovered, error) = (0, 0.0)
    for _ in 0..<trials {
      let support = chosen(present, using: &random)
      var hidden = [Float](repeating: 0, count: dimensions)
      for i in support { for (k, value) in direction(i).enumerated() { hidden[k] += value } }
      var read = products(with: hidden)
      let least = support.map { read[$0] }.min() ?? 0
      for i in support {
        error += Double((read[i] - 1) * (read[i] - 1))
        read[i] = -.infinity
      }
      var largest = -Float.infinity
      for value in read where value > -.infinity {
        error += Double(value * value)
        largest = max(largest, value)
      }
      if least > largest { recovered += 1 }
    }
    return (Double(recovered) / Double(trials), error / Double(trials * features))
  }

  private func direction(_ i: Int) -> ArraySlice<Float> {
    elements[i * dimensions..<(i + 1) * dimensions]
  }

  private func products(with vector: some Collection<Float>) -> [Float] {
    let vector = Array(vector)
    return elements.withUnsafeBufferPointer { elements in
      (0..<features).map { i in
        // Four sums, so that additions need not wait for each other.
        var sums = SIMD4<Float>()
        for k in stride(from: 0, to: dimensions - 3, by: 4) {
          let start = i * dimensions + k
          sums +=
            SIMD4(elements[start], elements[start + 1], elements[start + 2], elements[start + 3])
            * SIMD4(vector[k], vector[k + 1], vector[k + 2], vector[k + 3])
        }
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
        for k in dimensions / 4 * 4..<dimensions { sum += elements[i * dimensions + k] * vector[k] }
        return sum
      }
    }
  }

  /// Different features, each choice as likely.
  private func chosen(_ count: Int, using random: inout RandomSource) -> [Int] {
    var chosen: [Int] = []
    while chosen.count < count {
      let next = random.index(below: features)
      if !chosen.contains(next) { chosen.append(next) }
    }
    return chosen
  }
}
