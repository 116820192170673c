/// The result of a submission.
public enum Outcome: Sendable, Equatable {
  case succeeded(expressions: [String: ExpressionResult] = [:], payloads: [Payload] = [])
  case failed(Failure)
}

/// The result of one of a submission's ``Submission/expressions``.
public enum ExpressionResult: Sendable, Equatable {
  case value(MIMEData)
  case failed(Failure)
}

/// A request to the front end, sent with the reply.
public enum Payload: Sendable, Equatable {
  /// Show in a pager.
  case page(MIMEData, start: Int)
  /// Put `text` in the next cell, or in this one when `replace`.
  case setNextInput(text: String, replace: Bool)
}
