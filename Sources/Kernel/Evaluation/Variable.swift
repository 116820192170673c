/// A variable of the notebook, or a part of one, as front ends list it.
public struct Variable: Sendable, Equatable {
  /// Where a value is: a variable, and the number of each part on the way to it.
  public struct Path: Sendable, Hashable {
    public var name: String
    public var parts: [Int]

    public init(name: String, parts: [Int] = []) {
      self.name = name
      self.parts = parts
    }
  }

  /// The name of the variable or the part: `loss`, `[3]`, `.0`.
  public var name: String
  public var type: String
  /// The value in one line.
  public var value: String
  /// How much the value holds, such as `1,000 elements`; empty for a single thing.
  public var size: String
  /// `nil` when the value has no parts to list.
  public var path: Path?

  public init(name: String, type: String, value: String, size: String = "", path: Path? = nil) {
    self.name = name
    self.type = type
    self.value = value
    self.size = size
    self.path = path
  }
}

/// The reason why a variable or its parts cannot be shown.
public struct VariableRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
