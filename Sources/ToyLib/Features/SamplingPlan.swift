internal import CToyEngine

/// How the inner loops draw a sampler's features.
struct SamplingPlan: Sendable {
  let features: Int
  /// How the sampler's values are computed.
  let kind: Kind
  /// Whether samples of zeros are counted instead of computed.
  let skipsZeros: Bool
  /// The mean fraction of features that are present in a sample; 1 if unknown.
  let density: Double

  enum Kind: Sendable {
    case independent(density: AlignedFloats, scale: AlignedFloats, offset: Float)
    case grouped(Groups)
    case fixed(blocks: AlignedFloats, samples: Int)
    case blocks(any BlockSampler)
    case custom(any FeatureSampler)
  }

  /// Each feature's group, and the range of the group's uniform number in which the feature is
  /// present.
  struct Groups: Sendable {
    var group: [Int32] = []
    var low: [Float] = [], high: [Float] = []
    var count = 0
    let magnitude: Magnitude
  }

  /// The inner loops keep a row of uniforms for each group on the stack.
  private static let mostGroups = 4096

  /// Below this fraction of samples of zeros, searching for them costs more than it saves.
  private static let worthSkipping = 0.05

  init(_ sampler: any FeatureSampler, skippingZeros: Bool = true) {
    let method = sampler.samplingMethod
    features = sampler.count
    kind = SamplingPlan.kind(of: method, sampler)
    density = method.density(count: sampler.count)
    skipsZeros = skippingZeros && method.zeroProbability > SamplingPlan.worthSkipping
  }

  private static func kind(of method: SamplingMethod, _ sampler: any FeatureSampler) -> Kind {
    switch method {
    case .oneByOne: return (sampler as? any BlockSampler).map { .blocks($0) } ?? .custom(sampler)
    case .independent(let sparsities, let magnitude):
      if let line = magnitude.line { return independent(sparsities.map { 1 - $0 }, line) }
      let alone = sparsities.map { FeatureGroups.Group(.correlated, count: 1, sparsity: $0) }
      return grouped(alone, magnitude) ?? .custom(sampler)
    case .groups(let groups, let magnitude): return grouped(groups, magnitude) ?? .custom(sampler)
    case .fixed(let samples): return .fixed(blocks: blocks(samples), samples: samples.rows)
    }
  }

  /// The feature is present if u < p, and then u / p is uniform: one random number gives both.
  private static func independent(
    _ densities: [Double], _ line: (scale: Float, offset: Float)
  ) -> Kind {
    let density = densities.map { Float($0) }
    // Rounded down, so that u / p stays below 1.
    let scale = density.map { $0 > 0 && line.scale > 0 ? (line.scale / $0).nextDown : 0 }
    return .independent(
      density: repeated(density), scale: repeated(scale), offset: line.offset)
  }

  /// The inner loops read up to 8 features past the last: the first ones once more.
  private static func repeated(_ values: [Float]) -> AlignedFloats {
    AlignedFloats((0..<values.count + 8).map { values[$0 % values.count] })
  }

  private static func grouped(_ groups: [FeatureGroups.Group], _ magnitude: Magnitude) -> Kind? {
    guard groups.count <= mostGroups && magnitude.isDrawnByEngine else { return nil }
    var plan = Groups(count: groups.count, magnitude: magnitude)
    for (number, group) in groups.enumerated() {
      let density = 1 - group.sparsity
      for member in 0..<group.count {
        plan.group.append(Int32(number))
        let shares = Double(group.count)
        let alone = group.kind == .anticorrelated
        plan.low.append(alone ? Float(density * Double(member) / shares) : 0)
        plan.high.append(Float(alone ? density * Double(member + 1) / shares : density))
      }
    }
    return .grouped(plan)
  }

  /// Samples in blocks of 16: [block][feature][16], filled up with zeros.
  static func blocks(_ samples: Matrix) -> AlignedFloats {
    let n = samples.columns
    let blocks = AlignedFloats(count: (samples.rows + 15) / 16 * n * 16)
    for s in 0..<samples.rows {
      for f in 0..<n { blocks.pointer[(s / 16 * n + f) * 16 + s % 16] = samples[s, f] }
    }
    return blocks
  }
}
