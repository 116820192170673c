internal import Foundation

/// A comparison of a gradient that an objective of your own gives with differences of its loss.
public struct GradientCheck: Sendable, Hashable {
  /// What the derivatives are by, such as `output 3`: where they differ most.
  public let place: String
  /// The derivative there as the objective gives it.
  public let given: Double
  /// The derivative there by differences of the loss.
  public let expected: Double
  /// The length of the difference of both gradients, relative to the longer one.
  public let relativeError: Double

  /// Whether the gradients differ by more than rounding and kinks explain: by more than 5 %.
  public var isWrong: Bool { !(relativeError <= 0.05) }
}

extension GradientCheck: CustomStringConvertible {
  public var description: String {
    func text(_ value: Double) -> String { String(format: "%.3g", value) }
    return "∂loss/∂\(place) is \(text(given)), by differences of the loss \(text(expected)); "
      + "relative error \(text(relativeError))"
  }
}

extension Objective {
  /// Compares the gradients of the objective's own parts with differences of their losses, at
  /// `network` and on up to 8 `samples` [samples, features]: one comparison for a custom loss and
  /// one for each added term. There is none for the squared error.
  ///
  /// Training does it at its start and prints a warning if a gradient is wrong.
  public func checkGradient(of network: Network, on samples: Matrix) throws -> [GradientCheck] {
    try checkIsKnown()
    var checks: [GradientCheck] = []
    if let sampleLoss {
      checks.append(try check(sampleLoss, network, samples[rows: 0..<min(8, samples.rows)]))
    }
    return checks + weightTerms.map { check($0, network) }
  }

  private func check(
    _ loss: SampleLoss, _ network: Network, _ samples: Matrix
  ) throws -> GradientCheck {
    let targets = network.targets(of: samples)
    let outputs = try network.outputs(of: samples)
    var comparison = GradientComparison()
    for s in 0..<samples.rows {
      let target = targets[row: s]
      let output = outputs[row: s]
      var gradient = [Float](repeating: 0, count: output.count)
      _ = loss(target, output, &gradient)
      for i in GradientComparison.chosen(of: output.count) {
        comparison.add("output \(i)", gradient[i], at: output[i]) { value in
          var changed = output
          changed[i] = value
          var unused = [Float](repeating: 0, count: output.count)
          return loss(target, changed, &unused)
        }
      }
    }
    return comparison.check
  }

  private func check(_ term: WeightTerm, _ network: Network) -> GradientCheck {
    var gradient = ParameterGradient(zerosFor: network)
    _ = term(network, &gradient)
    var comparison = GradientComparison()
    func add(_ name: String, _ given: [Float], _ path: WritableKeyPath<Network, Float>, _ i: Int) {
      comparison.add(name, given[i], at: network[keyPath: path]) { value in
        var changed = network
        changed[keyPath: path] = value
        var unused = ParameterGradient(zerosFor: network)
        return term(changed, &unused)
      }
    }
    let m = network.hidden
    for i in GradientComparison.chosen(of: network.features * m) {
      let (row, column) = (i / m, i % m)
      add("W[\(row), \(column)]", gradient.weights.elements, \.weights[row, column], i)
      if let output = gradient.outputWeights {
        add("V[\(row), \(column)]", output.elements, \.outputWeights[row, column], i)
      }
    }
    for i in GradientComparison.chosen(of: network.features) {
      add("b[\(i)]", gradient.bias, \.bias[i], i)
    }
    return comparison.check
  }
}

/// Sums over derivatives that are compared.
struct GradientComparison {
  private var differences = 0.0, given = 0.0, expected = 0.0
  private var worst = (place: "output 0", given: 0.0, expected: 0.0)

  /// At most 32 of `count` places, evenly spread.
  static func chosen(of count: Int) -> StrideTo<Int> {
    stride(from: 0, to: count, by: max(1, (count + 31) / 32))
  }

  /// Compares one derivative with differences of `loss`, unless there is a kink nearby.
  mutating func add(
    _ place: String, _ given: Float, at x: Float, _ loss: (Float) throws -> Float
  ) rethrows {
    func slope(_ h: Float) throws -> Double {
      let (above, below) = (x + h, x - h)
      return (Double(try loss(above)) - Double(try loss(below))) / Double(above - below)
    }
    let h = 0.01 * max(1, abs(x))
    let (wide, narrow) = try (slope(h), slope(h / 4))
    guard abs(wide - narrow) <= 0.05 * max(abs(wide), abs(narrow)) + 1e-4 else { return }
    let value = Double(given)
    let difference = narrow - value
    if abs(difference) > abs(worst.expected - worst.given) || !difference.isFinite {
      worst = (place, value, narrow)
    }
    differences += difference * difference
    self.given += value * value
    expected += narrow * narrow
  }

  var check: GradientCheck {
    let scale = max(given, expected, 1e-8)
    return GradientCheck(
      place: worst.place, given: worst.given, expected: worst.expected,
      relativeError: (differences / scale).squareRoot())
  }
}

extension TrainingRun {
  /// Prints a warning for each part of the objective whose gradient is wrong at the first model.
  func warnOfWrongGradients() throws {
    guard !training.objective.isSquaredError, let instance = instances.first,
      let state = states.first, state.step == 0
    else { return }
    let drawn = try instance.features.dataSet(256, seed: instance.key.seed)
    // Samples of zeros say little.
    let rows = (0..<drawn.rows).map { drawn[row: $0] }
    let present = rows.filter { $0.contains { $0 != 0 } }
    let samples = Matrix(Array((present.isEmpty ? rows : present).prefix(8)))
    let network = instance.layout.unpack(state.parameters, instance.architecture)
    for check in try training.objective.checkGradient(of: network, on: samples) where check.isWrong {
      print("Warning: the gradient of the objective does not match its loss: \(check).")
    }
  }
}
