import Foundation
import SuperposeCellSupport
import SuperposeProcesses
import ToyLib

/// A running shell. An interrupt of the cell ends it and what it has started.
struct ShellProcess {
  private let identifier: pid_t

  /// Runs a command to its end.
  ///
  /// - Parameter shell: The shell's path, and options for it after spaces.
  /// - Returns: The lines that it prints to standard output, if they are wanted; otherwise they are the
  ///   cell's own.
  /// - Throws: `ShellError` when it fails; `CancellationError`.
  static func run(_ command: String, shell: String, isRead: Bool) throws -> [String] {
    guard isRead else {
      try ShellProcess(command, shell: shell, output: 1).finish(command, output: [])
      return []
    }
    let pipe = try PrivatePipe()
    let child = try ShellProcess(command, shell: shell, output: pipe.writingEnd.fileDescriptor)
    try pipe.writingEnd.close()
    let text = String(decoding: try child.read(pipe.readingEnd), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.hasSuffix("\r") ? line.dropLast() : line)
    }
    if lines.last == "" { lines.removeLast() }
    try child.finish(command, output: lines)
    return lines
  }

  private init(_ command: String, shell: String, output: Int32) throws {
    // What the cell has printed comes first.
    fflush(nil)
    let file = command.utf8.count < Self.argumentLimit ? nil : try Self.file(with: command)
    defer { if let file { fclose(file) } }
    let parts = shell.split(separator: " ").map(String.init)
    let words = parts.dropFirst() + (file == nil ? ["-c", command] : ["/dev/fd/3"])
    do {
      identifier = try Program(parts[0], Array(words)).endingWithParent.start(
        descriptors: [nil, output, 2] + (file.map { [fileno($0)] } ?? []))
    } catch let error as POSIXError where error.code == .ENOENT {
      throw ShellError(command: shell, status: 127, output: [])
    }
  }

  /// Linux takes no argument of this many bytes.
  ///
  /// Source: https://man7.org/linux/man-pages/man2/execve.2.html (`MAX_ARG_STRLEN`)
  private static let argumentLimit = 131_072

  /// A text in a file without a name.
  private static func file(with text: String) throws -> UnsafeMutablePointer<FILE> {
    guard let file = tmpfile() else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    guard fputs(text, file) >= 0, fflush(file) == 0 else {
      fclose(file)
      throw POSIXError(.ENOSPC)
    }
    rewind(file)
    return file
  }

  /// Everything that it prints.
  private func read(_ file: FileHandle) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var waiting = pollfd(fd: file.fileDescriptor, events: Int16(POLLIN), revents: 0)
    while true {
      try checkInterrupt()
      guard poll(&waiting, 1, 50) > 0 else { continue }
      let count = Glibc.read(file.fileDescriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Waits for its end.
  ///
  /// - Throws: ``ShellError`` when it has failed.
  private func finish(_ command: String, output: [String]) throws {
    // `sleep 9 &` goes on.
    defer { ProcessEnd.reapLater(group: identifier) }
    var pause: UInt32 = 200
    while true {
      if let end = ProcessEnd.look(at: identifier) {
        guard !end.isSuccess else { return }
        try throwIfInterrupted()
        let status = end.signal.map { 128 + Int($0) } ?? Int(end.code)
        throw ShellError(command: command, status: status, output: output)
      }
      try checkInterrupt()
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
  }

  private func checkInterrupt() throws {
    guard Cancellation.isRequested else { return }
    kill(-identifier, SIGINT)
    for _ in 0..<50 where ProcessEnd.look(at: identifier) == nil { usleep(10_000) }
    ProcessTree(root: identifier).killDescendants()
    kill(-identifier, SIGKILL)
    throw CancellationError()
  }

  private func throwIfInterrupted() throws {
    if Cancellation.isRequested { throw CancellationError() }
  }
}
