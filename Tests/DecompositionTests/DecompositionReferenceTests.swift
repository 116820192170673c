import Foundation
import SuperposeDecomposition
import Testing
import ToyLib

/// Numbers from ToyLibTests/Reference/make_decomposition_reference.py: PyTorch in double precision.
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

  static let stored: DecompositionReference? = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ToyLibTests/Reference/decomposition.json")
    let data = try? Data(contentsOf: file)
    return data.flatMap { try? JSONDecoder().decode(DecompositionReference.self, from: $0) }
  }()
}

@Suite struct DecompositionReferenceTests {
  private static let cases = DecompositionReference.stored?.cases ?? []

  @Test func `the reference is there`() { #expect(Self.cases.count == 2) }

  @Test(arguments: cases)
  func `losses and gradient are PyTorch's`(_ wanted: DecompositionReference.Case) throws {
    let reference = try #require(DecompositionReference.stored)
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
