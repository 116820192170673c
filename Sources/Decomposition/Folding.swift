internal import ToyLib

/// The parts of a chain with its fixed matrices multiplied in: V E in place of the first matrix's V, and R U in
/// place of the last one's U. Gradients go back the same way.
struct Folding {
  /// The chain without fixed matrices, and the layout of its parts.
  let folded: LinearChain
  let foldedLayout: PartsLayout
  private let layout: PartsLayout
  /// E and its transpose; Rᵀ and R.
  private let embedding: (forward: RowBlocks, back: RowBlocks)?
  private let readOut: (forward: RowBlocks, back: RowBlocks)?

  init(_ chain: LinearChain, _ layout: PartsLayout) {
    folded = chain.folded
    foldedLayout = PartsLayout(widths: folded.widths, parts: layout.parts, gateWidth: layout.gateWidth)
    self.layout = layout
    embedding = chain.embedding.map {
      (RowBlocks($0, factors: layout.parts), RowBlocks($0.transposed, factors: layout.parts))
    }
    readOut = chain.readOut.map {
      (RowBlocks($0.transposed, factors: layout.parts), RowBlocks($0, factors: layout.parts))
    }
  }

  /// Writes the parameters of the folded parts to `result`.
  func fold(_ parameters: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    pass(parameters, layout, into: result, foldedLayout, embedding?.forward, readOut?.forward)
  }

  /// From the gradient by the folded parts to that by the chain's own.
  func unfold(_ gradient: UnsafePointer<Float>, into result: inout [Float]) {
    result.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      pass(gradient, foldedLayout, into: start, layout, embedding?.back, readOut?.back)
    }
  }

  /// The parameters of the folded parts.
  func folded(_ parameters: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: foldedLayout.count)
    result.withUnsafeMutableBufferPointer { to in
      parameters.withUnsafeBufferPointer { from in
        if let from = from.baseAddress, let to = to.baseAddress { fold(from, into: to) }
      }
    }
    return result
  }

  private func pass(
    _ from: UnsafePointer<Float>, _ old: PartsLayout, into to: UnsafeMutablePointer<Float>, _ new: PartsLayout,
    _ embedding: RowBlocks?, _ readOut: RowBlocks?
  ) {
    for layer in 0..<old.layers {
      let (u, v) = (from + old.left(layer).lowerBound, from + old.right(layer).lowerBound)
      let (newU, newV) = (to + new.left(layer).lowerBound, to + new.right(layer).lowerBound)
      if let readOut, layer == old.layers - 1 {
        let factor = PartMatrix(u, rows: old.widths[layer + 1], columns: old.parts).transposed
        readOut.product(with: factor) { part, row in
          for i in 0..<new.widths[layer + 1] { newU[i * new.parts + part] = row[i] }
        }
      } else {
        newU.update(from: u, count: new.left(layer).count)
      }
      if let embedding, layer == 0 {
        embedding.product(with: PartMatrix(v, rows: old.parts, columns: old.widths[0])) { part, row in
          (newV + part * new.widths[0]).update(from: row, count: new.widths[0])
        }
      } else {
        newV.update(from: v, count: new.right(layer).count)
      }
      let gates = new.parts * (3 * new.gateWidth + 1)
      (to + new.gate(layer, 0).lowerBound).update(from: from + old.gate(layer, 0).lowerBound, count: gates)
    }
  }
}

/// A matrix whose rows are in blocks of sixteen numbers, filled with zeros, to multiply others with.
private final class RowBlocks {
  private let blocks: Int
  private let values: LaneMemory
  private let products: LaneMemory
  private let factors: Int

  /// To multiply matrices of `factors` rows.
  init(_ matrix: Matrix, factors: Int) {
    self.factors = factors
    blocks = (matrix.columns + 15) / 16
    values = LaneMemory(matrix.rows * blocks)
    products = LaneMemory(factors * blocks)
    for i in 0..<matrix.rows {
      for j in 0..<matrix.columns { values.pointer[i * blocks + j / 16][j % 16] = matrix[i, j] }
    }
  }

  /// Calls `body` with each row of `factor` times this matrix.
  func product(with factor: PartMatrix, _ body: (_ row: Int, UnsafePointer<Float>) -> Void) {
    PartProducts(blocks: blocks).times(factor, values.pointer, into: products.pointer)
    for row in 0..<factors {
      (products.pointer + row * blocks).withMemoryRebound(to: Float.self, capacity: blocks * 16) { body(row, $0) }
    }
  }
}
