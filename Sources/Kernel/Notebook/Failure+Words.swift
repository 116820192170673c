internal import Cells
internal import Evaluation
internal import JSON

extension Failure {
  /// Any error as a failure; failures as they are.
  init(reporting error: any Error) {
    if var failure = error as? Failure {
      if failure.traceback.isEmpty {
        failure.traceback = [Failure.heading(failure.name, failure.value)]
      }
      self = failure
    } else {
      let (name, value) = (String(describing: type(of: error)), String(describing: error))
      self.init(name: name, value: value, traceback: [Failure.heading(name, value)])
    }
  }

  static let interruptedCompilation = Failure(
    name: "Interrupted", value: "the cell was interrupted before it ran", traceback: [])

  /// Says so when a name that the compiler misses was lost with the host.
  func hinting(at lost: Chain?) -> Failure {
    guard let lost else { return self }
    let names = Set(lost.variables + lost.declarations)
    let missing = value.split(separator: "'").map(String.init).filter(names.contains)
    guard let name = missing.first else { return self }
    var failure = self
    failure.traceback.append(
      "'\(name)' was lost when the cell host stopped. "
        + "\(Style.bold)%restore\(Style.plain) runs the lost cells again.")
    return failure
  }
}

extension MIMEData {
  static func text(_ text: String, markdown: String? = nil) -> MIMEData {
    var data: [String: String] = ["text/plain": text]
    data["text/markdown"] = markdown
    return MIMEData(data: data.mapValues { .string($0) })
  }

  /// A compiler's warning, never on standard error: graders take that for a failure.
  static func warning(_ warning: Diagnostic) -> MIMEData { .text(warning.coloured) }
}
