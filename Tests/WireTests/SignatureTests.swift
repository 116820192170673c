import SuperposeJSON
import SuperposeWire
import Testing

struct SignatureTests {
  private let key: MessageKey

  init() throws { key = try MessageKey("secret") }

  /// `printf 'abcd' | openssl dgst -sha256 -hmac secret`
  private let known = Array("3057ecbaeceffb90b97394a97267236eca9f9e5520dfe387831a22a0eb7709d2".utf8)

  @Test func `a signature is the HMAC over the frames one after the other`() {
    #expect(key.signature(of: ["a", "b", "c", "d"].map { Array($0.utf8) }) == known)
  }

  @Test func `an empty key signs nothing`() throws {
    let key = try MessageKey("")
    #expect(key.signature(of: [[1]]) == [])
  }

  @Test func `an unknown scheme is refused`() {
    #expect(throws: WireError.unknownSignatureScheme("hmac-md5")) {
      try MessageKey("secret", scheme: "hmac-md5")
    }
  }

  @Test func `what is written can be read`() throws {
    let reader = MessageReader(key: key)
    let message = try reader.read(try frames())
    #expect(message.identities == [[7, 8]])
    #expect(message.header.messageType == "execute_request")
    #expect(try message.content.object["code"] == "1")
    #expect(message.buffers == [[1, 2, 3]])
  }

  @Test func `a message counts once`() throws {
    let reader = MessageReader(key: key)
    let frames = try frames()
    _ = try reader.read(frames)
    #expect(throws: WireError.replayed) { try reader.read(frames) }
  }

  @Test func `a wrong key is refused`() throws {
    let reader = MessageReader(key: try MessageKey("another"))
    let frames = try frames()
    #expect(throws: WireError.wrongSignature) { try reader.read(frames) }
  }

  @Test func `an empty signature is refused while a key is set`() throws {
    let reader = MessageReader(key: key)
    var frames = try frames()
    frames[2] = []
    #expect(throws: WireError.unsigned) { try reader.read(frames) }
  }

  @Test func `buffers are not signed`() throws {
    let reader = MessageReader(key: key)
    var frames = try frames()
    frames[frames.count - 1] = [9]
    #expect(try reader.read(frames).buffers == [[9]])
  }

  @Test func `a full memory forgets its oldest tenth`() {
    var replays = ReplayGuard(capacity: 20)
    let admitted = (0..<21).map { replays.admits([$0]) }
    #expect(!admitted.contains(false))
    #expect(replays.count == 19)
    let (latest, oldest) = (replays.admits([20]), replays.admits([0]))
    #expect(!latest && oldest)
  }

  private func frames() throws -> [[UInt8]] {
    try MessageWriter(key: key).frames(
      of: Draft(identities: [[7, 8]], content: ExecuteRequest(code: "1"), buffers: [[1, 2, 3]]),
      header: Header(
        messageID: MessageID(rawValue: "m"), session: "s", username: "u", date: "",
        messageType: "execute_request"))
  }
}
