/// Numbers with a shape, in file order: the last axis varies fastest.
public struct Tensor: Sendable, Hashable {
  public let shape: [Int]
  /// The values; their number is the product of the shape.
  public let values: [Float]

  /// Throws `ToyLibError` if the number of values does not match the shape.
  public init(shape: [Int], values: [Float]) throws(ToyLibError) {
    let count = Tensor.count(shape)
    guard let count, count == values.count else {
      throw .mismatch(
        what: "tensor of shape \(shape)", expected: "\(count.map(String.init) ?? "fewer") values",
        found: "\(values.count)")
    }
    self.shape = shape
    self.values = values
  }

  /// A matrix as a tensor of two axes.
  public init(_ matrix: Matrix) {
    shape = [matrix.rows, matrix.columns]
    values = matrix.elements
  }

  /// The product of the axes; `nil` when one is negative or the product too large.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for axis in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis)
      guard axis >= 0 && !overflow else { return nil }
      count = product
    }
    return count
  }
}

extension Matrix {
  /// A tensor of two axes as a matrix.
  public init(_ tensor: Tensor) throws(ToyLibError) {
    guard tensor.shape.count == 2 else {
      throw .mismatch(what: "matrix", expected: "two axes", found: "shape \(tensor.shape)")
    }
    self.init(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.values)
  }
}
