internal import CToyEngine

/// The engine's GELU, z Φ(z), for other targets that train with their own loops: the same bits on all
/// vector units. All memory must begin at a 64-byte boundary.
package struct GELU {
  private let kernels = VectorUnits.preferred.kernels

  package init() {}

  /// y = z Φ(z), `count` vectors.
  package func values(_ z: UnsafePointer<SIMD16<Float>>, count: Int, into y: UnsafeMutablePointer<SIMD16<Float>>) {
    kernels.activate(Int32(ENGINE_GELU), Int64(count * 16), floats(z), floats(y))
  }

  /// dz = dy · ∂y/∂z, `count` vectors.
  package func gradient(
    _ z: UnsafePointer<SIMD16<Float>>, _ dy: UnsafePointer<SIMD16<Float>>, count: Int,
    into dz: UnsafeMutablePointer<SIMD16<Float>>
  ) {
    kernels.activationGradient(
      Int32(ENGINE_GELU), Int64(count * 16), floats(z), floats(dy), nil, floats(dz))
  }

  private func floats(_ lanes: UnsafePointer<SIMD16<Float>>) -> UnsafePointer<Float> {
    UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }

  private func floats(_ lanes: UnsafeMutablePointer<SIMD16<Float>>) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }
}
