import SuperposeExperiments
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_tied_decoder_reference.py: PyTorch in double precision.
private struct TiedDecoderReference: Decodable {
  let x: [[Float]], encoder: [[Float]]
  let scale: Double, threshold: Double, value: Double
  let gradient: [[Double]]
  let byScale: Double

  static func stored() throws -> TiedDecoderReference { try storedReference("tied_decoder.json") }
}

@Suite struct DesignedCodesTests {
  @Test func `loss and gradient with a pseudoinverse as decoder are PyTorch's`() throws {
    let reference = try TiedDecoderReference.stored()
    let encoder = Matrix(reference.encoder)
    let model = try LayeredModel(
      inputs: encoder.columns,
      [.linear(encoder.rows, bias: false), .relu, .linear(encoder.columns, bias: false)], target: .relu,
      loss: .power(4))
    let tied = TiedDecoder(model, encoder: encoder, batches: [], threshold: reference.threshold)
    var gradient: [Double] = []
    let place = encoder.elements.map { Double($0) } + [reference.scale]
    let value = try tied.evaluate(place, on: Matrix(reference.x), &gradient)
    #expect(abs(value / reference.value - 1) < 1e-5)
    let wanted = reference.gradient.joined() + [reference.byScale]
    #expect(gradient.count == wanted.count)
    let largest = wanted.map { abs($0) }.max() ?? 0
    for (found, wanted) in zip(gradient, wanted) { #expect(abs(found - wanted) < 1e-5 * largest) }
  }

  /// Twenty features in ten neurons.
  private static var small: DesignedCodes {
    var experiment = DesignedCodes().shortened
    (experiment.features, experiment.neurons, experiment.density) = (20, 10, 0.1)
    (experiment.lengths, experiment.codes, experiment.exchanges) = ([2, 3], 2, 5_000)
    experiment.recipe.steps = 2_000
    experiment.entryRecipe.steps = 200
    return experiment
  }

  @Test func `codes have their lengths, and reduced ones share fewer neurons`() throws {
    let result = try Self.small.run()
    #expect(result.designs.count == 16)
    for design in result.designs {
      let code = design.code.matrix
      #expect(code.columnSums.allSatisfy { $0 == Float(design.code.length) })
      if design.kind.isBiregular { #expect(code.rowSums.allSatisfy { $0 == 2 * Float(design.code.length) }) }
      // The overlaps that the exchanges keep are those of the code.
      #expect(design.code.overlaps.enumerated().allSatisfy { $0.element[$0.offset] == design.code.length })
    }
    // A design follows the one that it was made of by reducing overlaps.
    for at in stride(from: 0, to: result.designs.count, by: 2) {
      let (reduced, plain) = (result.designs[at], result.designs[at + 1])
      #expect(reduced.kind.isReduced && !plain.kind.isReduced && reduced.kind.isBiregular == plain.kind.isBiregular)
      #expect(reduced.code.crowding.squares < plain.code.crowding.squares)
      #expect(reduced.code.matrix.rowSums == plain.code.matrix.rowSums)
    }
  }

  @Test func `networks are measured on the same samples, and their numbers are the best ones`() throws {
    let result = try Self.small.run()
    let networks = result.networks
    // E ReLU⁴ of U(−1, 1) is 1/10; half of the features are left out.
    #expect(abs(networks.zero.value / 0.01 - 1) < 0.05)
    #expect(abs(networks.naive.value / 0.005 - 1) < 0.07)
    #expect(networks.trained.value < networks.decoded.value && networks.retrained.value < networks.decoded.value)
    let best = try #require(result.designs.min { $0.loss.value < $1.loss.value })
    #expect(networks.trained.value < best.loss.value && best.loss.value < networks.naive.value)
    for change in [Float(0.9), 1.1] {
      var other = best.network
      try other.set("W2", to: change * (try best.network["W2"]))
      let samples = try SparseFeatures(count: 20, density: 0.1, magnitude: .signedUniform).samples(1 << 14, seed: 1)
      #expect(try other.loss(on: samples) > best.network.loss(on: samples))
    }
  }

  @Test func `codes that cannot be are refused`() {
    var experiment = Self.small
    experiment.features = 21
    experiment.lengths = [3]
    #expect { try experiment.run() } throws: { "\($0)".contains("share 10 neurons equally") }
    experiment = Self.small
    experiment.lengths = [11]
    #expect { try experiment.run() } throws: { "\($0)".contains("between 1 and the 10 neurons") }
    experiment.codes = 0
    #expect { try experiment.run() } throws: { "\($0)".contains("at least 1 code") }
  }
}
