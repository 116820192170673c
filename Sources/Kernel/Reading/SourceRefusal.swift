/// Why a text is not given to the parser.
public struct SourceRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// A sentence that says what is too much.
  public var description: String

  init(_ description: String) { self.description = description }
}
