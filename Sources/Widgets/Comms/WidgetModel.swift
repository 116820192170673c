internal import Foundation
internal import SuperposeCellMessages
internal import SuperposeJSON
internal import Synchronization

/// A widget's state. Every front end has a copy.
///
/// Setting a value here changes it on every page; moving a control on a page changes it here
/// immediately, also while a cell runs. Widgets such as ``IntSlider`` are typed views of one of
/// these.
public final class WidgetModel: Sendable {
  /// The widget's id for front ends.
  public let id: String
  public let kind: WidgetKind
  private let checks: [String: TraitCheck]
  private let settle: @Sendable (inout JSONObject) -> Void
  private let fileTraits: Set<String>
  private let state: Mutex<State>

  private struct State {
    var values: JSONObject
    var bytes: [String: [UInt8]]
    var observers: [String: [Reaction]] = [:]
    /// Handlers of custom messages, by their `event`.
    var events: [String: [Reaction]] = [:]
    var isClosed = false
  }

  /// A state in a message: JSON, and bytes in buffers.
  struct Snapshot: Sendable, Equatable {
    var state: JSONObject
    var bytes: [String: [UInt8]]
  }

  init(_ builder: ModelBuilder) {
    id = UUID().uuidString.lowercased().replacing("-", with: "")
    kind = builder.kind
    checks = builder.checks
    settle = builder.settle
    fileTraits = builder.fileTraits
    var values = builder.values.merging(builder.kind.state) { _, own in own }
    settle(&values)
    state = Mutex(State(values: values, bytes: builder.bytes))
    WidgetRegistry.shared.add(self)
    sendOpen()
  }

  // MARK: Values

  func value(of trait: String) -> JSONValue { state.withLock { $0.values[trait] ?? .null } }

  func bytes(of trait: String) -> [UInt8] { state.withLock { $0.bytes[trait] ?? [] } }

  /// Changes values, and notifies front ends and handlers of new ones.
  func set(_ values: JSONObject, bytes: [String: [UInt8]] = [:]) {
    let changed = change(values, bytes)
    guard !changed.isEmpty else { return }
    WidgetRegistry.shared.updates.note(self, changed)
    notify(changed)
  }

  private func change(_ values: JSONObject, _ bytes: [String: [UInt8]]) -> Set<String> {
    state.withLock { state in
      var settled = state.values.merging(values) { _, new in new }
      settle(&settled)
      var changed = Set(settled.keys.filter { settled[$0] != state.values[$0] })
      state.values = settled
      // The bytes of files that are gone.
      for name in fileTraits where values[name] != nil {
        for key in state.bytes.keys where key.hasPrefix(name + "/") { state.bytes[key] = nil }
      }
      for (name, value) in bytes where state.bytes[name] != value {
        state.bytes[name] = value
        changed.insert(name)
      }
      return changed
    }
  }

  private func notify(_ traits: Set<String>) {
    let reactions = state.withLock { state in
      traits.sorted().flatMap { state.observers[$0] ?? [] }
    }
    for reaction in reactions { reaction.enqueue() }
  }

  func observe(_ trait: String, _ reaction: Reaction) {
    state.withLock { $0.observers[trait, default: []].append(reaction) }
  }

  func observe(event: String, _ reaction: Reaction) {
    state.withLock { $0.events[event, default: []].append(reaction) }
  }

  /// The whole state.
  func snapshot() -> Snapshot {
    state.withLock { Snapshot(state: $0.values, bytes: $0.bytes) }
  }

  // MARK: To front ends

  private func sendOpen() {
    let snapshot = snapshot()
    let (paths, buffers) = Self.split(snapshot.bytes)
    WidgetRegistry.shared.send(
      CommMessage(
        .open(targetName: WidgetRegistry.target), commID: id,
        data: ["state": .object(snapshot.state), "buffer_paths": paths],
        metadata: WidgetRegistry.version, buffers: buffers))
  }

  /// Sends the current values of `traits`.
  func sendUpdate(of traits: Set<String>, method: String = "update") {
    let snapshot = state.withLock { state in
      state.isClosed
        ? nil
        : Snapshot(
          state: state.values.filter { traits.contains($0.key) },
          bytes: state.bytes.filter { traits.contains($0.key.trait) })
    }
    guard let snapshot else { return }
    let (paths, buffers) = Self.split(snapshot.bytes)
    WidgetRegistry.shared.send(
      CommMessage(
        .message, commID: id,
        data: [
          "method": .string(method), "state": .object(snapshot.state), "buffer_paths": paths,
        ], buffers: buffers))
  }

  private static func split(_ bytes: [String: [UInt8]]) -> (paths: JSONValue, buffers: [[UInt8]]) {
    let names = bytes.keys.sorted()
    return (.array(names.map(\.bufferPath)), names.map { bytes[$0] ?? [] })
  }

  /// Removes the widget from every page. Its values stay readable.
  public func close() { close(tellingFrontEnds: true) }

  func close(tellingFrontEnds: Bool) {
    let wasOpen = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard wasOpen else { return }
    WidgetRegistry.shared.remove(self)
    if tellingFrontEnds { WidgetRegistry.shared.send(CommMessage(.close, commID: id)) }
  }

  // MARK: From front ends

  func receive(_ method: String, _ message: CommMessage) throws(WidgetError) {
    switch method {
    case "update": try update(from: message)
    case "request_state":
      let snapshot = snapshot()
      sendUpdate(of: Set(snapshot.state.keys).union(snapshot.bytes.keys))
    case "custom":
      guard let event = message.data["content"]?["event"]?.string else {
        throw .wrongField("content.event", expected: "text", found: message.data["content"]?["event"])
      }
      for reaction in state.withLock({ $0.events[event] ?? [] }) { reaction.enqueue() }
    default: throw .unknownMethod(method)
    }
  }

  /// Accepts all new values or none, and notifies the other front ends.
  private func update(from message: CommMessage) throws(WidgetError) {
    guard let offered = message.data["state"]?.object else {
      throw .wrongField("state", expected: "an object", found: message.data["state"])
    }
    let bytes = try buffers(of: message)
    var values: JSONObject = [:]
    for (name, value) in offered {
      if bytes[name] != nil { continue }
      // Front ends also send their private traits, such as `_view_count`.
      if kind.state[name] != nil || name == "_view_count" { continue }
      guard let check = checks[name] else { throw .unknownTrait(name, of: kind.model) }
      guard let accepted = check.normalised(value) else {
        throw .wrongValue(of: name, model: kind.model, expected: check.expectation, found: value)
      }
      values[name] = accepted
    }
    try checkAgreement(of: values)
    let changed = change(values, bytes)
    // Includes unchanged values, because the page that sent them waits for the echo.
    sendUpdate(of: Set(values.keys).union(bytes.keys), method: "echo_update")
    notify(changed)
  }

  /// Rejects values that are inconsistent with each other or with the unchanged ones, such as one
  /// beyond a slider's end.
  private func checkAgreement(of values: JSONObject) throws(WidgetError) {
    let offered = state.withLock(\.values).merging(values) { _, new in new }
    var settled = offered
    settle(&settled)
    for (name, value) in values where settled[name] != value {
      throw .wrongValue(
        of: name, model: kind.model, expected: "consistent with the widget's other values", found: value)
    }
  }

  private func buffers(of message: CommMessage) throws(WidgetError) -> [String: [UInt8]] {
    let paths = message.data["buffer_paths"]?.array ?? []
    guard paths.count == message.buffers.count else {
      throw .wrongBuffers(paths: paths.count, buffers: message.buffers.count)
    }
    var bytes: [String: [UInt8]] = [:]
    for (path, buffer) in zip(paths, message.buffers) {
      guard let name = String(bufferPath: path) else {
        throw .wrongField("buffer_paths", expected: "names of traits", found: path)
      }
      guard checks[name]?.isBytes == true || (fileTraits.contains(name.trait) && name.hasSuffix("/content")) else {
        throw .unknownTrait("\(name) of bytes", of: kind.model)
      }
      bytes[name] = buffer
    }
    return bytes
  }
}

/// Bytes of a state have the names of their traits, and in a list of files also the place: `value/0/content`.
extension String {
  fileprivate var trait: String { String(prefix { $0 != "/" }) }

  fileprivate var bufferPath: JSONValue {
    .array(split(separator: "/").map { part in Int(part).map { .integer($0) } ?? .string(String(part)) })
  }

  fileprivate init?(bufferPath: JSONValue) {
    guard let path = bufferPath.array, path.count == 1 || path.count == 3, path[0].string != nil else { return nil }
    let parts = path.compactMap { part in part.string ?? part.integer.map(String.init) }
    guard parts.count == path.count else { return nil }
    self = parts.joined(separator: "/")
  }
}
