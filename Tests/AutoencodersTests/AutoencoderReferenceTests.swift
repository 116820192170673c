import SuperposeAutoencoders
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_autoencoders_reference.py: PyTorch in double precision.
struct AutoencoderReference: Decodable, Sendable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let prefixes: [Int]
    /// Parameters before and after training, and the derivatives at the start.
    let start: [Float], end: [Float], gradient: [Float]
    /// Of each step, before its update.
    let losses: [Float]

    var testDescription: String { name }

    var kind: AutoencoderKind? {
      switch name {
      case "standard", "Matryoshka": .standard(penalty: 0.03)
      case "topK": .topK(active: 2)
      case "batchTopK": .batchTopK(active: 1.5)
      case "Matryoshka, topK": .topK(active: 3)
      default: nil
      }
    }
  }

  let x: [[Float]], directions: [[Float]]
  let rate: Float
  let cases: [Case]

  static func stored() throws -> AutoencoderReference { try storedReference("autoencoders.json") }

  var activations: Activations {
    get throws { try Activations(features: FixedFeatures(samples: Matrix(x)), directions: Matrix(directions)) }
  }

  func autoencoder(_ wanted: Case) throws -> SparseAutoencoder {
    let kind = try #require(wanted.kind)
    let inputs = directions[0].count
    // Encoder, its bias, decoder, its bias.
    let latents = (wanted.start.count - inputs) / (2 * inputs + 1)
    var autoencoder = try SparseAutoencoder(kind, inputs: inputs, latents: latents)
    // BatchTopK has a threshold after them.
    autoencoder.parameters.replaceSubrange(wanted.start.indices, with: wanted.start)
    return autoencoder
  }
}

@Suite struct AutoencoderReferenceTests {
  @Test func `the reference is there`() throws { #expect(try AutoencoderReference.stored().cases.count == 5) }

  @Test(arguments: try AutoencoderReference.stored().cases)
  func `loss and gradient are PyTorch's`(_ wanted: AutoencoderReference.Case) throws {
    let reference = try AutoencoderReference.stored()
    let h = try reference.activations.activations(of: Matrix(reference.x))
    let (loss, gradient) = try reference.autoencoder(wanted).lossAndGradient(on: h, prefixes: wanted.prefixes)
    #expect(abs(loss.total / wanted.losses[0] - 1) < 1e-5)
    #expect(gradient.count >= wanted.gradient.count)
    for (found, wanted) in zip(gradient, wanted.gradient) { #expect(abs(found - wanted) < 1e-5) }
  }

  /// 30 updates in single precision against double.
  @Test(arguments: try AutoencoderReference.stored().cases)
  func `parameters after training are PyTorch's`(_ wanted: AutoencoderReference.Case) throws {
    let reference = try AutoencoderReference.stored()
    var training = AutoencoderTraining(steps: wanted.losses.count, rate: reference.rate)
    training.recordEvery = 1
    training.prefixes = .fixed(wanted.prefixes)
    let task = AutoencoderTask(try reference.autoencoder(wanted), on: try reference.activations)
    let trained = try train([task], training: training)[0]
    #expect(trained.history.count == wanted.losses.count)
    for (found, wanted) in zip(trained.history, wanted.losses) {
      #expect(abs(found.loss.total / wanted - 1) < 1e-4)
    }
    for (found, wanted) in zip(trained.autoencoder.parameters, wanted.end) { #expect(abs(found - wanted) < 1e-3) }
  }
}
