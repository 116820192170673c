import SuperposeAutoencoders
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_crosscoder_reference.py: PyTorch in double precision.
struct CrosscoderReference: Decodable, Sendable {
  let x: [[Float]], first: [[Float]], second: [[Float]]
  let latents: Int, shared: Int
  let penalty: Float, sharedPenalty: Float, rate: Float
  /// Parameters before and after training, and the derivatives at the start.
  let start: [Float], end: [Float], gradient: [Float]
  /// Of each step, before its update.
  let losses: [Float]

  static func stored() throws -> CrosscoderReference { try storedReference("crosscoder.json") }

  var activations: Activations {
    get throws {
      try Activations(
        features: FixedFeatures(samples: Matrix(x)), models: Matrix(first), Matrix(second))
    }
  }

  var crosscoder: SparseAutoencoder {
    get throws {
      let kind = AutoencoderKind.crosscoder(penalty: penalty, shared: shared, sharedPenalty: sharedPenalty)
      var crosscoder = try SparseAutoencoder(kind, inputs: 2 * first[0].count, latents: latents)
      crosscoder.parameters = start
      return crosscoder
    }
  }
}

@Suite struct CrosscoderReferenceTests {
  @Test func `loss and gradient are PyTorch's`() throws {
    let reference = try CrosscoderReference.stored()
    let h = try reference.activations.activations(of: Matrix(reference.x))
    let (loss, gradient) = try reference.crosscoder.lossAndGradient(on: h)
    #expect(abs(loss.total / reference.losses[0] - 1) < 1e-5)
    #expect(gradient.count == reference.gradient.count)
    for (found, wanted) in zip(gradient, reference.gradient) { #expect(abs(found - wanted) < 1e-5) }
  }

  /// 30 updates in single precision against double, with one parameter for both directions of a shared latent there.
  @Test func `parameters after training are PyTorch's`() throws {
    let reference = try CrosscoderReference.stored()
    var training = AutoencoderTraining(steps: reference.losses.count, rate: reference.rate)
    training.recordEvery = 1
    let task = AutoencoderTask(try reference.crosscoder, on: try reference.activations)
    let trained = try train([task], training: training)[0]
    #expect(trained.history.count == reference.losses.count)
    for (found, wanted) in zip(trained.history, reference.losses) {
      #expect(abs(found.loss.total / wanted - 1) < 1e-4)
    }
    for (found, wanted) in zip(trained.autoencoder.parameters, reference.end) { #expect(abs(found - wanted) < 1e-3) }
  }
}
