internal import CToyEngine

/// Products of sixteen samples at once, in which each product and each sum is rounded. For other targets that
/// train with their own loops.
package final class LaneProducts {
  package typealias Lanes = SIMD16<Float>
  private let kernels: EngineKernels
  private let columns: Int32

  /// Of vectors with `columns` elements, by the vector units of this processor.
  package init(columns: Int) {
    kernels = VectorUnits.preferred.kernels
    self.columns = Int32(columns)
  }

  /// `sums`[j] = Σ_k `x`[k] · `rows`[j][k], for `count` rows.
  package func dots(
    _ x: UnsafePointer<Lanes>, _ rows: UnsafePointer<Float>, count: Int, into sums: UnsafeMutablePointer<Lanes>
  ) {
    kernels.dots(floats(x), rows, Int32(count), columns, floats(sums))
  }

  /// `sums`[k] += `factor` · `row`[k].
  package func add(_ factor: Lanes, times row: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Lanes>) {
    withUnsafePointer(to: factor) { kernels.addScaledRow(floats($0), row, columns, floats(sums)) }
  }

  /// `sums`[k] += `factor` · `x`[k].
  package func add(_ factor: Lanes, times x: UnsafePointer<Lanes>, to sums: UnsafeMutablePointer<Lanes>) {
    withUnsafePointer(to: factor) { kernels.addProducts(floats($0), floats(x), columns, floats(sums)) }
  }

  /// `out` = Σ_i `x`[i] · `rows`[i] over `count` rows, and its ReLU if `rectified`.
  package func embed(
    _ x: UnsafePointer<Lanes>, _ rows: UnsafePointer<Float>, count: Int, rectified: Bool,
    into out: UnsafeMutablePointer<Lanes>
  ) {
    kernels.embed(floats(x), rows, Int32(count), columns, rectified, floats(out))
  }

  private func floats(_ lanes: UnsafePointer<Lanes>) -> UnsafePointer<Float> {
    UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }

  private func floats(_ lanes: UnsafeMutablePointer<Lanes>) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }
}
