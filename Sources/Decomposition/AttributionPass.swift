internal import ToyLib

/// Loss and gradient of attributed parts on batches of samples; the memory of one thread. Gradients are derived by hand.
///
/// Samples are in blocks of sixteen, and sums go through the blocks in their order.
final class AttributionPass {
  /// What a batch is measured by.
  struct Batch {
    /// Samples, with those of zeros.
    let count: Int
    /// Active parts for a sample, on average.
    let active: Double
    let simplicity: Float
  }

  private let shape: PartShape
  private let targetMatrix: [Float]
  private let bias: [Float]
  /// The matrices of all parts [parts][hidden][features], and their sum.
  private var matrices: [Float]
  private var sum: [Float]
  /// Of a batch, [blocks][parts].
  private let attributions: LaneMemory
  private let masks: LaneMemory
  /// The derivatives by the parts' matrices [parts][hidden][features], and how many samples each is active for.
  private let slopes: LaneMemory
  private let uses: LaneMemory
  private let block: AttributionBlock

  init(_ parts: AttributedParts, blocks: Int) {
    shape = PartShape(parts)
    targetMatrix = parts.matrix.elements
    bias = parts.target.bias
    matrices = Array(repeating: 0, count: shape.parts * shape.size)
    sum = Array(repeating: 0, count: shape.size)
    attributions = LaneMemory(blocks * shape.parts)
    masks = LaneMemory(blocks * shape.parts)
    slopes = LaneMemory(shape.parts * shape.size)
    uses = LaneMemory(shape.parts)
    block = AttributionBlock(shape)
  }

  /// The attribution of a part for a sample of the last batch.
  func attribution(sample: Int, part: Int) -> Float {
    attributions.pointer[sample / 16 * shape.parts + part][sample % 16]
  }

  /// Computes the attributions of a batch [blocks][features].
  func attribute(_ parameters: [Float], _ x: UnsafePointer<Lanes>, blocks: Int) {
    shape.multiply(parameters, into: &matrices)
    for i in 0..<shape.size { sum[i] = (0..<shape.parts).reduce(0) { $0 + matrices[$1 * shape.size + i] } }
    for b in 0..<blocks {
      block.attribute(
        x + b * shape.features, matrices: matrices, sum: sum, bias: bias,
        into: attributions.pointer + b * shape.parts)
    }
  }

  /// The losses of a batch. Samples of zeros add nothing but to its size.
  func loss(
    _ parameters: [Float], _ x: UnsafePointer<Lanes>, blocks: Int, batch: Batch, gradient: inout [Float]
  ) -> AttributionLoss {
    attribute(parameters, x, blocks: blocks)
    choose(max(1, Int(batch.active * Double(batch.count))), blocks: blocks)
    for i in 0..<shape.parts * shape.size { slopes.pointer[i] = Lanes() }
    for c in 0..<shape.parts { uses.pointer[c] = Lanes() }
    var squares = Lanes()
    for b in 0..<blocks {
      let marks = masks.pointer + b * shape.parts
      squares += block.reconstruct(
        x + b * shape.features, masks: marks, matrices: matrices, target: targetMatrix, bias: bias)
      block.addSlopes(masks: marks, to: slopes.pointer)
      for c in 0..<shape.parts { uses.pointer[c] += marks[c] }
    }
    let terms = Float(shape.features * batch.count)
    let bySums = (0..<shape.parts * shape.size).map { slopes.pointer[$0].total * 2 / terms }
    let faithfulness = addFaithfulness(bySums, parameters, to: &gradient)
    return AttributionLoss(
      faithfulness: faithfulness, reconstruction: squares.total / terms,
      simplicity: addSimplicity(parameters, batch, to: &gradient))
  }

  /// Marks the largest attributions of the batch.
  private func choose(_ wanted: Int, blocks: Int) {
    let count = blocks * shape.parts * 16
    let values = UnsafeRawPointer(attributions.pointer).assumingMemoryBound(to: Float.self)
    let marks = UnsafeMutableRawPointer(masks.pointer).assumingMemoryBound(to: Float.self)
    LargestValues(wanted, of: values, count: count).mark(values, count: count, into: marks)
  }

  /// The mean squared element of W minus the sum. Its derivatives and those in `slopes`, by the parts' matrices, become
  /// those by the parameters.
  private func addFaithfulness(_ slopes: [Float], _ parameters: [Float], to gradient: inout [Float]) -> Float {
    let rest = zip(targetMatrix, sum).map { $0 - $1 }
    let scale = 2 / Float(shape.size)
    let all = slopes.indices.map { slopes[$0] - scale * rest[$0 % shape.size] }
    shape.multiplyBack(all, parameters, into: &gradient)
    return rest.reduce(0) { $0 + $1 * $1 } / Float(shape.size)
  }

  /// Adds the cost of active parts: |u| |v| for each of their terms u vᵀ. As in the source's code, 10⁻¹⁶ is added below
  /// the root.
  private func addSimplicity(_ parameters: [Float], _ batch: Batch, to gradient: inout [Float]) -> Float {
    var loss: Float = 0
    for c in 0..<shape.parts {
      let scale = batch.simplicity * uses.pointer[c].total / Float(batch.count * shape.size)
      for r in 0..<shape.rank {
        let (u, v) = (shape.column(c, r), shape.row(c, r))
        let squares = (
          u.reduce(Float(0)) { $0 + parameters[$1] * parameters[$1] },
          v.reduce(Float(0)) { $0 + parameters[$1] * parameters[$1] }
        )
        let root = (squares.0 * squares.1 + 1e-16).squareRoot()
        loss += scale * root
        for i in u { gradient[i] += scale * parameters[i] * squares.1 / root }
        for i in v { gradient[i] += scale * parameters[i] * squares.0 / root }
      }
    }
    return loss
  }
}
