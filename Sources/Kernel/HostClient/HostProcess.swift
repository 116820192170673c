internal import Foundation
public import SuperposeEvaluation
public import SuperposeHostLink
public import SuperposeProcesses
internal import Synchronization

/// One running cell host: its process, its link and its output pipes.
///
/// A separate thread reads all three, pipes first. The host sends a message only after earlier
/// printed text has been read, so events arrive in order.
public final class HostProcess: Sendable {
  public let identifier: Int32
  private let link: Link
  private let state = Mutex(State())
  private let sender = DispatchQueue(label: "superpose.host.sender")

  private struct State {
    var current: SubmissionID?
    var hasEnded = false
  }

  /// An event of a host process.
  public enum Event: Sendable {
    case message(HostEvent)
    /// Text that cells or their children printed.
    case printed(StreamName, String, SubmissionID?)
    /// The process has ended; no event follows.
    case ended(ProcessEnd)
  }

  /// Starts a host. `onEvent` is called in order, on the reader's thread, and must not block.
  ///
  /// - Parameters:
  ///   - memoryLimit: Bytes of private memory that the process may have; `nil` for no limit.
  /// - Throws: ``HostError`` when the process cannot be started.
  public init(
    executable: String, memoryLimit: UInt64?,
    onEvent: @escaping @Sendable (HostProcess, Event) -> Void
  ) throws {
    let program = Program(executable, ["3"] + (memoryLimit.map { [String($0)] } ?? []))
    let output: PrivatePipe
    let errors: PrivatePipe
    do {
      let socket = try SocketPair()
      defer { close(socket.far) }
      link = Link(descriptor: socket.near)
      // Room for a burst of prints, so that cells seldom wait for the kernel.
      output = try PrivatePipe(capacity: 1 << 20)
      errors = try PrivatePipe(capacity: 1 << 20)
      // The link is its descriptor 3; there is nothing to read on standard input.
      identifier = try program.start(
        descriptors: [
          nil, output.writingEnd.fileDescriptor, errors.writingEnd.fileDescriptor, socket.far,
        ])
      try output.writingEnd.close()
      try errors.writingEnd.close()
    } catch let error as POSIXError {
      throw HostError.notStarted(executable, error.code.rawValue)
    }
    let reader = HostReader(
      link: link, output: output.readingEnd, errors: errors.readingEnd, identifier: identifier)
    Thread.detachNewThread { [self] in
      let end = reader.read(
        message: { event in onEvent(self, .message(event)) },
        printed: { stream, text in onEvent(self, .printed(stream, text, self.current)) })
      state.withLock { $0.hasEnded = true }
      onEvent(self, .ended(end))
    }
  }

  /// The submission to which printed text belongs: the one sent last.
  private var current: SubmissionID? { state.withLock(\.current) }

  /// Sends a command; `false` if the host has ended.
  @discardableResult
  public func send(_ command: HostCommand) -> Bool {
    if case .run(let run) = command { state.withLock { $0.current = run.id } }
    // On a thread of its own, because a stopped host does not read, and sending waits then.
    sender.async { [link] in
      // When the host is gone, its end is reported.
      try? link.send(command)
    }
    return !state.withLock(\.hasEnded)
  }

  /// Ends the process and all that cells have started.
  public func kill() {
    state.withLock { state in
      // After its end, another process may have its id.
      guard !state.hasEnded else { return }
      ProcessTree(root: identifier).killDescendants()
      Foundation.kill(-identifier, SIGKILL)
      Foundation.kill(identifier, SIGKILL)
    }
  }
}

/// The reason why no host could be started.
public enum HostError: Error, CustomStringConvertible {
  case notStarted(String, Int32)

  public var description: String {
    switch self {
    case .notStarted(let what, let code):
      "The cell host could not be started (\(what)): \(String(cString: strerror(code)))"
    }
  }
}
