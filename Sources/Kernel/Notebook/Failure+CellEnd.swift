internal import SuperposeCells
internal import SuperposeEvaluation
internal import Foundation
internal import SuperposeHostLink

extension Failure {
  /// What a cell's end means to the user; `nil` when it ended well.
  ///
  /// - Parameter failedCheck: Which of Swift's checks stopped the cell, where that is known.
  init?(_ end: CellEnd, failedCheck: String? = nil) {
    guard let (name, value) = Failure.words(for: end, failedCheck) else { return nil }
    self = .headed(name, value)
  }

  /// A failure whose traceback begins with its name and value.
  static func headed(_ name: String, _ value: String) -> Failure {
    Failure(name: name, value: value, traceback: [heading(name, value)])
  }

  private static func words(
    for end: CellEnd, _ failedCheck: String?
  ) -> (name: String, value: String)? {
    switch end.reason {
    case .returned: nil
    case .exited(let code): end.isComplete ? nil : ("Exit", "the cell called exit(\(code))")
    case .threw(let type, let description): (type, description)
    case .interrupted: ("Interrupted", "the cell was interrupted")
    case .inputNotAllowed:
      ("StdinNotAllowed", "the cell asked for input, but this front end takes no questions")
    case .notLoaded(let reason): ("LoadError", reason)
    case .trapped(let signal, let message, let isStackOverflow):
      isStackOverflow
        ? ("StackOverflow", "the stack is full: a function calls itself too often")
        : trapWords(signal: signal, message: message, failedCheck)
    }
  }

  private static func trapWords(
    signal: Int, message: String, _ failedCheck: String?
  ) -> (String, String) {
    // `Swift/Array.swift:42: Fatal error: Index out of range`
    let line = message.split(separator: "\n").first.map(String.init) ?? ""
    if line.contains("attempting to acquire a Mutex") {
      return (
        "FatalError",
        "this mutex is held for ever, by a cell that was interrupted or failed while it held it: declare it again"
      )
    }
    if let range = line.range(of: "Fatal error: ") {
      return ("FatalError", String(line[range.upperBound...]))
    }
    if line.hasSuffix("Fatal error") { return ("FatalError", "fatal error") }
    if let range = line.firstRange(of: #/(Precondition|Assertion) failed.*/#) {
      return ("FatalError", String(line[range]))
    }
    if line.contains("Could not cast") {
      // Without addresses, which differ from run to run.
      return ("FatalError", line.replacing(#/ \(0x[0-9a-f]+\)/#, with: ""))
    }
    if let failedCheck { return ("FatalError", failedCheck) }
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

extension Failure {
  /// What the dynamic linker said, without the library's path.
  static func notLoaded(_ reason: String) -> Failure {
    var reason = reason.replacing(#/^\S*\/lib\w+\.so: /#, with: "")
    if let match = reason.firstMatch(of: #/undefined symbol: (\S+)/#) {
      reason = "undefined symbol: \(FunctionName.of(String(match.1)) ?? String(match.1))"
    }
    if reason.contains("Too many open files") {
      reason = "too many files are open; close some, or let %reset close all"
    }
    return Failure(
      name: "LoadError", value: "the compiled cell could not be loaded: \(reason)", traceback: [])
  }
}

extension CellEnd {
  /// Every statement ran.
  var isComplete: Bool { variablesReached == Int.max }
}

extension Failure {
  /// The compiler's refusal.
  init(_ failure: CompileFailure) {
    if failure.output.contains("module compiled with Swift") {
      // The toolchain was upgraded in its place.
      self.init(
        name: "ToolchainChanged",
        value: "Superpose was built with another Swift than the one that is here now; "
          + "build it again: make install",
        traceback: [])
      return
    }
    let errors = failure.errors
    let value =
      errors.first.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
      ?? "the compiler stopped without a reason"
    let lines = failure.diagnostics.isEmpty ? [failure.output] : failure.diagnostics.map(\.coloured)
    self.init(name: "CompileError", value: value, traceback: lines)
  }
}
