/// Whether a piece of code can run as it stands (`is_complete_reply`).
public enum Completeness: Sendable, Equatable {
  case complete
  /// More is needed; `indent` is what to begin the next line with.
  case incomplete(indent: String)
  case invalid
  case unknown
}

/// What could stand at the cursor (`complete_reply`). Offsets are in Unicode scalars.
public struct Completions: Sendable, Equatable {
  public struct Item: Sendable, Equatable {
    /// The text to insert.
    public var text: String
    /// `function`, `instance`, `class`, `module`, `keyword`, `magic` …, as JupyterLab's icons know them.
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
  /// What an item replaces.
  public var range: Range<Int>

  public init(items: [Item], range: Range<Int>) {
    self.items = items
    self.range = range
  }
}

/// How much to tell (`detail_level`).
public enum InspectionDetail: Int, Sendable {
  case documentation = 0
  case source = 1
}
