import Foundation
import Logging
import SuperposeChannels
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTestSockets
import SuperposeTransport
import SuperposeWire
import Synchronization
import Testing

/// A front end that speaks the real protocol over real sockets.
actor TestFrontend {
  private let executor = BlockingExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  let evaluator: EchoEvaluator
  private let sockets: [Channel: ClientSocket]
  private let key: MessageKey
  private let reader: MessageReader
  private var sent = 0

  init(_ endpoints: Endpoints, key: MessageKey, evaluator: EchoEvaluator) {
    self.evaluator = evaluator
    self.key = key
    reader = MessageReader(key: key)
    // One identity on all channels: the kernel asks on stdin whoever sent the request on shell.
    let dealer = ClientSocket.Kind.dealer(identity: "front end")
    sockets = [
      .shell: ClientSocket(dealer, to: endpoints.shell),
      .control: ClientSocket(dealer, to: endpoints.control),
      .stdin: ClientSocket(dealer, to: endpoints.stdin),
      .iopub: ClientSocket(.subscriber, to: endpoints.iopub),
    ]
  }
}

extension TestFrontend {
  /// Sends a request and returns its id.
  @discardableResult
  func send(
    _ content: some MessageContent, on channel: Channel = .shell, parent: ParentHeader = .none,
    buffers: [[UInt8]] = []
  ) throws -> MessageID {
    sent += 1
    let header = Header(
      messageID: MessageID(rawValue: "request \(sent)"), session: "test", username: "test",
      date: "", messageType: type(of: content).messageType)
    let draft = Draft(parentHeader: parent, content: content, buffers: buffers)
    send(frames: try MessageWriter(key: key).frames(of: draft, header: header), on: channel)
    return header.messageID
  }

  func send(frames: [[UInt8]], on channel: Channel = .shell) { sockets[channel]?.send(frames) }

  @discardableResult
  func execute(_ code: String) throws -> MessageID { try send(ExecuteRequest(code: code)) }

  /// The next message on `channel`.
  func next(on channel: Channel) throws -> Message<RawContent> {
    let frames = try #require(sockets[channel]?.receive(), "nothing came on \(channel)")
    return try reader.read(frames)
  }

  /// The next message on `channel` as `Content`; another type is an error.
  func next<Content: MessageContent>(
    _ type: Content.Type, on channel: Channel
  ) throws -> Message<Content> {
    let message = try next(on: channel)
    try #require(message.header.messageType == Content.messageType)
    return try message.read()
  }

  /// What iopub says of `request`, in one line a message, up to its idle.
  func story(of request: MessageID) throws -> [String] {
    var lines: [String] = []
    while lines.last != "idle" {
      let message = try next(on: .iopub)
      guard message.parentHeader.messageID == request else { continue }
      lines.append(try message.line)
    }
    return lines
  }

  /// What iopub says, of whomever, up to the first message that reads `last`.
  func story(until last: String) throws -> [String] {
    var lines: [String] = []
    while lines.last != last { lines.append(try next(on: .iopub).line) }
    return lines
  }
}

extension Message<RawContent> {
  /// The message in one line, such as `stream stdout hello`.
  var line: String {
    get throws {
      let content = try content.object
      let text = content["data"]?["text/plain"]?.string ?? ""
      switch header.messageType {
      case "status": return content["execution_state"]?.string ?? ""
      case "stream": return "\(content["name"]?.string ?? "") \(content["text"]?.string ?? "")"
      case "execute_input", "execute_result":
        let number = content["execution_count"]?.integer ?? -1
        return "\(header.messageType) [\(number)] \(content["code"]?.string ?? text)"
      case "error": return "error \(content["ename"]?.string ?? "")"
      case "display_data", "update_display_data": return "\(header.messageType) \(text)"
      default: return header.messageType
      }
    }
  }
}

/// A kernel in this process and a front end that has been welcomed by it.
func withFrontend(
  _ settings: Settings = Settings(), _ body: (TestFrontend) async throws -> Void
) async throws {
  let key = try MessageKey("a key")
  let evaluator = EchoEvaluator()
  let local = Endpoint.tcp(host: "127.0.0.1", port: 0)
  let kernel = try await Kernel.open(
    Endpoints(shell: local, control: local, stdin: local, iopub: local, heartbeat: local),
    key: key,
    makeEvaluator: { outputs, input in
      evaluator.connect(outputs: outputs, input: input)
      return evaluator
    }, history: TestHistory(), meter: TestMeter(),
    kernelInfo: .test, settings: settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  let front = TestFrontend(kernel.endpoints, key: key, evaluator: evaluator)
  _ = try await front.next(IOPubWelcome.self, on: .iopub)
  async let run: Void = kernel.run()
  let outcome: Result<Void, any Error>
  do {
    let starting = try await front.next(on: .iopub)
    #expect(try starting.line == "starting")
    #expect(starting.parentHeader == .none)
    outcome = .success(try await body(front))
  } catch {
    outcome = .failure(error)
  }
  kernel.stop()
  await run
  try outcome.get()
}

/// A history in an array.
final class TestHistory: History {
  private let entries = Mutex<[HistoryReply.Entry]>([])

  func append(_ code: String, line: Int) async {
    entries.withLock { $0.append(.init(session: 1, line: line, input: code)) }
  }

  func entries(for request: HistoryRequest) async throws -> [HistoryReply.Entry] {
    entries.withLock { $0 }
  }
}

/// A meter of a machine that stands still.
struct TestMeter: UsageMeter {
  func usage() -> UsageReply { UsageReply(hostName: "test", processID: 1, processorCount: 2) }
}

extension KernelInfoReply {
  static let test = KernelInfoReply(
    implementation: "test", implementationVersion: "1",
    languageInfo: LanguageInfo(
      name: "swift", version: "6", mimeType: "text/x-swift", fileExtension: ".swift",
      pygmentsLexer: "swift", codemirrorMode: "swift", nbconvertExporter: "script"),
    banner: "test")
}
