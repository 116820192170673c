import Logging
import Synchronization
import SuperposeWire

/// Reads and verifies messages from clients, and logs invalid ones.
final class Inbox: Sendable {
  private let reader: Mutex<MessageReader>
  private let logger: Logger

  init(key: MessageKey, logger: Logger) {
    reader = Mutex(MessageReader(key: key))
    self.logger = logger
  }

  /// A verified message.
  enum Arrival: Sendable {
    case request(Request)
    /// Its content does not match its type.
    case malformed(Message<RawContent>, WireError)
  }

  /// The message of `frames`; `nil`, with a line in the log, if it is invalid.
  func read(_ frames: [[UInt8]]) -> Arrival? {
    do {
      let message = try reader.withLock { reader throws(WireError) in try reader.read(frames) }
      do {
        return .request(try Request(message))
      } catch {
        logger.warning("\(message.header.messageType): \(error)")
        return .malformed(message, error)
      }
    } catch {
      logger.warning("dropped a message: \(error)")
      return nil
    }
  }
}
