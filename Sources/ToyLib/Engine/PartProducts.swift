internal import CToyEngine

/// The engine's loops for rank-one parts of matrices and their gates: the same bits on all vector units. For
/// other targets that train with their own loops.
///
/// Values have the shape [units, blocks]; each element holds sixteen samples.
package struct PartProducts {
  package typealias Lanes = SIMD16<Float>
  package typealias Values = UnsafePointer<Lanes>
  package typealias Results = UnsafeMutablePointer<Lanes>

  private let kernels = VectorUnits.preferred.kernels
  /// Blocks of the values.
  private let blocks: Int32

  package init(blocks: Int) { self.blocks = Int32(blocks) }

  /// out = W x
  package func times(_ matrix: PartMatrix, _ x: Values, into out: Results) {
    withUnsafePointer(to: matrix.engine) { kernels.partProduct($0, floats(x), blocks, floats(out)) }
  }

  /// `sums` += Σ over samples of y xᵀ: [rows, columns].
  package func addOuter(
    _ y: Values, rows: Int, _ x: Values, columns: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    kernels.partOuter(floats(y), Int32(rows), floats(x), Int32(columns), blocks, sums)
  }
}

/// A matrix in memory, by rows, or the transpose of one.
package struct PartMatrix {
  fileprivate let engine: EnginePartMatrix

  package init(_ weights: UnsafePointer<Float>, rows: Int, columns: Int) {
    engine = EnginePartMatrix(
      weights: weights, rows: Int32(rows), columns: Int32(columns), rowStride: Int64(columns), columnStride: 1)
  }

  private init(engine: EnginePartMatrix) { self.engine = engine }

  package var transposed: PartMatrix {
    PartMatrix(
      engine: EnginePartMatrix(
        weights: engine.weights, rows: engine.columns, columns: engine.rows, rowStride: engine.columnStride,
        columnStride: engine.rowStride))
  }
}

// MARK: Gates

extension PartProducts {
  /// The logits d + Σ v GELU(w h + c) of parts with the inner activations h. A gate is w, c, v, each of `width`
  /// numbers, and d.
  package func logits(
    of gates: UnsafePointer<Float>, width: Int, parts: Int, _ inner: Values, into logits: Results
  ) {
    kernels.gateLogits(gates, Int32(width), Int32(parts), blocks, floats(inner), floats(logits))
  }

  /// From the gradient by logits: adds that by the gates' numbers to `sums`, that by h to `byInner`.
  package func addGateGradients(
    of gates: UnsafePointer<Float>, width: Int, parts: Int, _ inner: Values, byLogit: Values, byInner: Results,
    into sums: UnsafeMutablePointer<Float>
  ) {
    kernels.gateGradients(
      gates, Int32(width), Int32(parts), blocks, floats(inner), floats(byLogit), floats(byInner), sums)
  }

  /// Turns the gradient by the importances into that by the logits, with that of the cost
  /// penalty · Σ g^power; adds the cost of samples with `weights` [blocks] to `cost`.
  package func logitGradients(
    penalty: Float, power: Int, parts: Int, logits: Values, weights: Values, byLogit: Results, cost: Results
  ) {
    withUnsafePointer(to: EnginePartPenalty(penalty: penalty, power: Int32(power))) {
      kernels.logitGradients(
        $0, Int32(parts), blocks, floats(logits), floats(weights), floats(byLogit), floats(cost))
    }
  }
}

// MARK: Masks

extension PartProducts {
  /// Uniform numbers [blocks, stride], of which the first `parts` of each block are a matrix's.
  package struct Masks {
    package let random: Values
    package let stride: Int
    package let parts: Int

    package init(random: Values, stride: Int, parts: Int) {
      self.random = random
      self.stride = stride
      self.parts = parts
    }
  }

  /// `mask` = g + (1 − g) r with g, the logit between 0 and 1; `kept` = mask · h.
  package func mask(_ masks: Masks, logits: Values, inner: Values, mask: Results, kept: Results) {
    withEngine(masks) { kernels.maskParts($0, floats(logits), floats(inner), floats(mask), floats(kept)) }
  }

  /// From the gradient by `kept`: adds that by g to `byImportance`; adds that by h to `byInner`, or sets it.
  package func maskGradients(
    _ masks: Masks, byKept: Values, inner: Values, mask: Values, byImportance: Results, byInner: Results,
    adds: Bool
  ) {
    withEngine(masks) {
      kernels.partGradients(
        $0, floats(byKept), floats(inner), floats(mask), adds, floats(byImportance), floats(byInner))
    }
  }

  /// The squared error of ReLU(z + b) against ReLU(t + b), or without `rectified` of z + b against t + b, times
  /// the samples' weights [blocks] and `scale`: adds it to `loss`, and writes its gradient by z to `delta`.
  package func errors(
    _ z: Values, target: Values, bias: [Float], rectified: Bool, weights: Values, scale: Float, delta: Results,
    loss: Results
  ) {
    kernels.partErrors(
      floats(z), floats(target), bias, rectified, Int32(bias.count), blocks, floats(weights), scale, floats(delta),
      floats(loss))
  }

  private func withEngine(_ masks: Masks, _ body: (UnsafePointer<EnginePartMasks>) -> Void) {
    withUnsafePointer(
      to: EnginePartMasks(
        random: floats(masks.random), stride: Int64(masks.stride), parts: Int32(masks.parts), blocks: blocks), body)
  }

  private func floats(_ lanes: Values) -> UnsafePointer<Float> {
    UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }

  private func floats(_ lanes: Results) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }
}
