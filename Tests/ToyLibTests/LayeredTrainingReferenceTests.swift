import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_training_reference.py: 30 steps of PyTorch's optimisers in double precision.
struct LayeredTrainingReference: Decodable, Sendable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let initial: [String: [[Float]]], final: [String: [[Float]]]
    /// Of each step, before its update.
    let losses: [Double]

    var testDescription: String { name }
    var isTied: Bool { initial["W"] != nil }
  }

  let x: [[Float]]
  let steps: Int
  let mask: [[Float]]
  let cases: [Case]

  static func stored() throws -> LayeredTrainingReference { try storedReference("training.json") }
}

@Suite struct LayeredTrainingReferenceTests {
  @Test func `the reference is there`() throws { #expect(try LayeredTrainingReference.stored().cases.count == 11) }

  /// 30 updates in single precision against double.
  @Test(arguments: try LayeredTrainingReference.stored().cases)
  func `parameters after training are PyTorch's`(_ wanted: LayeredTrainingReference.Case) throws {
    let reference = try LayeredTrainingReference.stored()
    let model = try model(wanted, reference)
    var start = model.network()
    for (name, values) in wanted.initial { try start.set(name, to: Matrix(values)) }
    let (optimiser, groups) = try #require(Self.updates[wanted.name])
    var training = Training(
      steps: reference.steps, optimiser: optimiser, schedule: Self.schedules[wanted.name] ?? .constant)
    training.recordEvery = 1
    let trained = try model.train(
      on: FixedFeatures(samples: Matrix(reference.x)), groups: groups, from: [start], training: training
    ).best
    for (found, loss) in zip(trained.history, wanted.losses) { #expect(abs(found.loss / loss - 1) < 1e-4) }
    #expect(trained.history.count == wanted.losses.count)
    for (name, values) in wanted.final {
      for (a, b) in zip(try trained.network[name].elements, values.joined()) { #expect(abs(a - b) < 2e-5) }
    }
  }

  private func model(
    _ wanted: LayeredTrainingReference.Case, _ reference: LayeredTrainingReference
  ) throws -> LayeredModel {
    let inputs = reference.x[0].count
    guard !wanted.isTied else {
      return try LayeredModel(
        inputs: inputs, [.linear(3, bias: false, name: "W"), .transpose(of: "W", bias: true), .relu])
    }
    let mask = wanted.name == "mask" ? Matrix(reference.mask) : nil
    return try LayeredModel(
      inputs: inputs, [.linear(5, mask: mask), .relu, .linear(inputs)], target: .relu)
  }

  private static let updates: [String: (Optimiser, [ParameterGroup])] = [
    "SGD with momentum": (.sgd(rate: 0.1, momentum: 0.9), []),
    "SGD with coupled decay": (.coupledSGD(rate: 0.1, momentum: 0.9, weightDecay: 0.05), []),
    "Adam": (.adam(rate: 0.02), []),
    "AdamW with other constants": (
      .adamW(rate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.2), []
    ),
    "groups": (
      .adamW(rate: 0.02),
      [
        ParameterGroup(.named("W1"), decay: 0.3), ParameterGroup(.named("W2"), rate: 0.003, decay: 0.1),
        ParameterGroup(.named("b1"), decay: 0), ParameterGroup(.named("b2"), isFrozen: true),
      ]
    ),
    "half cosine": (.adam(rate: 0.05), []),
    "linear": (.adam(rate: 0.05), []),
    "warm-up": (.adam(rate: 0.05), []),
    "mask": (.adamW(rate: 0.02, weightDecay: 0.1), []),
    "length pull": (.adam(rate: 0.02), [ParameterGroup(.named("W"), lengthPull: 0.5)]),
    "tied": (.adam(rate: 0.02), []),
  ]

  private static let schedules: [String: Schedule] = [
    "half cosine": .halfCosine, "linear": .linear, "warm-up": .warmUp(steps: 6, then: .halfCosine),
  ]
}
