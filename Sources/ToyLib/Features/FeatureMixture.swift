internal import SuperposeDisplay

/// Each sample comes from one of several samplers, chosen at random by weight.
///
///     let mixture = FeatureMixture([
///       (9, SparseFeatures(count: 5, sparsity: 0.99)), (1, SparseFeatures(count: 5, sparsity: 0.5)),
///     ])
public struct FeatureMixture: FeatureSampler {
  /// A sampler and how often it is chosen.
  public struct Component: Sendable {
    /// Above 0. The probability of the component is its weight divided by the sum of all weights.
    public var weight: Double
    public var sampler: any FeatureSampler
  }

  public var components: [Component]

  /// The number of features, which all components share; 0 without components.
  public var count: Int { components.first?.sampler.count ?? 0 }

  public init(_ components: [(weight: Double, sampler: any FeatureSampler)]) {
    self.components = components.map { Component(weight: $0.weight, sampler: $0.sampler) }
  }

  /// - Throws: ``ToyLibError`` if there is no component, a weight is not a positive number, a component is
  ///   invalid, or two components differ in their number of features.
  public func validate() throws {
    try require(!components.isEmpty, "components", components.count, "at least 1")
    for (i, component) in components.enumerated() {
      try require(
        component.weight > 0 && component.weight.isFinite, "weight of component \(i)", component.weight,
        "a number above 0")
      try component.sampler.validate()
      guard component.sampler.count == count else {
        throw ToyLibError.mismatch(
          what: "features of component \(i)", expected: "\(count), as component 0 has",
          found: "\(component.sampler.count)")
      }
    }
  }

  public var samplingMethod: SamplingMethod {
    let densities = components.map { $0.weight * $0.sampler.samplingMethod.density(count: count) }
    return .oneByOne(density: min(densities.reduce(0, +) / total, 1))
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    var rest = Double(random.uniform()) * total
    // Rounding may leave something after the last component.
    let chosen =
      components.first {
        rest -= $0.weight
        return rest < 0
      } ?? components.last
    chosen?.sampler.sample(into: &x, using: &random)
  }

  private var total: Double { components.reduce(0) { $0 + $1.weight } }
}

extension FeatureMixture: CustomStringConvertible {
  /// `90 %: 5 features, S = 0.99, uniform in [0, 1]; 10 %: …`.
  public var description: String {
    components.map { component in
      "\(NumberText.brief(100 * component.weight / total, digits: 3)) %: \(component.sampler)"
    }.joined(separator: "; ")
  }
}
