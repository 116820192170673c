import SuperposeAutoencoders
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_pursuit_reference.py: PyTorch in double precision.
struct PursuitReference: Decodable, Sendable {
  let x: [[Float]], directions: [[Float]], latents: [[Float]]
  let active: Int
  let rate: Float
  /// Parameters before and after training, and the derivatives at the start.
  let start: [Float], end: [Float], gradient: [Float]
  /// Of each step, before its update.
  let losses: [Float]

  static func stored() throws -> PursuitReference { try storedReference("pursuit.json") }

  var activations: Activations {
    get throws {
      try Activations(features: FixedFeatures(samples: Matrix(x)), directions: Matrix(directions))
    }
  }

  var autoencoder: SparseAutoencoder {
    get throws {
      var autoencoder = try SparseAutoencoder(
        .matchingPursuit(active: active), inputs: directions[0].count, latents: latents[0].count)
      autoencoder.parameters = start
      return autoencoder
    }
  }
}

@Suite struct PursuitReferenceTests {
  @Test func `latents, loss and gradient are PyTorch's`() throws {
    let reference = try PursuitReference.stored()
    let (autoencoder, h) = (try reference.autoencoder, try reference.activations.activations(of: Matrix(reference.x)))
    for (found, wanted) in zip(try autoencoder.latents(of: h).elements, reference.latents.joined()) {
      #expect(abs(found - wanted) < 1e-5)
    }
    let (loss, gradient) = try autoencoder.lossAndGradient(on: h)
    #expect(abs(loss.total / reference.losses[0] - 1) < 1e-5)
    #expect(gradient.count == reference.gradient.count)
    for (found, wanted) in zip(gradient, reference.gradient) { #expect(abs(found - wanted) < 1e-5) }
  }

  /// 30 updates in single precision against double.
  @Test func `parameters after training are PyTorch's`() throws {
    let reference = try PursuitReference.stored()
    var training = AutoencoderTraining(steps: reference.losses.count, rate: reference.rate)
    training.recordEvery = 1
    let task = AutoencoderTask(try reference.autoencoder, on: try reference.activations)
    let trained = try train([task], training: training)[0]
    #expect(trained.history.count == reference.losses.count)
    for (found, wanted) in zip(trained.history, reference.losses) {
      #expect(abs(found.loss.total / wanted - 1) < 1e-4)
    }
    for (found, wanted) in zip(trained.autoencoder.parameters, reference.end) { #expect(abs(found - wanted) < 1e-3) }
  }
}
