import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_reference.py, an independent implementation in NumPy.
struct Reference: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Gradient: Decodable { let weights: [[Float]], outputWeights: [[Float]]?, bias: [Float] }
    let name: String, features: Int, hidden: Int
    let x: [[Float]], weights: [[Float]], outputWeights: [[Float]]?, bias: [Float]
    let loss: Double, gradient: Gradient

    var testDescription: String {
      "\(name) \(features) → \(hidden)\(outputWeights == nil ? "" : ", untied")"
    }

    var model: any ToyModel {
      let importance = Importance.geometric(0.9)
      let tied = outputWeights == nil
      return switch name {
      case "linear": LinearModel(hidden: hidden, importance: importance, tied: tied)
      case "reluOutput": ReLUOutputModel(hidden: hidden, importance: importance, tied: tied)
      case "reluHidden": ReLUHiddenModel(hidden: hidden, importance: importance, tied: tied)
      default: AbsoluteValueModel(hidden: hidden, importance: importance)
      }
    }
  }
  let models: [Case], adamW: [[Float]]

  static func stored() throws -> Reference { try storedReference("reference.json") }
}

@Suite struct ReferenceTests {
  @Test func `the reference is there`() throws { #expect(try Reference.stored().models.count == 8) }

  /// Sums of a few hundred products in single precision against double: 2e-6 of their size.
  @Test(arguments: try Reference.stored().models)
  func `losses and gradients are NumPy's`(_ wanted: Reference.Case) throws {
    let network = try wanted.model.network(
      weights: Matrix(wanted.weights), outputWeights: wanted.outputWeights.map { Matrix($0) },
      bias: wanted.bias)
    let (loss, gradient) = try network.lossAndGradient(on: Matrix(wanted.x))
    #expect(abs(loss / wanted.loss - 1) < 1e-6)
    expectClose(gradient.weights.elements, wanted.gradient.weights.flatMap(\.self))
    expectClose(
      gradient.outputWeights?.elements ?? [], wanted.gradient.outputWeights?.flatMap(\.self) ?? [])
    expectClose(gradient.bias, wanted.gradient.bias)
  }

  private func expectClose(_ found: [Float], _ wanted: [Float]) {
    #expect(found.count == wanted.count)
    let scale = wanted.map(abs).max() ?? 1
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= 2e-6 * scale) }
  }

  /// A linear model whose weights are 0 has the gradient of its bias alone: a bowl 2(b − x) on one
  /// fixed sample. Three features of importance 3 cancel the mean over features.
  @Test func `AdamW's steps are those PyTorch documents`() throws {
    var training = Training()
    training.steps = 10
    training.optimiser = .adamW(rate: 0.05)
    training.snapshots = Set(1...10)
    training.objective = .custom { _, output, gradient in
      for i in output.indices { gradient[i] = 2 * 3 * output[i] }
      return output.reduce(0) { $0 + 3 * $1 * $1 }
    }
    let start: [Float] = [1, -2, 0.5]
    let network = try LinearModel(hidden: 1).network(weights: [[0], [0], [0]], bias: start)
    let data = FixedFeatures(samples: [[0, 0, 0]])
    let model = try network.trained(on: data, training: training)
    for (snapshot, wanted) in zip(model.snapshots, try Reference.stored().adamW) {
      for (a, b) in zip(snapshot.network.bias, wanted) { #expect(abs(a - b) < 2e-6) }
    }
  }
}
