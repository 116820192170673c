import SuperposeEvaluation
import SuperposeJSON
import SuperposeWire
import Synchronization

/// Publishes states, outputs and printed text on iopub, in order and with few messages.
///
/// Printed text is buffered for up to ``flushInterval``; everything else is published after it.
final class Publisher: Sendable {
  private struct State {
    var parents = Parents()
    var buffer = StreamBuffer()
    /// The owner of the buffered text.
    var writer: SubmissionID?
    var isFlushScheduled = false
    var displayIDs: Set<String> = []
    var commCount = 0
    /// What the next submission that shows outputs is to print first.
    var notice: String?
  }

  private let outbox: Outbox
  private let settings: Settings
  private let state = Mutex(State())

  init(outbox: Outbox, settings: Settings) {
    self.outbox = outbox
    self.settings = settings
  }

  /// Publishes after the buffered text.
  func publish(_ content: some MessageContent, parent: ParentHeader) {
    state.withLock { state in
      flush(&state)
      outbox.publish(content, parent: parent)
    }
  }

  /// Sends the buffered text.
  func flush() { state.withLock { flush(&$0) } }
}

extension Publisher {
  /// From now on, outputs of `parent.id` and outputs from unknown sources belong to `parent`.
  func begin(_ parent: Parent) { state.withLock { $0.parents.add(parent) } }

  /// Tells the user something in the output of the next submission: no other place is sure to be read.
  func announce(_ notice: String) { state.withLock { $0.notice = notice } }

  /// Prints what was announced, in the output of `id`.
  func printNotice(for id: SubmissionID) {
    state.withLock { state in
      guard let notice = state.notice else { return }
      state.notice = nil
      append(notice + "\n", to: .stderr, of: id, &state)
    }
  }

  /// A new id for a comm message, whose answers belong to it from now on.
  func beginComm(_ header: ParentHeader, identities: [[UInt8]]) -> SubmissionID {
    state.withLock { state in
      state.commCount += 1
      let id = SubmissionID.comm(state.commCount)
      state.parents.add(
        Parent(
          id: id, header: header, identities: identities, executionCount: 0, isSilent: false,
          allowsInput: false, quota: OutputQuota(limit: settings.outputLimit)))
      return id
    }
  }

  /// Sends the printed text of the submission, with a note about cut text.
  func finish(_ id: SubmissionID) {
    state.withLock { state in
      var note: String?
      state.parents.update(id) { note = $0.quota.takeNote() }
      if let note { append(note, to: .stderr, of: id, &state) }
      flush(&state)
    }
  }

  /// The submission `id`, if it is still known.
  func parent(of id: SubmissionID) -> Parent? {
    state.withLock { state in state.parents[id].flatMap { $0.id == id ? $0 : nil } }
  }

  /// Publishes one output; never blocks.
  func take(_ output: Output, from id: SubmissionID?) {
    state.withLock { state in
      guard let parent = state.parents[id] else { return publishOrphan(output) }
      // Comms transport the state of widgets, which silent code may create.
      if parent.isSilent, !output.isComm { return }
      if case .stream(let name, let text) = output {
        print(text, to: name, of: parent, &state)
      } else {
        flush(&state)
        publish(output, of: parent, &state)
      }
    }
  }

  private func publish(_ output: Output, of parent: Parent, _ state: inout State) {
    switch output {
    case .stream: break  // Stays in the buffer.
    case .display(let bundle, let displayID):
      if let displayID { state.displayIDs.insert(displayID) }
      outbox.publish(
        DisplayData(
          data: bundle.data, metadata: bundle.metadata, transient: Transient(displayID: displayID)),
        parent: parent.header)
    case .updateDisplay(let bundle, let displayID):
      // Front ends report errors for unknown display ids.
      guard state.displayIDs.contains(displayID) else { return }
      outbox.publish(
        UpdateDisplayData(data: bundle.data, metadata: bundle.metadata, displayID: displayID),
        parent: parent.header)
    case .clear(let wait): outbox.publish(ClearOutput(wait: wait), parent: parent.header)
    case .result(let bundle, let displayID):
      if let displayID { state.displayIDs.insert(displayID) }
      outbox.publish(
        ExecuteResult(
          executionCount: parent.executionCount, data: bundle.data, metadata: bundle.metadata,
          transient: displayID.map { Transient(displayID: $0) }),
        parent: parent.header)
    case .comm(let message): outbox.publish(message, parent: parent.header)
    }
  }

  /// Before the first submission only comm messages are published.
  private func publishOrphan(_ output: Output) {
    guard case .comm(let message) = output else { return }
    outbox.publish(message, parent: .none)
  }
}

extension Publisher {
  private func print(
    _ text: String, to name: StreamName, of parent: Parent, _ state: inout State
  ) {
    var admitted = ""
    state.parents.update(parent.id) { admitted = $0.quota.admit(text) }
    append(admitted, to: name, of: parent.id, &state)
    if state.buffer.size >= StreamBuffer.messageLimit { flush(&state) }
    scheduleFlush(&state)
  }

  private func append(
    _ text: String, to name: StreamName, of id: SubmissionID, _ state: inout State
  ) {
    if state.writer != id { flush(&state) }
    state.writer = id
    state.buffer.append(text, to: name)
  }

  private func flush(_ state: inout State) {
    guard !state.buffer.isEmpty, let parent = state.parents[state.writer] else { return }
    for stream in state.buffer.take() { outbox.publish(stream, parent: parent.header) }
  }

  private func scheduleFlush(_ state: inout State) {
    guard !state.buffer.isEmpty, !state.isFlushScheduled else { return }
    state.isFlushScheduled = true
    Task { [settings] in
      try await Task.sleep(for: settings.flushInterval)
      self.state.withLock { state in
        state.isFlushScheduled = false
        self.flush(&state)
      }
    }
  }
}

extension Output {
  fileprivate var isComm: Bool {
    if case .comm = self { true } else { false }
  }
}

extension Outbox {
  /// Publishes a comm message under its own type, with its buffers.
  fileprivate func publish(_ message: CommMessage, parent: ParentHeader) {
    func draft<Content: MessageContent>(_ content: Content) -> Draft<Content> {
      Draft(
        parentHeader: parent, metadata: message.metadata, content: content,
        buffers: message.buffers)
    }
    switch message.kind {
    case .open(let target):
      publish(draft(CommOpen(commID: message.commID, targetName: target, data: message.data)))
    case .message: publish(draft(CommMsg(commID: message.commID, data: message.data)))
    case .close: publish(draft(CommClose(commID: message.commID, data: message.data)))
    }
  }
}
