public import SuperposeEvaluation
internal import Foundation
public import SuperposeHostLink
public import SuperposeProcesses
internal import Synchronization

/// One running cell host: its process, its link and its output pipes.
///
/// A thread of its own reads all three, pipes first: the host sends a message only when what was
/// printed before has been read, so events arrive in the order in which they happened.
public final class HostProcess: Sendable {
  public let identifier: Int32
  private let link: Link
  private let state = Mutex(State())
  private let sender = DispatchQueue(label: "superpose.host.sender")

  private struct State {
    var current: SubmissionID?
    var hasEnded = false
  }

  /// What a host process tells its owner.
  public enum Event: Sendable {
    case message(HostEvent)
    /// Text that cells or their children printed.
    case printed(StreamName, String, SubmissionID?)
    /// The process is gone; no event follows.
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
    let (near, far) = try HostProcess.socketPair()
    let output = try HostProcess.pipePair()
    let errors = try HostProcess.pipePair()
    defer { for descriptor in [far, output.writing, errors.writing] { close(descriptor) } }
    let program = Program(executable, ["3"] + (memoryLimit.map { [String($0)] } ?? []))
    // The link is its descriptor 3; there is nothing to read on standard input.
    do {
      identifier = try program.start(descriptors: [nil, output.writing, errors.writing, far])
    } catch let error as POSIXError {
      throw HostError.notStarted(executable, error.code.rawValue)
    }
    link = Link(descriptor: near)
    let reader = HostReader(
      link: link, output: output.reading, errors: errors.reading, identifier: identifier)
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

  /// Sends a command; `false` when the host is gone.
  @discardableResult
  public func send(_ command: HostCommand) -> Bool {
    if case .run(let run) = command { state.withLock { $0.current = run.id } }
    var buffers: [[UInt8]] = []
    if case .comm(let message, _) = command { buffers = message.buffers }
    // Not here: a host that is stopped does not read, and then sending waits.
    sender.async { [link, buffers] in
      // A host that is gone tells so by its end.
      try? link.send(command, buffers: buffers)
    }
    return !state.withLock(\.hasEnded)
  }

  /// Ends the process and all that cells have started.
  public func kill() {
    state.withLock { state in
      // After its end, the number may be another's.
      guard !state.hasEnded else { return }
      ProcessTree(root: identifier).killDescendants()
      Foundation.kill(-identifier, SIGKILL)
      Foundation.kill(identifier, SIGKILL)
    }
  }
}

/// Why no host could be started.
public enum HostError: Error, CustomStringConvertible {
  case notStarted(String, Int32)

  public var description: String {
    switch self {
    case .notStarted(let what, let code):
      "The cell host could not be started (\(what)): \(String(cString: strerror(code)))"
    }
  }
}
