internal import ToyLib

/// The mean of (W − U V)² over all elements of all matrices, with its gradient.
struct Faithfulness {
  let target: LinearChain
  let layout: PartsLayout

  /// The loss; its gradient is added to `gradient`.
  func add(_ parameters: UnsafePointer<Float>, to gradient: inout [Float]) -> Float {
    let count = target.matrices.reduce(0) { $0 + $1.elements.count }
    let loss = gradient.withUnsafeMutableBufferPointer { buffer in
      (0..<layout.layers).reduce(Float(0)) { loss, layer in
        guard let start = buffer.baseAddress else { return loss }
        return add(layer, parameters, loss: loss, scale: 2 / Float(count), start)
      }
    }
    return loss / Float(count)
  }

  /// Goes through the rows of W. The inner loops run over separate sums, so that they use vectors: the same bits.
  private func add(
    _ layer: Int, _ parameters: UnsafePointer<Float>, loss: Float, scale: Float,
    _ gradient: UnsafeMutablePointer<Float>
  ) -> Float {
    let (left, right) = (layout.left(layer).lowerBound, layout.right(layer).lowerBound)
    let (inputs, parts) = (layout.widths[layer], layout.parts)
    let v = parameters + right
    let columns = Matrix(rows: inputs, columns: parts) { v[$1 * inputs + $0] }.elements  // Vᵀ
    var rest = [Float](repeating: 0, count: inputs)
    var loss = loss
    for j in 0..<layout.widths[layer + 1] {
      let (u, byLeft) = (parameters + left + j * parts, gradient + left + j * parts)
      for i in 0..<inputs { rest[i] = target.matrices[layer].elements[j * inputs + i] }
      for c in 0..<parts { subtract(u[c], times: v + c * inputs, from: &rest, inputs) }
      for i in 0..<inputs {
        loss += rest[i] * rest[i]
        rest[i] *= scale
      }
      for c in 0..<parts { subtract(u[c], times: rest, from: gradient + right + c * inputs, inputs) }
      columns.withUnsafeBufferPointer { buffer in
        guard let first = buffer.baseAddress else { return }
        for i in 0..<inputs { subtract(rest[i], times: first + i * parts, from: byLeft, parts) }
      }
    }
    return loss
  }

  private func subtract(
    _ factor: Float, times row: UnsafePointer<Float>, from result: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count { result[i] -= factor * row[i] }
  }
}
