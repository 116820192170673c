internal import Foundation
internal import Glibc
internal import SuperposeJSON
internal import Synchronization

/// One end of the socket between the kernel and its cell host, carrying framed JSON messages with
/// binary buffers.
///
/// A frame is four parts: a mark; the length of the JSON and the number of buffers; the length of each
/// buffer; the JSON and the buffers themselves. Lengths are 32-bit, in the machine's byte order:
/// both ends are on one machine.
public final class Link: Sendable {
  public let descriptor: Int32
  private let writing = Mutex(())

  /// Takes ownership of `descriptor`, a connected stream socket.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { _ = close(descriptor) }

  /// Sends one message. Messages of several threads never interleave.
  ///
  /// - Throws: ``LinkError`` if the other end is closed.
  public func send(_ message: some LinkMessage) throws {
    let json = try JSONEncoder().encode(message)
    let buffers = message.buffers
    var frame = Data()
    for length in [Self.mark, json.count, buffers.count] + buffers.map(\.count) {
      withUnsafeBytes(of: UInt32(length)) { frame.append(contentsOf: $0) }
    }
    frame.append(json)
    for buffer in buffers { frame.append(contentsOf: buffer) }
    try writing.withLock { _ in try write(frame) }
  }

  /// Waits for the next message; `nil` when the other end has closed. One thread at a time.
  ///
  /// - Throws: ``LinkError`` or `DecodingError` if the received data are not a message.
  public func receive<Message: LinkMessage>(_: Message.Type) throws -> Message? {
    guard let mark = try readLength() else { return nil }
    guard mark == Self.mark else { throw LinkError.noFrame }
    guard let jsonLength = try readLength(), let bufferCount = try readLength() else {
      throw LinkError.cut
    }
    guard jsonLength <= Self.sizeLimit, bufferCount <= Self.bufferLimit else { throw LinkError.noFrame }
    let lengths = try (0..<bufferCount).map { _ in
      guard let length = try readLength() else { throw LinkError.cut }
      return length
    }
    guard lengths.reduce(0, +) <= Self.sizeLimit else { throw LinkError.noFrame }
    guard let json = try read(jsonLength) else { throw LinkError.cut }
    var message = try JSONReader.decode(Message.self, from: json, depthLimit: Self.depthLimit)
    message.buffers = try lengths.map { length in
      guard let buffer = try read(length) else { throw LinkError.cut }
      return buffer
    }
    return message
  }

  /// The first word of each frame.
  private static let mark = 0x5350_4C4B
  /// The maximum size of the JSON, and of all buffers together, in bytes.
  private static let sizeLimit = 512 << 20
  /// The maximum depth of the JSON. Displayed JSON may nest as deeply as Foundation encodes it.
  private static let depthLimit = 520
  /// The maximum number of buffers.
  private static let bufferLimit = 1 << 16

  private func readLength() throws -> Int? {
    guard let bytes = try read(4) else { return nil }
    return Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
  }

  /// `nil` when the other end closed before the first byte.
  private func read(_ count: Int) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = bytes.withUnsafeMutableBytes { buffer in
        recv(descriptor, buffer.baseAddress.map { $0 + done }, count - done, 0)
      }
      if read > 0 {
        done += read
      } else if read == 0 || errno == ECONNRESET {
        if done == 0 { return nil }
        throw LinkError.cut
      } else if errno != EINTR {
        throw LinkError.failed(errno)
      }
    }
    return bytes
  }

  private func write(_ data: Data) throws {
    var done = 0
    while done < data.count {
      let written = data.withUnsafeBytes { buffer in
        Foundation.send(
          descriptor, buffer.baseAddress.map { $0 + done }, data.count - done, Int32(MSG_NOSIGNAL))
      }
      if written > 0 {
        done += written
      } else if errno != EINTR {
        throw LinkError.failed(errno)
      }
    }
  }
}

/// The reason why a ``Link`` failed.
public enum LinkError: Error, Equatable {
  /// The other end closed in the middle of a message.
  case cut
  /// The bytes are not a frame: something else has written to the socket.
  case noFrame
  /// The system refused; the value is `errno`.
  case failed(Int32)
}
