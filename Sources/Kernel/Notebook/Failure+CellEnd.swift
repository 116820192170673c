internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostLink

extension Failure {
  /// The failure that the user sees for a cell's end; `nil` if the cell succeeded.
  ///
  /// - Parameter failedCheck: The Swift runtime check that stopped the cell, if known.
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
      ("StdinNotAllowed", "the cell asked for input, but this front end does not support input requests")
    case .notLoaded(let reason): ("LoadError", reason)
    case .trapped(let signal, let message, let isStackOverflow):
      isStackOverflow
        ? ("StackOverflow", overflowWords(end))
        : trapWords(signal: signal, message: message, failedCheck)
    }
  }

  private static func trapWords(
    signal: Int, message: String, _ failedCheck: String?
  ) -> (String, String) {
    // `Swift/Array.swift:42: Fatal error: Index out of range`; the user's own words may have several lines.
    let line = message.withoutModuleNames.trimmingCharacters(in: .newlines)
    if line.contains("attempting to acquire a Mutex") {
      return (
        "FatalError",
        "this mutex is held for ever, by a cell that was interrupted or failed while it held it: declare it again"
      )
    }
    // Addresses are removed because they differ from run to run.
    if let unowned = line.firstMatch(of: #/(Attempted to read an unowned reference but object) 0x[0-9a-f]+( .*)/#) {
      return ("FatalError", "\(unowned.1)\(unowned.2)")
    }
    if let range = line.range(of: "Fatal error: ") {
      return ("FatalError", String(line[range.upperBound...]))
    }
    if line.hasSuffix("Fatal error") { return ("FatalError", "fatal error") }
    if let range = line.firstRange(of: #/(?s)(Precondition|Assertion) failed.*/#) {
      return ("FatalError", String(line[range]))
    }
    if line.contains("Could not cast") {
      return ("FatalError", line.replacing(#/ \(0x[0-9a-f]+\)/#, with: ""))
    }
    if let failedCheck { return ("FatalError", failedCheck) }
    return switch signal {
    case 11: ("MemoryError", "invalid memory access (SIGSEGV)")
    case 7: ("MemoryError", "invalid memory access (SIGBUS)")
    case 6: ("Abort", line.isEmpty ? "the cell called abort()" : line)
    case 8: ("ArithmeticError", "arithmetic error (SIGFPE), such as division by zero")
    default: ("Trap", "a runtime check failed: overflow, an invalid conversion, or an unwrapped nil")
    }
  }

  /// Long chains of objects are released by as many nested calls.
  private static func overflowWords(_ end: CellEnd) -> String {
    let isReleasing = end.frames.prefix(12).contains { frame in
      ["swift_release", "swift_arrayDestroy", "swift_deallocClassInstance"].contains {
        frame.symbol?.contains($0) ?? false
      } || frame.symbol.map { Mangling.demangled($0).contains("outlined destroy") } ?? false
    }
    return isReleasing
      ? "stack overflow: releasing a long chain of values makes one nested call for each value"
      : "stack overflow: recursion too deep"
  }

  static func heading(_ name: String, _ value: String) -> String {
    "\(Style.bold)\(name)\(Style.plain): \(value)"
  }
}

extension Failure {
  /// The dynamic linker's message without the library's path.
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
  /// The errors that the compiler reported.
  init(_ failure: CompileFailure) {
    if failure.output.contains("module compiled with Swift") {
      // The toolchain was upgraded in place.
      self.init(
        name: "ToolchainChanged",
        value: "Superpose was built with a different version of Swift than the installed one; "
          + "rebuild it: make install",
        traceback: [])
      return
    }
    if let crash = Failure.compilerCrash(failure) {
      self = crash
      return
    }
    let errors = failure.errors
    let value =
      errors.first.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
      ?? "the compiler failed without an error message"
    let lines = failure.diagnostics.isEmpty ? [failure.output] : failure.diagnostics.map(\.styled)
    self.init(name: "CompileError", value: value, traceback: lines)
  }
}

extension Failure {
  /// The compiler's own failure in one sentence; `nil` for errors of the cell.
  private static func compilerCrash(_ failure: CompileFailure) -> Failure? {
    let isSilent = failure.errors.contains { $0.message.contains("failed to produce diagnostic") }
    let hasCrashed =
      failure.output.contains("Stack dump:")
      && failure.errors.allSatisfy { $0.message.hasPrefix("fatal error encountered") }
    guard isSilent || hasCrashed else { return nil }
    let place = isSilent ? failure.errors.first.map { "\($0.place): " } ?? "" : ""
    let lines = isSilent ? failure.errors.prefix(1).map { $0.source } : []
    var told = headed(
      "CompileError",
      place
        + (isSilent
          ? "the compiler refuses this expression and cannot say why; give its parts types, or split it"
          : "the compiler crashed on this cell; split the cell to find the statement that causes it"))
    told.traceback += lines
    return told
  }
}
