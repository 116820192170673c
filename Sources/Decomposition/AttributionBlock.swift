/// What attributed parts compute for sixteen samples: attributions, and the loss of the active parts with its slopes.
///
/// Matrices are [hidden][features], those of parts one after the other; x has `features` vectors, masks `parts`.
struct AttributionBlock {
  private let shape: PartShape
  /// The sum of a sample's active parts, and the derivative of its loss by that: [hidden][features].
  private let active: LaneMemory, slope: LaneMemory
  private let hidden: LaneMemory, other: LaneMemory
  /// Whether an output is above 0 (1 or 0); the derivative by an output before the ReLU.
  private let gates: LaneMemory, errors: LaneMemory

  init(_ shape: PartShape) {
    self.shape = shape
    (active, slope) = (LaneMemory(shape.size), LaneMemory(shape.size))
    (hidden, other) = (LaneMemory(shape.hidden), LaneMemory(shape.hidden))
    (gates, errors) = (LaneMemory(shape.features), LaneMemory(shape.features))
  }

  /// Output o is ReLU(b + Σ_k W[k, o] h[k]) with h = W x. Its derivative by W in the direction of a part P is
  /// Σ_k (W[k, o] (P x)[k] + P[k, o] h[k]) where the output is above 0.
  func attribute(
    _ x: UnsafePointer<Lanes>, matrices: [Float], sum: [Float], bias: [Float], into attributions: LanePointer
  ) {
    let (n, m) = (shape.features, shape.hidden)
    let (h, q, gates) = (hidden.pointer, other.pointer, gates.pointer)
    times(x, sum, 0, into: h)
    for o in 0..<n {
      var z = Lanes(repeating: bias[o])
      for k in 0..<m { z += sum[k * n + o] * h[k] }
      gates[o] = Lanes().replacing(with: 1, where: z .> 0)
    }
    for c in 0..<shape.parts {
      let start = c * shape.size
      times(x, matrices, start, into: q)
      var squares = Lanes()
      for o in 0..<n {
        var slope = Lanes()
        for k in 0..<m { slope += sum[k * n + o] * q[k] + matrices[start + k * n + o] * h[k] }
        squares += slope * slope * gates[o]
      }
      attributions[c] = squares / Float(n)
    }
  }

  /// The squared error of the active parts' outputs against the target's, summed over outputs. Keeps half of its
  /// derivative by the sum of the active parts for ``addSlopes(masks:to:)``.
  func reconstruct(
    _ x: UnsafePointer<Lanes>, masks: LanePointer, matrices: [Float], target: [Float], bias: [Float]
  ) -> Lanes {
    let (n, m) = (shape.features, shape.hidden)
    let (active, slope, h, t, errors) = (active.pointer, slope.pointer, hidden.pointer, other.pointer, errors.pointer)
    for i in 0..<shape.size {
      var total = Lanes()
      for c in 0..<shape.parts { total += masks[c] * matrices[c * shape.size + i] }
      active[i] = total
    }
    times(x, target, 0, into: t)
    for k in 0..<m { h[k] = (0..<n).reduce(Lanes()) { $0 + active[k * n + $1] * x[$1] } }
    var squares = Lanes()
    for o in 0..<n {
      var (z, wanted) = (Lanes(repeating: bias[o]), Lanes(repeating: bias[o]))
      for k in 0..<m {
        z += active[k * n + o] * h[k]
        wanted += target[k * n + o] * t[k]
      }
      let error = z.replacing(with: 0, where: .!(z .> 0)) - wanted.replacing(with: 0, where: .!(wanted .> 0))
      squares += error * error
      errors[o] = error.replacing(with: 0, where: .!(z .> 0))
    }
    for k in 0..<m {
      let byHidden = (0..<n).reduce(Lanes()) { $0 + active[k * n + $1] * errors[$1] }
      for i in 0..<n { slope[k * n + i] = h[k] * errors[i] + byHidden * x[i] }
    }
    return squares
  }

  /// Adds what ``reconstruct(_:masks:matrices:target:bias:)`` kept to the slopes of the active parts.
  func addSlopes(masks: LanePointer, to slopes: LanePointer) {
    for c in 0..<shape.parts {
      for i in 0..<shape.size { slopes[c * shape.size + i] += masks[c] * slope.pointer[i] }
    }
  }

  private func times(_ x: UnsafePointer<Lanes>, _ matrix: [Float], _ start: Int, into result: LanePointer) {
    for k in 0..<shape.hidden {
      var total = Lanes()
      for i in 0..<shape.features { total += matrix[start + k * shape.features + i] * x[i] }
      result[k] = total
    }
  }
}
