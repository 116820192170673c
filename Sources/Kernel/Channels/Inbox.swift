import Logging
import Synchronization
import SuperposeWire

/// Where clients' messages arrive: read, checked, and logged when they are not to be trusted.
final class Inbox: Sendable {
  private let reader: MessageReader
  private let logger: Logger
  private let complaints: Mutex<LogAllowance>

  init(key: MessageKey, logger: Logger) {
    reader = MessageReader(key: key)
    self.logger = logger
    complaints = Mutex(LogAllowance())
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
      let message = try reader.read(frames)
      do {
        return .request(try Request(message))
      } catch {
        complain("\(message.header.messageType): \(error)")
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
