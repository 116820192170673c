public import JSON

/// Where a figure comes from, carried inside its files.
public struct Provenance: Sendable, Hashable, Codable {
  /// What was run, such as `OpeningFigure`.
  public var experiment: String
  /// Its parameters by name.
  public var parameters: JSONObject
  /// Seeds of all random numbers.
  public var seed: UInt64?
  /// The version of Superpose.
  public var version: String?
  /// Anything else worth keeping, such as a hash of the result.
  public var notes: JSONObject?

  public init(
    experiment: String, parameters: JSONObject = [:], seed: UInt64? = nil,
    version: String? = nil, notes: JSONObject? = nil
  ) {
    self.experiment = experiment
    self.parameters = parameters
    self.seed = seed
    self.version = version
    self.notes = notes
  }
}
