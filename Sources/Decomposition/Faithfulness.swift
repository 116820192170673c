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

  private func add(
    _ layer: Int, _ parameters: UnsafePointer<Float>, loss: Float, scale: Float,
    _ gradient: UnsafeMutablePointer<Float>
  ) -> Float {
    let (left, right) = (layout.left(layer).lowerBound, layout.right(layer).lowerBound)
    let (inputs, parts) = (layout.widths[layer], layout.parts)
    let matrix = target.matrices[layer].elements
    var loss = loss
    for j in 0..<layout.widths[layer + 1] {
      var rest = Array(matrix[j * inputs..<(j + 1) * inputs])
      for c in 0..<parts {
        let (u, v) = (parameters[left + j * parts + c], parameters + right + c * inputs)
        for i in 0..<inputs { rest[i] -= u * v[i] }
      }
      for i in 0..<inputs {
        loss += rest[i] * rest[i]
        rest[i] *= scale
      }
      for c in 0..<parts {
        let (u, v) = (parameters[left + j * parts + c], parameters + right + c * inputs)
        let byRight = gradient + right + c * inputs
        var byLeft = gradient[left + j * parts + c]
        for i in 0..<inputs {
          byLeft -= rest[i] * v[i]
          byRight[i] -= rest[i] * u
        }
        gradient[left + j * parts + c] = byLeft
      }
    }
    return loss
  }
}
