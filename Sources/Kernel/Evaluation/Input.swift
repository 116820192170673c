/// An input request to the user.
public struct InputPrompt: Sendable, Equatable, Codable {
  public var text: String
  /// Whether the answer is secret: the front end must not echo it.
  public var isPassword: Bool

  public init(text: String, isPassword: Bool = false) {
    self.text = text
    self.isPassword = isPassword
  }
}

public enum InputError: Error, Sendable, Equatable {
  /// The front end does not support input requests (`allow_stdin` is false).
  case notAllowed
  /// The user ended the input (Ctrl-D).
  case endOfInput
}
