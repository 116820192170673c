import Logging
import SuperposeWire
import Synchronization

/// Reads and verifies messages from clients, and logs invalid ones.
final class Inbox: Sendable {
  private let reader: MessageReader
  private let logger: Logger
  private let complaints: Mutex<LogAllowance>

  init(key: MessageKey, logger: Logger) {
    reader = MessageReader(key: key)
    self.logger = logger
    complaints = Mutex(LogAllowance())
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
      let message = try reader.read(frames)
      do {
        return .request(try Request(message))
      } catch {
        complain("\(message.header.messageType) changes nothing: \(error)")
        return .malformed(message, error)
      }
    } catch {
      complain("dropped a message: \(error)")
      return nil
    }
  }

  /// Warns in the log, but not of each message of a flood.
  private func complain(_ text: String) {
    let line = text.unicodeScalars.prefix(1000)
    switch complaints.withLock({ $0.ask(at: .now) }) {
    case .granted(let skipped):
      if skipped > 0 { logger.warning("\(skipped) more messages were not to be trusted") }
      logger.warning("\(String(line))")
    case .refused: break
    }
  }
}
