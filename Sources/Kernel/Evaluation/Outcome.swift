public import SuperposeJSON

/// How a submission ended.
public enum Outcome: Sendable, Equatable {
  case succeeded(expressions: [String: ExpressionResult] = [:], payloads: [Payload] = [])
  case failed(Failure)
}

/// Why a submission failed, in Jupyter's three parts.
public struct Failure: Error, Sendable, Equatable, Codable {
  /// The kind of failure, such as `CompileError`, `FatalError`, `Interrupted` or the error's type.
  public var name: String
  /// One sentence or more, without ANSI codes.
  public var value: String
  /// Lines to show, never empty; ANSI colours allowed.
  public var traceback: [String]

  public init(name: String, value: String, traceback: [String]) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}

/// What became of one of a submission's ``Submission/expressions``.
public enum ExpressionResult: Sendable, Equatable {
  case value(MIMEData)
  case failed(Failure)
}

/// A request to the front end that travels with the reply.
public enum Payload: Sendable, Equatable {
  /// Show in a pager.
  case page(MIMEData, start: Int)
  /// Put `text` in the next cell, or in this one when `replace`.
  case setNextInput(text: String, replace: Bool)
}

/// A MIME bundle in the form in which it travels.
public struct MIMEData: Sendable, Equatable, Codable {
  public var data: JSONObject
  public var metadata: JSONObject

  public init(data: JSONObject, metadata: JSONObject = [:]) {
    self.data = data
    self.metadata = metadata
  }
}
