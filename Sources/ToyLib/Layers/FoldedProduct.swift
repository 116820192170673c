internal import CToyEngine

/// A product of two matrices, and what its gradient says of theirs. The columns of the right one take the part of
/// samples, sixteen to a block.
final class FoldedProduct {
  private let product: LayerFold.Product
  private let kernels: EngineKernels
  /// [rows][columns]
  let values: AlignedFloats, gradient: AlignedFloats
  /// The left matrix in the order in which products with it, and with its transpose, read it.
  private let packedLeft: AlignedFloats, packedBack: AlignedFloats
  /// [block][inner][16]: the right matrix, and its gradient.
  private let right: AlignedFloats, rightGradient: AlignedFloats
  /// [block][rows][16]
  private let lanes: AlignedFloats

  init(_ product: LayerFold.Product, _ kernels: EngineKernels) {
    self.product = product
    self.kernels = kernels
    let blocks = (product.columns + 15) / 16
    values = AlignedFloats(count: product.rows * product.columns)
    gradient = AlignedFloats(count: product.rows * product.columns)
    packedLeft = AlignedFloats(count: product.rows * product.inner)
    packedBack = AlignedFloats(count: product.trainsRight ? product.rows * product.inner : 0)
    right = AlignedFloats(count: blocks * product.inner * 16)
    rightGradient = AlignedFloats(count: product.trainsRight ? blocks * product.inner * 16 : 0)
    lanes = AlignedFloats(count: blocks * product.rows * 16)
  }

  private var blocks: Int32 { Int32((product.columns + 15) / 16) }
  private var forward: EngineLayer {
    EngineLayer(inputs: Int32(product.inner), outputs: Int32(product.rows), bias: nil)
  }
  private var backward: EngineLayer {
    EngineLayer(inputs: Int32(product.rows), outputs: Int32(product.inner), bias: nil)
  }

  /// Makes the values. What is not trained is read the first time only.
  func multiply(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, isFirst: Bool) {
    if isFirst || product.trainsLeft { pack(left) }
    if isFirst || product.trainsRight {
      toLanes(
        right, rows: product.inner, isTransposed: product.right.isTransposed, into: self.right.pointer)
    }
    var layer = forward
    kernels.layerProduct(&layer, packedLeft.pointer, nil, self.right.pointer, blocks, lanes.pointer)
    values.pointer.update(repeating: 0, count: values.count)
    addLanes(lanes.pointer, rows: product.rows, isTransposed: false, to: values.pointer)
  }

  private func pack(_ left: UnsafePointer<Float>) {
    let (rows, inner, isTransposed) = (Int32(product.rows), Int32(product.inner), product.left.isTransposed)
    kernels.packLayer(left, rows, inner, isTransposed, packedLeft.pointer)
    if product.trainsRight { kernels.packLayer(left, inner, rows, !isTransposed, packedBack.pointer) }
  }

  /// Adds the gradients by the factors to `left` and `right`, in the order of the factors' numbers.
  func addGradients(left: UnsafeMutablePointer<Float>?, right: UnsafeMutablePointer<Float>?) {
    toLanes(gradient.pointer, rows: product.rows, isTransposed: false, into: lanes.pointer)
    if let left {
      var (ahead, turned) = (forward, backward)
      if product.left.isTransposed {
        kernels.layerOuter(&turned, self.right.pointer, lanes.pointer, blocks, left)
      } else {
        kernels.layerOuter(&ahead, lanes.pointer, self.right.pointer, blocks, left)
      }
    }
    if let right {
      var turned = backward
      kernels.layerProduct(&turned, packedBack.pointer, nil, lanes.pointer, blocks, rightGradient.pointer)
      addLanes(
        rightGradient.pointer, rows: product.inner, isTransposed: product.right.isTransposed, to: right)
    }
  }

  /// A matrix with the product's columns, [rows][columns] or its transpose, as [block][rows][16].
  private func toLanes(
    _ matrix: UnsafePointer<Float>, rows: Int, isTransposed: Bool, into lanes: UnsafeMutablePointer<Float>
  ) {
    let columns = product.columns
    for column in 0..<columns {
      let to = lanes + column / 16 * rows * 16 + column % 16
      let (from, step) = isTransposed ? (matrix + column * rows, 1) : (matrix + column, columns)
      for row in 0..<rows { to[row * 16] = from[row * step] }
    }
  }

  /// The opposite, added.
  private func addLanes(
    _ lanes: UnsafePointer<Float>, rows: Int, isTransposed: Bool, to matrix: UnsafeMutablePointer<Float>
  ) {
    let columns = product.columns
    for column in 0..<columns {
      let from = lanes + column / 16 * rows * 16 + column % 16
      let (to, step) = isTransposed ? (matrix + column * rows, 1) : (matrix + column, columns)
      for row in 0..<rows { to[row * step] += from[row * 16] }
    }
  }
}
