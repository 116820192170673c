import SuperposeDisplay
import Testing
import ToyLib

@Suite struct NeuronsTests {
  private let weights: Matrix = [
    [1, 0.01, 0],
    [0.1, 0.8, 0],
    [0, -0.7, 0.02],
  ]

  @Test func `a neuron serves what is over a fifth of its largest weight`() {
    let neurons = weights.neurons
    #expect(neurons.map(\.kind) == [.monosemantic, .polysemantic, .unused])
    #expect(neurons[0].primary?.feature == 0)
    #expect(neurons[1].features.map(\.feature) == [1, 2])
    #expect(neurons[2].primary == nil)
    #expect(neurons.description == "1 unused, 1 monosemantic, 1 polysemantic")
  }

  @Test func `equal weights count as many features`() {
    let neuron = Neuron(0, of: Matrix([[1], [-1], [1], [0]]))
    #expect(abs(neuron.effectiveFeatures - 3) < 1e-9)
    #expect(Neuron(0, of: Matrix([[0], [0]])).effectiveFeatures == 0)
  }

  @Test func `tables count from one`() {
    let rows = weights.neurons.table.rows
    #expect(rows[1].map(\.text)[..<3] == ["2", "polysemantic", "x2 +0.80   x3 −0.70"])
  }

  @Test func `a code is signs over neurons`() {
    let codes = Matrix([[0.8, 0.8], [-0.7, 0.9], [0.05, 0.02]]).featureCodes
    #expect(codes[0].description == "+ +")
    #expect(codes[1].signs == [-1, 1])
    #expect(codes[2].neurons.isEmpty)
    #expect(codes.represented.map(\.feature) == [0, 1])
  }

  @Test func `scaling neurons does not change the function`() throws {
    let network = try AbsoluteValueModel(hidden: 2).network(
      weights: [[4, -2], [1, 0.5]], outputWeights: [[0.25, 0.5], [1, 2]])
    let scaled = network.withNeuronsScaled
    #expect(scaled.weights[0, 0] == 1 && scaled.weights[0, 1] == -1)
    let samples: Matrix = [[0.5, -0.3], [-1, 0.2]]
    let before = try network.outputs(of: samples)
    let after = try scaled.outputs(of: samples)
    for (a, b) in zip(before.elements, after.elements) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func `the paper's motif is found, equal sharing is not`() throws {
    let model = AbsoluteValueModel(hidden: 2)
    let motif = try model.network(
      weights: [[2, 1], [-0.5, 0]], outputWeights: [[0.5, 0], [2, -4]])
    let found = motif.asymmetricMotifs()
    #expect(found.count == 1)
    #expect(found.first?.aggressor == 0 && found.first?.victim == 1)
    #expect(found.first?.shared == 0 && found.first?.inhibitor == 1)
    #expect(found.first?.asymmetry == 16)
    #expect(found.first?.remainder == 0)
    let equal = try model.network(
      weights: [[1, 1], [-1, 0]], outputWeights: [[1, 0], [1, -4]])
    #expect(equal.asymmetricMotifs().isEmpty)
    let unprotected = try model.network(
      weights: [[2, 1], [-0.5, 0]], outputWeights: [[0.5, 0], [2, -1]])
    #expect(unprotected.asymmetricMotifs().isEmpty)
  }

  @Test func `a motif is the same however its neurons are scaled`() throws {
    let network = try AbsoluteValueModel(hidden: 2).network(
      weights: [[2, 1], [-0.5, 0]], outputWeights: [[0.5, 0], [2, -4]])
    #expect(network.withNeuronsScaled.asymmetricMotifs() == network.asymmetricMotifs())
  }

  @Test func `circuits of a perfect pair`() throws {
    let network = try AbsoluteValueModel(hidden: 2).network(
      weights: [[1, -1], [0, 0]], outputWeights: [[1, 1], [0.2, 0]])
    let circuits = try AbsoluteValueCircuits(network)
    #expect(circuits.complete.map(\.feature) == [0])
    #expect(circuits[0].positive.slope == 1)
    #expect(circuits[0].positive.contributions.map(\.neuron) == [0])
    #expect(circuits[0].positive.interference == 0.2)
    #expect(circuits[0].positive.victim == 1)
    #expect(throws: ToyLibError.self) {
      try AbsoluteValueCircuits(ReLUOutputModel(hidden: 1).network(weights: [[1]]))
    }
  }
}
