import Logging
import Synchronization
import SuperposeWire

/// Where clients' messages arrive: read, checked, and logged when they are not to be trusted.
final class Inbox: Sendable {
  private let reader: Mutex<MessageReader>
  private let logger: Logger

  init(key: MessageKey, logger: Logger) {
    reader = Mutex(MessageReader(key: key))
    self.logger = logger
  }

  /// A message that is genuine.
  enum Arrival: Sendable {
    case request(Request)
    /// Its content is not what its type says.
    case malformed(Message<RawContent>, WireError)
  }

  /// What `frames` say; `nil`, with a line in the log, when they are no genuine message.
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
