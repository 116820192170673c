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

  /// Says so when a name that the compiler misses was lost with the host, or is another cell's own, and
  /// when there is more than one type of a name.
  func hinting(at lost: Chain?, and chain: Chain) -> Failure {
    let words = value.split(separator: "'").map(String.init)
    let names = Set((lost?.variables ?? []) + (lost?.declarations ?? []))
    if let name = words.first(where: names.contains) {
      return adding(
        "'\(name)' was lost when the cell host stopped. "
          + "\(Style.bold)%restore\(Style.plain) runs the lost cells again.")
    }
    for name in words {
      guard let label = chain.label(confining: name) else { continue }
      return adding(
        "'\(name)' is known in \(label.lowercased()) only: Swift keeps what a top-level guard binds to its "
          + "own file. Give it to a variable there, such as let kept = \(name).")
    }
    // Every other part stands in quotes: '[P (cell [1])]'.
    let quoted = stride(from: 1, to: words.count, by: 2).flatMap { index in
      words[index].matches(of: #/\w+/#).map { String($0.output) }
    }
    for name in quoted {
      let labels = chain.labels(declaringType: name)
      guard let last = labels.last, let before = labels.dropLast().last, before != last else { continue }
      return adding(
        "\(last) has declared '\(name)' anew. What was made with the one of \(before.lowercased()) keeps "
          + "that one: run those cells again.")
    }
    return self
  }

  private func adding(_ line: String) -> Failure {
    var failure = self
    failure.traceback.append(line)
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
