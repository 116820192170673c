public import SuperposeCellMessages
internal import SuperposeJSON
internal import Synchronization

/// Every widget of this process: finds the one that a message is for, and keeps the handlers that
/// wait for their turn.
public final class WidgetRegistry: Sendable {
  /// Widgets are known by their ids to one front end or several, so there is one registry.
  public static let shared = WidgetRegistry()

  private let state = Mutex(State())
  let updates = UpdateQueue()

  private struct State {
    var models: [String: WidgetModel] = [:]
    /// In the order in which they were made, so that a front end can make them in that order too.
    var order: [String] = []
    /// Comms on which front ends ask for everything.
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

  /// Takes a front end's message: changes the widget's state at once and lets its handlers wait for
  /// their turn. Runs no code of users.
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

  /// The states of all widgets, as a page wants them that was just loaded.
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

  /// Sends the changes that wait to be sent together. The host calls it at the end of a cell.
  public func flush() { updates.flush() }

  // MARK: Handlers

  /// Lets a handler wait for its turn, once: a handler that waits already sees the latest state
  /// anyway.
  func enqueue(_ reaction: Reaction) {
    state.withLock { state in
      guard !state.waiting.contains(where: { $0 === reaction }) else { return }
      state.waiting.append(reaction)
    }
    currentPort.requestReaction()
  }

  /// The handler whose turn it is, taken from those that wait.
  public func nextReaction() -> Reaction? {
    state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }

  /// Whether the handler waits for its turn.
  func isWaiting(_ reaction: Reaction) -> Bool {
    state.withLock { $0.waiting.contains { $0 === reaction } }
  }

  /// Forgets the handlers that wait.
  public func dropReactions() { state.withLock { $0.waiting = [] } }

  /// Runs every handler that waits, on the calling thread: for programs without a notebook.
  @MainActor public func runReactions() {
    while let reaction = nextReaction() { reaction.run() }
  }
}
