internal import SuperposeCellMessages
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeJSON

extension Failure {
  /// Converts any error to a failure. A failure stays unchanged.
  init(reporting error: any Error) {
    if var failure = error as? Failure {
      if failure.traceback.isEmpty {
        failure.traceback = [Failure.heading(failure.name, failure.value)]
      }
      self = failure
    } else {
      let name = String(describing: type(of: error))
      let value = FoundationError(error)?.description ?? String(describing: error)
      self.init(name: name, value: value, traceback: [Failure.heading(name, value)])
    }
  }

  static let interruptedCompilation = Failure(
    name: "Interrupted", value: "the cell was interrupted before it ran", traceback: [])

  /// A copy with one more line at the end of the traceback.
  func adding(_ line: String?) -> Failure {
    var failure = self
    if let line { failure.traceback.append(line) }
    return failure
  }
}

extension MIMEData {
  static func text(_ text: String, markdown: String? = nil) -> MIMEData {
    var data: [String: String] = ["text/plain": text]
    data["text/markdown"] = markdown
    return MIMEData(data: data.mapValues { .string($0) })
  }

  /// A compiler warning. It is displayed instead of written to standard error, which graders count as a failure.
  static func warning(_ warning: Diagnostic) -> MIMEData { .text(warning.styled) }
}
