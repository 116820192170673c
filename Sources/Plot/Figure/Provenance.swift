public import SuperposeDisplay
public import SuperposeJSON

/// The origin of a figure, stored in its files.
public struct Provenance: Sendable, Hashable, Codable {
  /// The name of the experiment, such as `OpeningFigure`.
  public var experiment: String
  /// Its parameters by name.
  public var parameters: JSONObject
  /// Seeds of all random numbers.
  public var seed: UInt64?
  /// The version of Superpose that made the figure; `nil` in files of versions before 0.2.0.
  public var version: String?
  /// Additional entries, such as a hash of the result.
  public var notes: JSONObject?

  public init(
    experiment: String, parameters: JSONObject = [:], seed: UInt64? = nil,
    version: String? = Superpose.version, notes: JSONObject? = nil
  ) {
    self.experiment = experiment
    self.parameters = parameters
    self.seed = seed
    self.version = version
    self.notes = notes
  }
}

extension Provenance: CustomStringConvertible {
  /// One line for each entry, in a fixed order, as `superpose provenance` prints it.
  public var description: String {
    var lines = ["experiment  \(experiment)"]
    if let seed { lines.append("seed        \(seed)") }
    if let version { lines.append("version     \(version)") }
    for (title, members) in [("parameters", parameters), ("notes", notes ?? [:])]
    where !members.isEmpty {
      lines.append(title)
      lines += members.sorted { $0.key < $1.key }.map { "  \($0.key) = \(Self.text($0.value))" }
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "none"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): value
    case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }
        .joined(separator: ", ") + "}"
    }
  }
}
