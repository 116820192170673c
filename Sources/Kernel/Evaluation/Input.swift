/// A question to the user.
public struct InputPrompt: Sendable, Equatable, Codable {
  public var text: String
  /// The answer is a secret: the front end must not echo it.
  public var isPassword: Bool

  public init(text: String, isPassword: Bool = false) {
    self.text = text
    self.isPassword = isPassword
  }
}

public enum InputError: Error, Sendable, Equatable {
  /// The front end said that it takes no questions (`allow_stdin` false).
  case notAllowed
  /// The user ended the input (Ctrl-D).
  case endOfInput
}
