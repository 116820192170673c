import Foundation

/// The message channels.
package enum Channel: String, Sendable {
  case shell, control, stdin, iopub
}

/// The kernel's sockets. They send and receive frames without reading their contents.
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

  /// Binds the sockets. `welcome` makes the first message for a new subscriber to a topic; it is
  /// called on the sockets' thread and must not block.
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

  /// Queues one message. It can be called from any thread and never blocks. Messages of all
  /// channels are sent in the order of the calls.
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
