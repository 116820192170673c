internal import Cells
internal import Evaluation
internal import Foundation
internal import HostLink

extension Failure {
  /// What a cell's end means to the user; `nil` when it ended well.
  init?(_ end: CellEnd, interruptedBy: String = "the user") {
    guard let (name, value) = Failure.words(for: end) else { return nil }
    self.init(name: name, value: value, traceback: [Failure.heading(name, value)])
  }

  private static func words(for end: CellEnd) -> (name: String, value: String)? {
    switch end.reason {
    case .returned: nil
    case .exited(let code): end.isComplete ? nil : ("Exit", "the cell called exit(\(code))")
    case .threw(let type, let description): (type, description)
    case .interrupted: ("Interrupted", "the cell was interrupted")
    case .inputNotAllowed:
      ("StdinNotAllowed", "the cell asked for input, but this front end takes no questions")
    case .notLoaded(let reason): ("LoadError", "the compiled cell could not be loaded: \(reason)")
    case .trapped(let signal, let message, let isStackOverflow):
      isStackOverflow
        ? ("StackOverflow", "the stack is full: a function calls itself too often")
        : trapWords(signal: signal, message: message)
    }
  }

  private static func trapWords(signal: Int, message: String) -> (String, String) {
    // `Swift/Array.swift:42: Fatal error: Index out of range`
    let line = message.split(separator: "\n").first.map(String.init) ?? ""
    if let range = line.range(of: "Fatal error: ") {
      return ("FatalError", String(line[range.upperBound...]))
    }
    if line.hasSuffix("Fatal error") { return ("FatalError", "fatal error") }
    if line.contains("Could not cast") { return ("FatalError", line) }
    return switch signal {
    case 11, 7: ("MemoryError", "an address was used that is not the program's (signal \(signal))")
    case 6: ("Abort", line.isEmpty ? "the cell called abort()" : line)
    case 8: ("ArithmeticError", "an arithmetic operation has no result (signal 8)")
    default: ("Trap", "a check of Swift's failed: overflow, a bad conversion, or nil unwrapped")
    }
  }

  static func heading(_ name: String, _ value: String) -> String {
    "\(Style.red)\(name)\(Style.plain): \(value)"
  }
}

extension CellEnd {
  /// Every statement ran.
  var isComplete: Bool { variablesReached == Int.max }
}

extension Failure {
  /// The compiler's refusal.
  init(_ failure: CompileFailure) {
    let errors = failure.errors
    let value =
      errors.first.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
      ?? "the compiler stopped without a reason"
    let lines = failure.diagnostics.isEmpty ? [failure.output] : failure.diagnostics.map(\.coloured)
    self.init(name: "CompileError", value: value, traceback: lines)
  }
}
