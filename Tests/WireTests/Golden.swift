import Foundation
import SuperposeJSON
import SuperposeWire

/// A message as it must look on the wire, in `Golden/<name>.json`.
struct Golden: Sendable, CustomStringConvertible {
  var name: String
  /// Reads the JSON as the message's type and writes it again.
  var roundTrip: @Sendable (Data) throws -> Data
  /// What the JSON must be read as, and how that is written.
  var matches: @Sendable (Data) throws -> Bool

  init<Value: Codable & Equatable & Sendable>(_ name: String, _ value: Value) {
    self.name = name
    roundTrip = { try JSONEncoder().encode(JSONDecoder().decode(Value.self, from: $0)) }
    matches = { try JSONDecoder().decode(Value.self, from: $0) == value }
  }

  init<Value: MessageContent>(_ value: Value) { self.init(Value.messageType, value) }

  var description: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  var file: Data {
    get throws { try Data(contentsOf: Self.folder.appending(path: "\(name).json")) }
  }
}

extension Golden {
  static let all: [Golden] = requests + replies + broadcasts

  static let requests: [Golden] = [
    Golden(KernelInfoRequest()),
    Golden(
      ExecuteRequest(
        code: "print(\"ö\")", userExpressions: ["a": "1 + 1"], allowStdin: true,
        stopOnError: false)),
    Golden(CompleteRequest(code: "pri", cursorPosition: 3)),
    Golden(InspectRequest(code: "print", cursorPosition: 2, detailLevel: 1)),
    Golden(IsCompleteRequest(code: "if true {")),
    Golden("history_request.tail", HistoryRequest(.tail(count: 10))),
    Golden(
      "history_request.range", HistoryRequest(.range(session: 0, start: 1, stop: 4), output: true)),
    Golden(
      "history_request.search", HistoryRequest(.search(pattern: "let *", count: 3, unique: true))),
    Golden(CommInfoRequest(targetName: "jupyter.widget")),
    Golden(
      CommOpen(commID: "c1", targetName: "jupyter.widget", data: ["state": ["value": 0.5]])),
    Golden(CommMsg(commID: "c1", data: ["method": "update"])),
    Golden(CommClose(commID: "c1")),
    Golden(ConnectRequest()),
    Golden(ShutdownRequest(restart: true)),
    Golden(InterruptRequest()),
    Golden(UsageRequest()),
    Golden(DebugRequest(seq: 4, command: "variables", arguments: ["variablesReference": 2])),
    Golden(InputReply(value: "Ada")),
    Golden(
      "header",
      Header(
        messageID: MessageID(rawValue: "m1"), session: "s1", username: "ada",
        date: "2026-11-23T02:00:00.000Z", messageType: "execute_request")),
  ]

  static let replies: [Golden] = [
    Golden(Reply.ok(kernelInfo)),
    Golden(Reply.ok(executeReply)),
    Golden("execute_reply.error", Reply<ExecuteReply>.error(fatalError)),
    Golden("execute_reply.aborted", Reply<ExecuteReply>.aborted),
    Golden(Reply.ok(CompleteReply(matches: ["print"], cursorStart: 0, cursorEnd: 3))),
    Golden(Reply.ok(InspectReply(found: true, data: ["text/plain": "func print"]))),
    Golden(Reply.ok(IsCompleteReply(.incomplete, indent: "  "))),
    Golden(
      Reply.ok(
        HistoryReply(history: [
          .init(session: 1, line: 1, input: "let a = 1"),
          .init(session: 1, line: 2, input: "a", output: .asked(nil)),
          .init(session: 1, line: 3, input: "a", output: .asked("1")),
        ]))),
    Golden(Reply.ok(CommInfoReply(comms: ["c1": .init(targetName: "jupyter.widget")]))),
    Golden(
      Reply.ok(
        ConnectReply(
          shellPort: 1, iopubPort: 2, stdinPort: 3, heartbeatPort: 4, controlPort: 5))),
    Golden(Reply.ok(ShutdownReply(restart: true))),
    Golden(Reply.ok(InterruptReply())),
    Golden(Reply.ok(usageReply)),
    Golden(Reply.ok(DebugReply(seq: 2, requestSeq: 4, command: "variables", body: ["variables": []]))),
    Golden(
      "debug_reply.refused",
      Reply.ok(DebugReply(seq: 3, requestSeq: 5, command: "pause", success: false, message: "no"))),
    Golden(
      "usage_reply.other_systems",
      Reply.ok(UsageReply(hostName: "mac", processID: 7, processorCount: 8))),
    Golden(ErrorReply(ErrorDetails(name: "WireError", value: "v", traceback: ["t"]))),
  ]

  static let broadcasts: [Golden] = [
    Golden(Status(.busy)),
    Golden(SuperposeWire.Stream(name: "stdout", text: "hello\n")),
    Golden(
      DisplayData(
        data: ["text/plain": "1"], metadata: ["image/png": ["width": 640]],
        transient: Transient(displayID: "d1"))),
    Golden(UpdateDisplayData(data: ["text/plain": "2"], displayID: "d1")),
    Golden(ExecuteInput(code: "1", executionCount: 1)),
    Golden(ExecuteResult(executionCount: 1, data: ["text/plain": "1"])),
    Golden(ErrorMessage(ErrorDetails(name: "E", value: "v", traceback: ["E: v"]))),
    Golden(ClearOutput(wait: true)),
    Golden(InputRequest(prompt: "name? ", password: false)),
    Golden(DebugEvent(seq: 1, event: "initialized")),
    Golden(IOPubWelcome(subscription: "")),
  ]

  private static let kernelInfo = KernelInfoReply(
    implementation: "superpose", implementationVersion: "0.1.0",
    languageInfo: LanguageInfo(
      name: "swift", version: "6.3", mimeType: "text/x-swift", fileExtension: ".swift",
      pygmentsLexer: "swift", codemirrorMode: "swift", nbconvertExporter: "script"),
    banner: "Superpose", helpLinks: [HelpLink(text: "Swift", url: "https://swift.org")])

  private static let usageReply = UsageReply(
    hostName: "box", processID: 7, processorCount: 2, kernelProcessor: 150.5,
    kernelMemory: 1 << 20, hostProcessor: 75.25,
    hostMemory: .init(
      total: 4096, available: 1024, free: 512, active: 256, inactive: 128, buffers: 64, cached: 32,
      shared: 16))

  private static let executeReply = ExecuteReply(
    executionCount: 3,
    payload: [["source": "set_next_input", "text": "x", "replace": false]],
    userExpressions: [
      "a": .ok(data: ["text/plain": "2"], metadata: [:]),
      "b": .error(ErrorDetails(name: "E", value: "v", traceback: ["t"])),
    ])

  private static let fatalError = ErrorDetails(
    name: "FatalError", value: "Index out of range",
    traceback: ["FatalError: Index out of range"], executionCount: 3)
}
