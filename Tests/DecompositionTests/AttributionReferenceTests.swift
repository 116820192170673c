import SuperposeDecomposition
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_attribution_reference.py: PyTorch in double precision.
struct AttributionReference: Decodable, Sendable {
  let x: [[Float]], weights: [[Float]], attributions: [[Float]]
  let bias: [Float]
  let parts: Int, rank: Int
  let rate: Float, simplicity: Float
  let active: Double
  /// Parameters before and after training, and the derivatives at the start.
  let start: [Float], end: [Float], gradient: [Float]
  /// The three terms of each step, before its update.
  let losses: [[Float]]

  static func stored() throws -> AttributionReference { try storedReference("attribution.json") }

  var decomposition: AttributedParts {
    get throws {
      let network = try Network(
        ReLUOutputModel(hidden: weights.count), weights: Matrix(weights).transposed, bias: bias)
      var decomposition = try AttributedParts(network, parts: parts, rank: rank)
      decomposition.parameters = start
      return decomposition
    }
  }
}

@Suite struct AttributionReferenceTests {
  @Test func `attributions, losses and gradient are PyTorch's`() throws {
    let reference = try AttributionReference.stored()
    let decomposition = try reference.decomposition
    let x = Matrix(reference.x)
    let attributions = try decomposition.attributions(for: x)
    for (found, wanted) in zip(attributions.elements, reference.attributions.joined()) {
      #expect(abs(found - wanted) < 1e-5 * (1 + wanted))
    }
    let (loss, gradient) = try decomposition.lossAndGradient(
      on: x, active: reference.active, simplicity: reference.simplicity)
    for (found, wanted) in zip(loss.terms, reference.losses[0]) { #expect(abs(found / wanted - 1) < 1e-5) }
    #expect(gradient.count == reference.gradient.count)
    for (found, wanted) in zip(gradient, reference.gradient) { #expect(abs(found - wanted) < 1e-5) }
  }

  /// 30 updates in single precision against double.
  @Test func `parameters after training are PyTorch's`() throws {
    let reference = try AttributionReference.stored()
    var training = AttributionTraining(
      steps: reference.losses.count, batch: reference.x.count, rate: reference.rate, schedule: .constant)
    training.recordEvery = 1
    let trained = try reference.decomposition.trained(
      on: FixedFeatures(samples: Matrix(reference.x)), active: reference.active, simplicity: reference.simplicity,
      key: RandomKey(seed: 1, instance: 0), training: training)
    #expect(trained.history.count == reference.losses.count)
    for (found, wanted) in zip(trained.history, reference.losses) {
      for (found, wanted) in zip(found.loss.terms, wanted) { #expect(abs(found / wanted - 1) < 1e-3) }
    }
    for (found, wanted) in zip(trained.decomposition.parameters, reference.end) {
      #expect(abs(found - wanted) < 1e-3)
    }
  }
}

extension AttributionLoss {
  fileprivate var terms: [Float] { [faithfulness, reconstruction, simplicity] }
}
