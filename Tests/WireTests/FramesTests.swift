import SuperposeJSON
import SuperposeWire
import Testing

struct FramesTests {
  private func read(_ frames: [String]) throws -> Message<RawContent> {
    let reader = MessageReader(key: try MessageKey(""))
    return try reader.read(frames.map { Array($0.utf8) })
  }

  private static let header = #"{"msg_id": "m", "msg_type": "kernel_info_request"}"#

  @Test func `a header needs an id and a type only`() throws {
    let message = try read(["<IDS|MSG>", "", Self.header, "{}", "{}", "{}"])
    #expect(message.header.messageID.rawValue == "m")
    #expect(message.identities.isEmpty)
  }

  @Test func `a null parent or metadata is an empty one`() throws {
    let message = try read(["<IDS|MSG>", "", Self.header, "null", "null", "{}"])
    #expect(message.parentHeader == .none)
    #expect(message.metadata == [:])
  }

  @Test(arguments: [[], ["x"], ["<IDS|MSGS>", "", "{}", "{}", "{}", "{}"]])
  func `frames without a delimiter are no message`(frames: [String]) {
    #expect(throws: WireError.missingDelimiter(frames: frames.count)) { try read(frames) }
  }

  @Test(arguments: [
    ["<IDS|MSG>"], ["<IDS|MSG>", "x", "{}"], ["<IDS|MSG>", "", "{}", "{}", "{}"],
  ])
  func `too few frames are no message`(frames: [String]) {
    #expect(throws: WireError.tooFewFrames(found: frames.count - 1)) { try read(frames) }
  }

  @Test(arguments: [
    [header, "{}", "7", "{}"], [header, "[]", "{}", "{}"], ["{}", "{}", "{}", "{}"],
    [#"{"msg_id": "m"}"#, "{}", "{}", "{}"], ["", "", "", ""],
  ])
  func `frames that are not JSON objects are refused`(frames: [String]) {
    #expect(throws: WireError.self) { try read(["<IDS|MSG>", ""] + frames) }
  }

  @Test(arguments: ["null", "[1]", "{", #"{"code": \#(String(repeating: "[", count: 300))"#])
  func `a message whose content is no JSON object can still be answered`(content: String) throws {
    let header = #"{"msg_id": "m", "msg_type": "execute_request"}"#
    let message = try read(["<IDS|MSG>", "", header, "{}", "{}", content])
    #expect(throws: WireError.self) { try message.content.object }
    #expect(throws: WireError.self) { try Request(message) }
    let reply = message.reply(with: ErrorDetails(name: "WireError", value: "v", traceback: []))
    #expect(reply?.parentHeader == message.ownHeader)
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let reader = MessageReader(key: try MessageKey(""))
    let frames: [[UInt8]] = [
      Array("<IDS|MSG>".utf8), [], Array(Self.header.utf8), [123, 125], [123, 125],
      Array(#"{"code": ""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8),
    ]
    #expect(throws: WireError.self) { try reader.read(frames).content.object }
  }

  @Test func `an unknown type is kept`() throws {
    let header = #"{"msg_id": "m", "msg_type": "made_up_request"}"#
    let message = try read(["<IDS|MSG>", "", header, "{}", "{}", "{}"])
    #expect(try Request(message) == .unknown(message))
  }

  @Test func `a known type with wrong content is an error that names the member`() throws {
    let header = #"{"msg_id": "m", "msg_type": "execute_request"}"#
    let message = try read(["<IDS|MSG>", "", header, "{}", "{}", "{}"])
    #expect(throws: WireError.malformed(part: .content, reason: "code is missing")) {
      try Request(message)
    }
  }

  @Test func `the parent of a reply is the request's header, member for member`() throws {
    let header = #"{"msg_id": "m", "msg_type": "kernel_info_request", "subshell_id": null}"#
    let message = try read(["id", "<IDS|MSG>", "", header, "{}", "{}", "{}"])
    guard case .kernelInfo(let request) = try Request(message) else {
      throw WireError.unsigned
    }
    let reply = request.reply(with: .aborted)
    #expect(reply.parentHeader.members["subshell_id"] == .null)
    #expect(reply.identities == [Array("id".utf8)])
    #expect(reply.messageType == "kernel_info_reply")
  }

  @Test func `a request that cannot be read has a reply of its own type`() throws {
    let header = #"{"msg_id": "m", "msg_type": "inspect_request"}"#
    let message = try read(["<IDS|MSG>", "", header, "{}", "{}", "{}"])
    let details = ErrorDetails(name: "E", value: "v", traceback: ["t"])
    #expect(message.reply(with: details)?.messageType == "inspect_reply")
  }
}
