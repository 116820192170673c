internal import CToyEngine
internal import Foundation

/// Which of the processor's vector units the inner loops use. All give the same bits.
public enum VectorUnits: String, Sendable, Hashable, CaseIterable {
  case avx512, avx2
  /// What every processor has: SSE2 on x86-64, where multiply-adds are done in software, or NEON.
  case portable

  /// Whether this processor has them.
  public var isAvailable: Bool { engineKernels(rawValue) != nil }

  /// The fastest that this processor has, or what the environment variable `TOYLIB_VECTOR_UNITS`
  /// (`avx512`, `avx2` or `portable`) says, if it has that.
  public static let preferred: VectorUnits = {
    let wanted = ProcessInfo.processInfo.environment["TOYLIB_VECTOR_UNITS"] ?? ""
    if let units = VectorUnits(rawValue: wanted), units.isAvailable { return units }
    return VectorUnits(rawValue: String(cString: engineFastest().pointee.name)) ?? .portable
  }()

  /// The inner loops for these units, or the portable ones where this processor lacks them.
  var kernels: EngineKernels { (engineKernels(rawValue) ?? engineFastest()).pointee }

  /// Billions of multiplications and additions a second that one core reaches when it does nothing
  /// else, measured for `seconds`.
  public func peak(seconds: Double = 0.2) -> Double {
    enginePeak(engineKernels(rawValue) ?? engineFastest(), seconds)
  }
}
