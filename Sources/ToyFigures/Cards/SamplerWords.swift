internal import ToyLib

/// A sampler in words.
enum SamplerWords {
  /// Its own description, or the name of its type.
  static func short(_ sampler: any FeatureSampler) -> String {
    (sampler as? any CustomStringConvertible)?.description ?? "\(type(of: sampler))"
  }
}
