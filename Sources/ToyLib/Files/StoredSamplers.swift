/// The samplers of a file's instances: those that the caller gives, or else the file's own.
struct StoredSamplers {
  /// The file, for errors.
  private let name: String
  private let given: [any FeatureSampler]?
  private let types: [any StoredSampler.Type]

  /// - Parameters:
  ///   - given: One sampler for each instance, or one for all; `nil` for those of the file.
  ///   - types: The types of stored samplers of the caller's own.
  ///   - count: The number of instances.
  ///   - things: What the instances are, for errors.
  init(
    of name: String, given: [any FeatureSampler]?, types: [any StoredSampler.Type], count: Int, things: String
  ) throws {
    if let given, given.count != 1, given.count != count {
      throw ToyLibError.mismatch(
        what: "features", expected: "\(count) samplers, or one for all \(things)", found: "\(given.count)")
    }
    self.name = name
    self.given = given
    self.types = types
  }

  /// The sampler of instance `i`, of which the file has `record`.
  func sampler(_ record: SamplerRecord, _ i: Int) throws -> any FeatureSampler {
    if let given { return given[given.count == 1 ? 0 : i] }
    let stored: (any FeatureSampler)?
    do { stored = try record.sampler(types) } catch {
      throw ToyLibError.damaged(
        file: name, reason: "the sampler of instance \(i) is not a \(record.name): \(error)")
    }
    guard let stored else {
      throw ToyLibError.damaged(
        file: name,
        reason: "it does not hold the sampler of instance \(i), \(record.name): pass the sampler in `features`, or "
          + "its type in `samplers`")
    }
    return stored
  }
}
