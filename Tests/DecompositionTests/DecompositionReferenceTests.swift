import SuperposeDecomposition
import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_decomposition_reference.py: PyTorch in double precision.
struct DecompositionReference: Decodable, Sendable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let power: Int
    /// Faithfulness, reconstruction, layerwise, importance.
    let losses: [Float]
    let gradient: [Float]

    var testDescription: String { "power \(power)" }
  }

  let matrices: [[[Float]]]
  let bias: [Float], parameters: [Float]
  let x: [[Float]]
  let parts: Int, gateWidth: Int
  let penalty: Float
  let seed: UInt64
  let cases: [Case]

  static func stored() throws -> DecompositionReference { try storedReference("decomposition.json") }
}

@Suite struct DecompositionReferenceTests {
  @Test func `the reference is there`() throws { #expect(try DecompositionReference.stored().cases.count == 2) }

  @Test(arguments: try DecompositionReference.stored().cases)
  func `losses and gradient are PyTorch's`(_ wanted: DecompositionReference.Case) throws {
    let reference = try DecompositionReference.stored()
    let chain = try LinearChain(reference.matrices.map { Matrix($0) }, bias: reference.bias)
    var decomposition = try Decomposition(chain, parts: reference.parts, gateWidth: reference.gateWidth, seed: 0)
    #expect(decomposition.parameters.count == reference.parameters.count)
    decomposition.parameters = reference.parameters
    let (loss, gradient) = try decomposition.lossAndGradient(
      on: Matrix(reference.x), penalty: reference.penalty, power: wanted.power, seed: reference.seed)
    let found = [loss.faithfulness, loss.reconstruction, loss.layerwise, loss.importance]
    for (found, wanted) in zip(found, wanted.losses) { #expect(abs(found / wanted - 1) < 1e-4) }
    for (found, wanted) in zip(gradient, wanted.gradient) { #expect(abs(found - wanted) < 1e-5 + 1e-4 * abs(wanted)) }
  }
}
