import SuperposeCellMessages
import SuperposeJSON
import SuperposeWidgets
import Synchronization

/// Keeps what widgets say, as a front end would hear it.
final class RecordingPort: CommPort {
  private let state = Mutex(State())

  private struct State {
    var messages: [CommMessage] = []
    var reports: [Failure] = []
  }

  /// A port of its own for one test, in use from now on.
  init() { commPort.withLock { $0 = self } }

  /// All that was sent so far; also what waited to be sent together.
  var messages: [CommMessage] {
    WidgetRegistry.shared.flush()
    return state.withLock(\.messages)
  }

  var reports: [Failure] { state.withLock(\.reports) }

  func forget() {
    WidgetRegistry.shared.flush()
    state.withLock { $0.messages = [] }
  }

  /// The states that `method` carried for `widget`, in order.
  func states(of widget: some Widget, _ method: String = "update") -> [JSONValue] {
    messages.filter { $0.commID == widget.model.id && $0.data["method"]?.string == method }
      .compactMap { $0.data["state"] }
  }

  func send(_ message: CommMessage) { state.withLock { $0.messages.append(message) } }
  var owner: SubmissionID? { nil }
  func requestReaction() {}
  func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {}
  func explain(_ error: any Error, then: @escaping @Sendable (Failure) -> Void) {
    then(Failure(name: "Explained", value: "\(error)", traceback: ["line 1"]))
  }
  func report(_ failure: Failure, of owner: SubmissionID?) {
    state.withLock { $0.reports.append(failure) }
  }
}

extension Widget {
  /// A page changes values of this widget.
  func move(_ state: JSONValue, paths: JSONValue = [], buffers: [[UInt8]] = []) throws {
    try receive(["method": "update", "state": state, "buffer_paths": paths], buffers)
  }

  func receive(_ data: JSONObject, _ buffers: [[UInt8]] = []) throws {
    try WidgetRegistry.shared.receive(
      CommMessage(.message, commID: model.id, data: data, buffers: buffers))
  }
}
