import Foundation
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeJSON
import SuperposeProcesses
import Testing

struct LinkTests {
  @Test(arguments: [
    HostCommand.run(
      CellRun(
        id: .cell(1), code: .image(library: "/a", entry: "b"), allowsInput: true, isWatched: false)),
    .run(CellRun(id: .aside(2), code: .release(variables: ["$s1a1bSivp"]), allowsInput: false, isWatched: false)),
    .interrupt(nil), .interrupt(.aside(3)), .line("a line"), .line(nil),
    .comm(CommMessage(.open(targetName: "t"), commID: "c", data: ["a": 1]), .comm(2)),
    .explanation(4, Failure(name: "E", value: "v", traceback: ["one", "two"])),
  ])
  func `a command arrives as it was sent`(_ command: HostCommand) throws {
    let (near, far) = try linkPair()
    try near.send(command)
    #expect(try far.receive(HostCommand.self) == command)
  }

  @Test func `buffers travel beside the JSON, in both directions`() throws {
    let (near, far) = try linkPair()
    let buffers: [[UInt8]] = [[], [0, 255, 10], [UInt8](repeating: 7, count: 1000)]
    let message = CommMessage(.message, commID: "c", buffers: buffers)
    try near.send(HostCommand.comm(message, .comm(1)))
    try far.send(HostEvent.output(.comm(message), .cell(1)))
    #expect(try far.receive(HostCommand.self) == .comm(message, .comm(1)))
    #expect(try near.receive(HostEvent.self) == .output(.comm(message), .cell(1)))
  }

  @Test func `messages come in the order in which they were sent`() throws {
    let (near, far) = try linkPair()
    for number in 1...50 { try near.send(HostCommand.line("\(number)")) }
    for number in 1...50 { #expect(try far.receive(HostCommand.self) == .line("\(number)")) }
  }

  @Test func `after the last message a closed link gives nil`() throws {
    let pair = try SocketPair()
    let far = Link(descriptor: pair.far)
    do {
      let near = Link(descriptor: pair.near)
      try near.send(HostCommand.line(nil))
    }
    #expect(try far.receive(HostCommand.self) == .line(nil))
    #expect(try far.receive(HostCommand.self) == nil)
  }

  /// Beginnings of a frame: the mark, the length of the JSON, no buffers, and too little of the JSON.
  @Test(arguments: [1, 4, 6, 8, 12, 14]) func `a link that closes inside a message throws`(_ count: Int) throws {
    let pair = try SocketPair()
    let far = Link(descriptor: pair.far)
    let near = try SocketPair()
    try Link(descriptor: near.near).send(HostCommand.line("abcdefg"))
    var frame = [UInt8](repeating: 0, count: 16)
    #expect(read(near.far, &frame, 16) == 16)
    close(near.far)
    #expect(write(pair.near, frame, count) == count)
    close(pair.near)
    #expect(throws: LinkError.cut) { try far.receive(HostCommand.self) }
  }

  @Test(arguments: [
    Array("hello, this is no message\n".utf8), [9, 0, 0, 0, 0, 0, 0, 0],
    // The mark, and a JSON of 4 GiB.
    [0x4B, 0x4C, 0x50, 0x53, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
    // The mark, a JSON of 1 byte, and 4 billion buffers.
    [0x4B, 0x4C, 0x50, 0x53, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
  ]) func `bytes that are no frame throw at once`(_ bytes: [UInt8]) throws {
    let pair = try SocketPair()
    let far = Link(descriptor: pair.far)
    #expect(write(pair.near, bytes, bytes.count) == bytes.count)
    #expect(throws: LinkError.noFrame) { try far.receive(HostCommand.self) }
    close(pair.near)
  }

  @Test func `sending to a closed link throws`() throws {
    let pair = try SocketPair()
    close(pair.far)
    #expect(throws: LinkError.failed(EPIPE)) {
      try Link(descriptor: pair.near).send(HostCommand.line(nil))
    }
  }

  private func linkPair() throws -> (near: Link, far: Link) {
    let pair = try SocketPair()
    return (Link(descriptor: pair.near), Link(descriptor: pair.far))
  }
}
