internal import CToyEngine

/// Sparse features that are drawn as lists of present features, for inner loops that use only
/// those.
struct ListedFeatures: Sendable {
  let count: Int
  private let scale: Float, offset: Float
  /// 256 p as a byte, and the remainder.
  private let threshold: AlignedMemory<UInt8>
  private let rest: AlignedFloats, restScale: AlignedFloats

  /// `nil` for other samplers, and for magnitudes other than a scaled uniform number.
  init?(_ sampler: any FeatureSampler) {
    guard case .independent(let sparsities, let magnitude) = sampler.samplingMethod,
      let line = magnitude.line
    else { return nil }
    count = sparsities.count
    (scale, offset) = line
    let shares = sparsities.map { (1 - $0) * 256 }
    let whole = shares.map { UInt8(min($0, 255)) }
    let rests = zip(shares, whole).map { Float($0 - Double($1)) }
    threshold = AlignedMemory(whole)
    rest = AlignedFloats(rests)
    // Rounded down, so that u / rest stays below 1.
    restScale = AlignedFloats(
      rests.map { $0 > 0 && line.scale > 0 ? (line.scale / $0).nextDown : 0 })
  }

  /// Samples `first ..< first + samples` of a step; `first` is a multiple of 64.
  func draw(
    first: Int, samples: Int, stream: EngineStream, into lists: inout EngineLists,
    kernels: EngineKernels
  ) {
    var features = EngineListed(
      features: Int32(count), offset: offset, scale: scale, threshold: threshold.pointer,
      rest: rest.pointer, restScale: restScale.pointer)
    kernels.listed(&features, stream, Int64(first / 16), Int32(samples), &lists)
  }
}
