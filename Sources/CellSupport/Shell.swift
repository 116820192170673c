// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Foundation
public import Synchronization

/// Runs a command of the shell and returns the lines that it prints. What it prints to standard error is
/// shown at once.
///
///     let files = try shell("ls *.json")
///
/// - Parameter command: A line for `/bin/sh`.
/// - Returns: The lines of its standard output, without line ends.
/// - Throws: ``ShellError`` when the command fails; its `output` has what was printed before.
@discardableResult
public func shell(_ command: String) throws -> [String] {
  try __shellRunner.withLock(\.self)(command, "/bin/sh", true)
}

/// Runs a command whose output is the cell's: `!` and `%%sh`.
public func __shell(_ command: String, _ shell: String = "/bin/sh") throws {
  _ = try __shellRunner.withLock(\.self)(command, shell, false)
}

/// Runs a command with a shell, whose path and options are the second argument, and returns the lines of its output if
/// the third says that they are wanted. The host has one; there is none outside a notebook.
public let __shellRunner = Mutex<@Sendable (String, String, Bool) throws -> [String]> { command, _, _ in
  throw ShellError(command: command, status: 127, output: [])
}

/// A command of the shell that has failed.
public struct ShellError: Error, CustomStringConvertible, Sendable {
  public let command: String
  /// The exit status; 128 and the signal's number for a command that a signal ended.
  public let status: Int
  /// What `shell(_:)` had read until then; empty for `!` and `%%sh`, whose output is shown.
  public let output: [String]

  package init(command: String, status: Int, output: [String]) {
    (self.command, self.status, self.output) = (command, status, output)
  }

  public var description: String {
    let lines = command.split(separator: "\n")
    let name = lines.count > 1 ? "the script" : "`\(lines.first ?? "")`"
    if status > 128, let signal = strsignal(Int32(status - 128)) {
      return "\(name) was ended by a signal (\(String(cString: signal)))"
    }
    return "\(name) ended with exit status \(status)" + (status == 127 ? ": no such command" : "")
  }
}
