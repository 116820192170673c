/// Adam's averages of the gradient and of its square, with β 0.9 and 0.999 and ε 10⁻⁸, for targets that train with
/// loops of their own.
package struct AdamMoments {
  private var mean: [Float]
  private var square: [Float]
  /// What is left of the zeros at the start: β to the power of the number of updates.
  private var kept = (mean: 1.0, square: 1.0)

  package init(count: Int) {
    mean = Array(repeating: 0, count: count)
    square = mean
  }

  /// Moves `parameters` against `gradient`; both have `count` numbers.
  package mutating func update(_ parameters: inout [Float], gradient: [Float], rate: Float) {
    kept.mean *= 0.9
    kept.square *= 0.999
    let meanScale = Float(1 / (1 - kept.mean))
    let squareScale = Float(1 / (1 - kept.square))
    for i in gradient.indices {
      let g = gradient[i]
      mean[i] = 0.9 * mean[i] + 0.1 * g
      square[i] = 0.999 * square[i] + 0.001 * g * g
      let root = (square[i] * squareScale).squareRoot() + 1e-8
      parameters[i] -= rate * mean[i] * meanScale / root
    }
  }

  /// Forgets the gradients of one parameter.
  package mutating func reset(_ index: Int) {
    mean[index] = 0
    square[index] = 0
  }
}
