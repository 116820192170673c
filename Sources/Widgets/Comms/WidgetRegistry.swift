public import SuperposeCellMessages
internal import SuperposeJSON
internal import Synchronization

/// All widgets of this process. Routes messages to widgets and keeps the queue of handlers.
public final class WidgetRegistry: Sendable {
  /// Front ends know widgets by their ids, so there is one instance per process.
  public static let shared = WidgetRegistry()

  private let state = Mutex(State())
  let updates = UpdateQueue()

  private struct State {
    var models: [String: WidgetModel] = [:]
    /// In the order of creation, so that a front end can create them in the same order.
    var order: [String] = []
    /// Comms on which front ends request all states.
    var controls: Set<String> = []
    var waiting: [Reaction] = []
  }

  /// The comm targets of the widget protocol.
  ///
  /// Source: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
  static let target = "jupyter.widget"
  static let controlTarget = "jupyter.widget.control"
  static let version: JSONObject = ["version": "2.1.0"]

  // MARK: What front ends say

  /// Handles a front end's message: changes the widget's state immediately and queues its handlers.
  /// Runs no user code.
  ///
  /// - Throws: ``WidgetError`` with what is wrong with the message; then nothing has changed.
  public func receive(_ message: CommMessage) throws(WidgetError) {
    switch message.kind {
    case .open(let target): try open(message.commID, target)
    case .message: try take(message)
    case .close: close(message.commID)
    }
  }

  private func open(_ commID: String, _ target: String) throws(WidgetError) {
    guard target == Self.controlTarget else {
      send(CommMessage(.close, commID: commID))
      throw .unknownTarget(target)
    }
    state.withLock { _ = $0.controls.insert(commID) }
  }

  private func take(_ message: CommMessage) throws(WidgetError) {
    let (model, isControl) = state.withLock {
      ($0.models[message.commID], $0.controls.contains(message.commID))
    }
    guard let method = message.data["method"]?.string else {
      throw .wrongField("method", expected: "text", found: message.data["method"])
    }
    if isControl {
      guard method == "request_states" else { throw .unknownMethod(method) }
      return send(everything(on: message.commID))
    }
    guard let model else { throw .unknownComm(message.commID) }
    try model.receive(method, message)
  }

  private func close(_ commID: String) {
    let model = state.withLock { state in
      state.controls.remove(commID)
      return state.models[commID]
    }
    model?.close(tellingFrontEnds: false)
  }

  /// The states of all widgets, for a page that was just loaded.
  private func everything(on commID: String) -> CommMessage {
    let models = state.withLock { state in state.order.compactMap { state.models[$0] } }
    var states: JSONObject = [:]
    var paths: [JSONValue] = []
    var buffers: [[UInt8]] = []
    for model in models {
      let snapshot = model.snapshot()
      states[model.id] = model.kind.record(of: snapshot.state)
      for name in snapshot.bytes.keys.sorted() {
        paths.append(.array([.string(model.id), .string(name)]))
        buffers.append(snapshot.bytes[name] ?? [])
      }
    }
    return CommMessage(
      .message, commID: commID,
      data: [
        "method": "update_states", "states": .object(states), "buffer_paths": .array(paths),
      ], buffers: buffers)
  }

  // MARK: Widgets come and go

  func add(_ model: WidgetModel) {
    state.withLock { state in
      state.models[model.id] = model
      state.order.append(model.id)
    }
  }

  func remove(_ model: WidgetModel) {
    state.withLock { state in
      state.models[model.id] = nil
      state.order.removeAll { $0 == model.id }
    }
  }

  func model(_ id: String) -> WidgetModel? { state.withLock { $0.models[id] } }

  func send(_ message: CommMessage) { currentPort.send(message) }

  /// Sends all pending changes. The host calls it at the end of a cell.
  public func flush() { updates.flush() }

  // MARK: Handlers

  /// Queues a handler unless it is already queued: a queued handler sees the latest state.
  func enqueue(_ reaction: Reaction) {
    state.withLock { state in
      guard !state.waiting.contains(where: { $0 === reaction }) else { return }
      state.waiting.append(reaction)
    }
    currentPort.requestReaction()
  }

  /// Removes and returns the next queued handler.
  public func nextReaction() -> Reaction? {
    state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }

  /// Whether the handler is queued.
  func isWaiting(_ reaction: Reaction) -> Bool {
    state.withLock { $0.waiting.contains { $0 === reaction } }
  }

  /// Removes all queued handlers.
  public func dropReactions() { state.withLock { $0.waiting = [] } }

  /// Runs all queued handlers on the calling thread. For programs without a notebook.
  @MainActor public func runReactions() {
    while let reaction = nextReaction() { reaction.run() }
  }
}
