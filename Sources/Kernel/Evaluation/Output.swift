/// An output of a submission.
public enum Output: Sendable, Equatable, Codable {
  case stream(StreamName, String)
  case display(MIMEData, displayID: String?)
  case updateDisplay(MIMEData, displayID: String)
  /// Clears what was shown; with `wait`, at the next output.
  case clear(wait: Bool)
  /// The value of the submission's last expression.
  case result(MIMEData, displayID: String? = nil)
  case comm(CommMessage)
}

public enum StreamName: String, Sendable, Codable {
  case stdout
  case stderr
}

/// The reason why a comm message was rejected.
public struct CommRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
