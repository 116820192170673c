import Foundation

/// The channels that carry messages.
package enum Channel: String, Sendable {
  case shell, control, stdin, iopub
}

/// The kernel's sockets: frames in, frames out, and no idea of what they say.
///
/// One thread owns shell, control, stdin and iopub; another echoes heartbeats.
package final class Transport: Sendable {
  /// What clients send, in order of arrival. One consumer each.
  package let shell: Inflow
  package let control: Inflow
  package let stdin: Inflow
  /// Where the sockets listen, with the ports that were chosen.
  package let endpoints: Endpoints

  private let outgoing: Outgoing
  private let ended: AsyncStream<Never>

  private init(_ opened: SocketThread.Opened, outgoing: Outgoing) {
    shell = opened.shell
    control = opened.control
    stdin = opened.stdin
    endpoints = opened.endpoints
    ended = opened.ended
    self.outgoing = outgoing
  }

  /// Binds the sockets. `welcome` makes the first message that a new subscriber to a topic
  /// receives; it is called on the sockets' thread and must not block.
  package static func open(
    _ endpoints: Endpoints, welcome: @escaping @Sendable (_ topic: [UInt8]) -> [[UInt8]]?
  ) async throws -> Transport {
    let outgoing = try Outgoing()
    let opened = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        SocketThread.run(endpoints, outgoing: outgoing, welcome: welcome) {
          continuation.resume(with: $0)
        }
      }
    }
    return Transport(opened, outgoing: outgoing)
  }

  /// Queues one message; from any thread, never blocking. Messages leave in the order of calls,
  /// whatever their channels.
  package func send(_ frames: [[UInt8]], on channel: Channel) {
    outgoing.append(frames, on: channel)
  }

  /// Sends what is queued, closes the sockets and ends the streams. A client that does not read
  /// delays this by a second at most.
  package func close() async {
    outgoing.close()
    for await _ in ended {}
  }
}
