internal import Foundation
public import ToyLib

/// A model trained with one power of the error, and what was measured of it.
public struct PowerLossModel: Sendable {
  /// q of |y − t|^q.
  public let power: Double
  public let network: LayeredNetwork
  /// For each feature, the mean squared error of its output over the samples in which it is above 0.
  public let activeErrors: [Double]
  /// The mean over samples and features of the error to the powers 2 and 4.
  public let squaredError: Double, fourthPower: Double
  /// For each feature, the neurons that read it: its code.
  public let codes: [[Int]]
  /// For every ordered pair of features with codes of equal length: whether the neurons of j, with the
  /// values that the neurons of i have when i alone is 1, make j the largest output.
  public let swaps: (right: Int, all: Int)

  init(power: Double, network: LayeredNetwork, samples: Matrix, threshold: Float) throws {
    self.power = power
    self.network = network
    var errors = ErrorSums(features: samples.columns)
    // In parts, for memory.
    for first in stride(from: 0, to: samples.rows, by: 8192) {
      let part = samples[rows: first..<min(first + 8192, samples.rows)]
      errors.add(outputs: try network.outputs(of: part), inputs: part)
    }
    activeErrors = zip(errors.active, errors.count).map { $0 / Double(max(1, $1)) }
    squaredError = errors.squares / Double(samples.elements.count)
    fourthPower = errors.fourthPowers / Double(samples.elements.count)
    let encoder = try network["W1"]
    codes = (0..<encoder.columns).map { feature in
      (0..<encoder.rows).filter { encoder[$0, feature] > threshold }
    }
    swaps = Self.swaps(codes, encoder, try network["W2"])
  }

  private static func swaps(_ codes: [[Int]], _ encoder: Matrix, _ decoder: Matrix) -> (right: Int, all: Int) {
    var result = (right: 0, all: 0)
    for i in codes.indices where !codes[i].isEmpty {
      let values = codes[i].map { max(0, encoder[$0, i]) }
      for j in codes.indices where j != i && codes[j].count == codes[i].count {
        let outputs = (0..<decoder.rows).map { row in
          zip(codes[j], values).reduce(Float(0)) { $0 + decoder[row, $1.0] * $1.1 }
        }
        result.all += 1
        if outputs.indices.max(by: { outputs[$0] < outputs[$1] }) == j { result.right += 1 }
      }
    }
    return result
  }

  /// The mean of ``activeErrors``, and their standard deviation relative to it: about 1 if half of the
  /// features are ignored, about 0 if all are treated alike.
  public var spread: (mean: Double, variation: Double) {
    let mean = activeErrors.reduce(0, +) / Double(activeErrors.count)
    let square = activeErrors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (square / Double(activeErrors.count)).squareRoot() / mean)
  }

  /// The cosine of the decoder with the pseudoinverse of the encoder, as vectors of all elements.
  ///
  /// - Throws: `ToyLibError` if rows of the encoder depend on each other, as those of dead neurons do.
  public var pseudoinverseCosine: Double {
    get throws {
      let (encoder, decoder) = try (network["W1"], network["W2"])
      // E⁺ = Eᵀ (E Eᵀ)⁻¹
      let product = encoder.times(encoder.transposed)
      let inverse = try product.solve(encoder).transposed
      let pairs = zip(inverse.elements, decoder.elements)
      let dot = pairs.reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      return dot / (Double(inverse.squaredNorm) * Double(decoder.squaredNorm)).squareRoot()
    }
  }
}

/// Sums of errors over samples.
private struct ErrorSums {
  var active: [Double]
  var count: [Int]
  var squares = 0.0, fourthPowers = 0.0

  init(features: Int) {
    active = Array(repeating: 0, count: features)
    count = Array(repeating: 0, count: features)
  }

  mutating func add(outputs: Matrix, inputs: Matrix) {
    for (at, (output, input)) in zip(outputs.elements, inputs.elements).enumerated() {
      let error = Double(output - max(0, input))
      let square = error * error
      squares += square
      fourthPowers += square * square
      guard input > 0 else { continue }
      active[at % inputs.columns] += square
      count[at % inputs.columns] += 1
    }
  }
}
