/// Adam's averages of the gradient and of its square, with ε 10⁻⁸, for targets that train with loops of their own.
package struct AdamMoments {
  private var mean: [Float]
  private var square: [Float]
  private let beta1: Float, beta2: Float
  /// What is left of the zeros at the start: β to the power of the number of updates.
  private var kept = (mean: 1.0, square: 1.0)

  package init(count: Int, beta1: Float = 0.9, beta2: Float = 0.999) {
    mean = Array(repeating: 0, count: count)
    square = mean
    self.beta1 = beta1
    self.beta2 = beta2
  }

  /// Moves `parameters` against `gradient`; both have `count` numbers.
  package mutating func update(_ parameters: inout [Float], gradient: [Float], rate: Float) {
    let (exact1, exact2) = (Self.exact(beta1), Self.exact(beta2))
    let (rest1, rest2) = (Float(1 - exact1), Float(1 - exact2))
    kept.mean *= exact1
    kept.square *= exact2
    let meanScale = Float(1 / (1 - kept.mean))
    let squareScale = Float(1 / (1 - kept.square))
    let count = gradient.count
    // Through pointers, so that the loop runs on vectors: the same bits.
    parameters.withUnsafeMutableBufferPointer { parameters in
      mean.withUnsafeMutableBufferPointer { mean in
        square.withUnsafeMutableBufferPointer { square in
          gradient.withUnsafeBufferPointer { gradient in
            for i in 0..<count {
              let g = gradient[i]
              let m = beta1 * mean[i] + rest1 * g
              let s = beta2 * square[i] + rest2 * g * g
              let root = (s * squareScale).squareRoot() + 1e-8
              mean[i] = m
              square[i] = s
              parameters[i] -= rate * m * meanScale / root
            }
          }
        }
      }
    }
  }

  /// Forgets the gradients of one parameter.
  package mutating func reset(_ index: Int) {
    mean[index] = 0
    square[index] = 0
  }

  /// Puts the parameters in `range`, rows of equal length, into another order: row i becomes the former row
  /// `order[i]`.
  package mutating func reorder(_ range: Range<Int>, by order: [Int]) {
    mean.reorder(range, by: order)
    square.reorder(range, by: order)
  }

  /// The decimal that a `Float` stands for: 0.9, not 0.8999999761581421.
  private static func exact(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

extension [Float] {
  /// Puts the rows of equal length in `range` into another order: row i becomes the former row `order[i]`.
  package mutating func reorder(_ range: Range<Int>, by order: [Int]) {
    let width = range.count / order.count
    let before = Array(self[range])
    for (i, j) in order.enumerated() {
      for k in 0..<width { self[range.lowerBound + i * width + k] = before[j * width + k] }
    }
  }
}
