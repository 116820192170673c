import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_layers_reference.py, by PyTorch in double precision.
struct LayersReference: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let x: [[Float]], outputs: [[Float]]
  let loss: Double
  let parameters: [String: [[Float]]], gradient: [String: [[Float]]]
  let mask: [[Float]]?, matrix: [[Float]]?

  var testDescription: String { name }

  static func stored() throws -> [LayersReference] { try storedReference("layers.json") }

  func model() throws -> LayeredModel {
    let inputs = x[0].count
    return switch name {
    case "fourth power":
      try LayeredModel(
        inputs: inputs, [.linear(5, bias: false), .relu, .linear(7, bias: false)], target: .relu,
        loss: .power(4))
    case "deep":
      try LayeredModel(
        inputs: inputs, [.linear(8), .gelu, .linear(4), .hardSigmoid, .linear(3)],
        target: .ands(of: [(0, 1), (2, 3), (1, 5)]), loss: .power(2.5, importance: .geometric(0.7)))
    case "residual":
      try LayeredModel(
        inputs: inputs,
        [
          .linear(9, bias: false, name: "E"),
          .residual([.linear(5), .relu, .linear(9, bias: false)]),
          .residual([.linear(9, bias: false), .absolute]), .transpose(of: "E"),
        ], target: .inputsPlusReLU)
    case "classes":
      try LayeredModel(
        inputs: inputs, [.linear(8), .square, .linear(4, bias: false)], target: Self.largest,
        loss: .crossEntropy)
    case "penalties":
      try LayeredModel(
        inputs: inputs,
        [.linear(5, mask: mask.map { Matrix($0) }), .relu, .linear(6, bias: false)],
        target: .absolute,
        loss: .power(1) + 0.1 * .activationPenalty() + 0.01 * .weightPenalty(power: 2))
    case "shared":
      try LayeredModel(
        inputs: inputs,
        [
          .fixed(Matrix(matrix ?? [])), .linear(8, bias: false, name: "W"), .relu, .shared(with: "W"), .gelu,
          .linear(3, bias: false, name: "V"),
        ], target: .products(of: [(0, 1), (2, 3), (1, 5)]),
        loss: .squaredError + 0.1 * .activationPenalty(power: 2, of: [1]))
    case "ands":
      try LayeredModel(
        inputs: inputs, [.linear(7), .relu, .linear(10)], target: .allANDs(of: 5),
        loss: .power(1.5) + 0.02 * .weightPenalty())
    default:
      try LayeredModel(
        inputs: inputs, [.linear(20), .relu, .linear(40, bias: false)],
        target: .relu.adding(Matrix(matrix ?? [])), loss: .power(3))
    }
  }

  func network() throws -> LayeredNetwork {
    var network = try model().network()
    for (name, values) in parameters { try network.set(name, to: Matrix(values)) }
    return network
  }

  /// One-hot: the largest of the first four inputs.
  private static let largest = TargetFunction.own("largest", outputs: 4) { x, target in
    for sample in 0..<16 {
      let best = (0..<4).max { x[$0, sample] < x[$1, sample] } ?? 0
      // The first of equal ones, as PyTorch's argmax.
      let first = (0..<4).first { x[$0, sample] == x[best, sample] }
      for unit in 0..<4 { target[unit, sample] = unit == first ? 1 : 0 }
    }
  }
}

@Suite struct LayersReferenceTests {
  @Test func `the reference is there`() throws { #expect(try LayersReference.stored().count == 8) }

  /// Sums of at most a thousand products in single precision against double.
  @Test(arguments: try LayersReference.stored())
  func `outputs, losses and gradients are PyTorch's`(_ wanted: LayersReference) throws {
    let network = try wanted.network()
    let samples = Matrix(wanted.x)
    expectClose(try network.outputs(of: samples), wanted.outputs)
    let (loss, gradient) = try network.lossAndGradient(on: samples)
    #expect(abs(loss / wanted.loss - 1) < 2e-6)
    #expect(abs(try network.loss(on: samples) / loss - 1) < 1e-6)
    #expect(wanted.gradient.count == network.model.parameters.count)
    for (name, values) in wanted.gradient { expectClose(try gradient[name], values) }
  }

  @Test(arguments: try LayersReference.stored())
  func `gradients are those of differences`(_ wanted: LayersReference) throws {
    let check = try wanted.network().checkGradient(on: Matrix(wanted.x))
    #expect(check.relativeError < 0.02, "\(check)")
  }

  private func expectClose(_ found: Matrix, _ wanted: [[Float]]) {
    let wanted = wanted.flatMap(\.self)
    #expect(found.elements.count == wanted.count)
    let scale = wanted.map(abs).max() ?? 1
    for (a, b) in zip(found.elements, wanted) { #expect(abs(a - b) <= 5e-6 * scale) }
  }
}
