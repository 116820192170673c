internal import SuperposeJSON

/// A sampler as files hold it: `{"sparse": {"_0": {…}}}`, its name and its own encoding.
///
/// Of a sampler that is not a ``StoredSampler`` only the type's name is kept:
/// `{"other": {"_0": "Coins"}}`.
struct SamplerRecord: Codable {
  let name: String
  /// The sampler's encoding; `nil` where the file does not hold the sampler.
  private let encoding: JSONValue?

  private static let other = "other"

  init(_ sampler: any FeatureSampler) throws {
    guard let stored = sampler as? any StoredSampler else {
      name = "\(type(of: sampler))"
      encoding = nil
      return
    }
    name = type(of: stored).storedName
    encoding = try JSONValue(encoding: stored)
  }

  init(from decoder: any Decoder) throws {
    guard let (key, content) = try JSONValue(from: decoder).object?.first, let value = content["_0"]
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "A sampler needs a name and `_0`."))
    }
    name = key == Self.other ? value.string ?? key : key
    encoding = key == Self.other ? nil : value
  }

  func encode(to encoder: any Encoder) throws {
    try json.encode(to: encoder)
  }

  var json: JSONValue {
    .object([encoding == nil ? Self.other : name: ["_0": encoding ?? .string(name)]])
  }

  /// The sampler, as one of ToyLib's types or of `types`; `nil` where the file does not hold it, or
  /// none of the types has its name.
  func sampler(_ types: [any StoredSampler.Type]) throws -> (any FeatureSampler)? {
    guard let encoding, let type = (Self.toyLibTypes + types).first(where: { $0.storedName == name })
    else { return nil }
    return try encoding.decoded(as: type)
  }

  private static let toyLibTypes: [any StoredSampler.Type] = [
    SparseFeatures.self, FeatureGroups.self, OneHotFeatures.self, ExactlyActiveFeatures.self,
    CopulaFeatures.self, FeatureTrees.self, CopulaTrees.self, CausalFeatures.self,
  ]
}
