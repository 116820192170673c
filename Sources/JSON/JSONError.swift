/// Why a text is not JSON that can be read.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, such as `expected a value, found ']'`.
  public var problem: String
  /// Where, in bytes from the beginning.
  public var offset: Int

  public init(_ problem: String, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  public var description: String { "no valid JSON: \(problem), at byte \(offset)" }
}
