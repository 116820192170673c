/// Whether code is complete (`is_complete_reply`).
public enum Completeness: Sendable, Equatable {
  case complete
  /// More code is needed; `indent` is the indentation of the next line.
  case incomplete(indent: String)
  case invalid
  case unknown
}

/// Completions (`complete_reply`). Offsets are in Unicode scalars.
public struct Completions: Sendable, Equatable {
  public struct Item: Sendable, Equatable {
    /// The text to insert.
    public var text: String
    /// `function`, `instance`, `class`, `module`, `keyword`, `magic` …, in JupyterLab's terms.
    public var type: String
    /// The declaration in one line, such as `(base: Double) -> Double`.
    public var signature: String

    public init(text: String, type: String, signature: String = "") {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }

  public var items: [Item]
  /// The range that an item replaces.
  public var range: Range<Int>

  public init(items: [Item], range: Range<Int>) {
    self.items = items
    self.range = range
  }
}

/// The amount of detail (`detail_level`).
public enum InspectionDetail: Int, Sendable {
  case documentation = 0
  case source = 1
}
