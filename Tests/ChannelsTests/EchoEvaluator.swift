import SuperposeEvaluation
import SuperposeJSON
import Synchronization

/// An evaluator whose cells are one instruction a line, such as `print hello` or `fail now`.
final class EchoEvaluator: Evaluator {
  private struct State {
    var outputs: OutputHandler?
    var input: InputHandler?
    var waiting: AsyncStream<Never>.Continuation?
    var comms: [String: String] = [:]
    var interrupted: [SubmissionID?] = []
  }

  private let state = Mutex(State())

  /// Takes the kernel's handlers.
  func connect(outputs: @escaping OutputHandler, input: @escaping InputHandler) {
    state.withLock {
      $0.outputs = outputs
      $0.input = input
    }
  }

  /// Hands over an output, also long after its submission has ended.
  func emit(_ output: Output, from id: SubmissionID?) {
    let outputs = state.withLock { $0.outputs }
    outputs?(output, id)
  }

  func evaluate(_ submission: Submission) async -> Outcome {
    do {
      for line in submission.code.split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        try await follow(words[0], words.count > 1 ? words[1] : "", submission)
      }
    } catch {
      return .failed(error)
    }
    return .succeeded(
      expressions: submission.expressions.mapValues { .value(Self.text($0)) },
      payloads: submission.code == "page" ? [.page(Self.text("page"), start: 0)] : [])
  }

  private func follow(
    _ instruction: String, _ rest: String, _ submission: Submission
  ) async throws(Failure) {
    let id = submission.id
    switch instruction {
    case "print": emit(.stream(.stdout, rest + "\n"), from: id)
    case "warn": emit(.stream(.stderr, rest + "\n"), from: id)
    case "flood":
      for line in 0..<(Int(rest) ?? 0) { emit(.stream(.stdout, "line \(line)\n"), from: id) }
    case "show": emit(.display(Self.text(rest), displayID: rest), from: id)
    case "update": emit(.updateDisplay(Self.text("new"), displayID: rest), from: id)
    case "clear": emit(.clear(wait: true), from: id)
    case "value": emit(.result(Self.text(rest)), from: id)
    case "fail": throw Failure(name: "EchoError", value: rest, traceback: ["at line 1"])
    case "ask": await ask(InputPrompt(text: rest), id)
    case "secret": await ask(InputPrompt(text: rest, isPassword: true), id)
    case "wait": try await wait(id)
    default: break
    }
  }

  private func ask(_ prompt: InputPrompt, _ id: SubmissionID) async {
    guard let input = state.withLock({ $0.input }) else { return }
    do {
      let line = try await input(prompt, id)
      emit(.stream(.stdout, "got \(line)\n"), from: id)
    } catch {
      emit(.stream(.stderr, "\(error)\n"), from: id)
    }
  }

  /// Ends by interrupt only. Says `waiting` once an interrupt would end it.
  private func wait(_ id: SubmissionID) async throws(Failure) {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    state.withLock { $0.waiting = continuation }
    emit(.stream(.stdout, "waiting\n"), from: id)
    for await _ in stream {}
    throw Failure(name: "Interrupted", value: "the cell was interrupted", traceback: [])
  }

  func interrupt(_ id: SubmissionID?) {
    state.withLock {
      $0.interrupted.append(id)
      $0.waiting?.finish()
    }
  }

  /// The submissions that were to be interrupted.
  var interrupted: [SubmissionID?] { state.withLock(\.interrupted) }

  func completeness(of code: String) -> Completeness {
    code.hasSuffix("{") ? .incomplete(indent: "  ") : .complete
  }

  func completions(of code: String, at cursor: Int) -> Completions {
    let item = Completions.Item(text: "print", type: "function", signature: "(Any)")
    return Completions(items: [item], range: 0..<cursor)
  }

  func inspection(of code: String, at cursor: Int, detail: InspectionDetail) -> MIMEData? {
    code == "known" ? Self.text("\(detail)") : nil
  }

  func variables() -> [Variable] {
    [
      Variable(name: "n", type: "Int", value: "1"),
      Variable(name: "list", type: "Array<Int>", value: "[7, 8]", path: .init(name: "list")),
    ]
  }

  func parts(of path: Variable.Path) throws -> [Variable] {
    guard path.parts.isEmpty else { throw VariableRefusal("no parts") }
    return [
      Variable(name: "[0]", type: "Int", value: "7"),
      Variable(name: "[1]", type: "Int", value: "8", path: .init(name: "list", parts: [1])),
    ]
  }

  func display(ofVariable name: String) throws -> MIMEData {
    guard name == "n" else { throw VariableRefusal("there is no variable '\(name)'") }
    return Self.text("one")
  }

  func receive(_ comm: CommMessage, as id: SubmissionID) {
    switch comm.kind {
    case .open("known"): state.withLock { $0.comms[comm.commID] = "known" }
    case .open: emit(.comm(CommMessage(.close, commID: comm.commID)), from: id)
    case .message:
      emit(
        .comm(CommMessage(.message, commID: comm.commID, data: comm.data, buffers: comm.buffers)),
        from: id)
    case .close: state.withLock { $0.comms[comm.commID] = nil }
    }
  }

  func openComms() -> [String: String] { state.withLock { $0.comms } }
  func shutDown() { interrupt(nil) }

  private static func text(_ text: String) -> MIMEData {
    MIMEData(data: ["text/plain": .string(text)])
  }
}
