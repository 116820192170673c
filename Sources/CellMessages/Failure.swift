/// The reason why user code failed, in Jupyter's three parts.
public struct Failure: Error, Sendable, Equatable, Codable {
  /// The kind of failure, such as `CompileError`, `FatalError`, `Interrupted` or the error's type.
  public var name: String
  /// One sentence or more, without ANSI codes.
  public var value: String
  /// Lines to show; ANSI colours allowed.
  public var traceback: [String]

  public init(name: String, value: String, traceback: [String] = []) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}
