import Logging
import SuperposeTransport
import SuperposeWire

/// Sends the kernel's messages, signed and in the order of the calls, from any thread.
struct Outbox: Sendable {
  let author: Author
  let transport: Transport
  let logger: Logger

  /// Sends a reply or an input request to one client.
  func send<Content>(
    _ draft: Draft<Content>, on channel: Channel, id: MessageID = Author.newID()
  ) {
    deliver(on: channel) { try author.frames(of: draft, id: id) }
  }

  /// Publishes a message to all clients.
  func publish<Content>(_ draft: Draft<Content>) {
    deliver(on: .iopub) { try author.broadcast(draft) }
  }

  func publish(_ content: some MessageContent, parent: ParentHeader) {
    publish(Draft(parentHeader: parent, content: content))
  }

  private func deliver(on channel: Channel, _ frames: () throws -> [[UInt8]]) {
    do {
      transport.send(try frames(), on: channel)
    } catch {
      logger.error("a message could not be written: \(error)")
    }
  }
}
