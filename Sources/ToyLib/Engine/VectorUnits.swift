internal import CToyEngine
internal import Foundation

/// The vector units that the inner loops use. All give the same bits.
public enum VectorUnits: String, Sendable, Hashable, CaseIterable {
  case avx512, avx2
  /// Available on every processor: SSE2 on x86-64, with multiply-adds in software, or NEON.
  case portable

  /// Whether this processor has them.
  public var isAvailable: Bool { engineKernels(rawValue) != nil }

  /// The fastest units of this processor, or those in the environment variable
  /// `TOYLIB_VECTOR_UNITS` (`avx512`, `avx2` or `portable`) if available.
  public static let preferred: VectorUnits = {
    let wanted = ProcessInfo.processInfo.environment["TOYLIB_VECTOR_UNITS"] ?? ""
    if let units = VectorUnits(rawValue: wanted), units.isAvailable { return units }
    return VectorUnits(rawValue: String(cString: engineFastest().pointee.name)) ?? .portable
  }()

  /// The inner loops for these units, or the portable ones if this processor lacks them.
  var kernels: EngineKernels { (engineKernels(rawValue) ?? engineFastest()).pointee }

  /// Billions of multiplications and additions a second that one core reaches when it does nothing
  /// else, measured for `seconds`.
  public func peak(seconds: Double = 0.2) -> Double {
    enginePeak(engineKernels(rawValue) ?? engineFastest(), seconds)
  }
}
