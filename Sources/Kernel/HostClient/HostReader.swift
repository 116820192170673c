internal import Foundation
internal import SuperposeEvaluation
internal import SuperposeHostLink
internal import SuperposeProcesses

/// Reads a host's pipes and link until the host ends.
struct HostReader: Sendable {
  let link: Link
  let output: FileHandle
  let errors: FileHandle
  let identifier: Int32

  /// Blocks; reports in order; returns how the process ended.
  func read(
    message: (HostEvent) -> Void, printed: (StreamName, String) -> Void
  ) -> ProcessEnd {
    let (output, errors) = (output.fileDescriptor, errors.fileDescriptor)
    var streams = [
      (output, StreamName.stdout, TextDecoder()), (errors, StreamName.stderr, TextDecoder()),
    ]
    var closed = [false, false]
    var isOpen = true
    while isOpen {
      // A negative descriptor is left out: a pipe that is closed would be ready for ever.
      var polled = [closed[0] ? -1 : output, closed[1] ? -1 : errors, link.descriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
      for index in streams.indices {
        if polled[index].revents & Int16(POLLIN) != 0 {
          report(&streams[index], to: printed)
        } else if polled[index].revents != 0 {
          closed[index] = true
          if isAlive {
            printed(
              .stderr,
              "The code has closed its \(Self.names[index]): what it prints there is lost until %reset.\n")
          }
        }
      }
      if polled[2].revents != 0 { isOpen = receive(message) }
    }
    // Last words.
    for index in streams.indices {
      while hasMore(streams[index].0) { report(&streams[index], to: printed) }
    }
    return end()
  }

  /// Whether the host is not about to end, which closes everything one after the other.
  private var isAlive: Bool {
    var polled = pollfd(fd: link.descriptor, events: 0, revents: 0)
    return poll(&polled, 1, 50) == 0
  }

  private static let names = ["standard output", "standard error"]

  private func report(
    _ stream: inout (Int32, StreamName, TextDecoder), to printed: (StreamName, String) -> Void
  ) {
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    let count = Foundation.read(stream.0, &buffer, buffer.count)
    guard count > 0 else { return }
    let text = stream.2.decode(buffer[..<count])
    if !text.isEmpty { printed(stream.1, text) }
  }

  private func receive(_ message: (HostEvent) -> Void) -> Bool {
    guard let event = try? link.receive(HostEvent.self) else { return false }
    message(event)
    return true
  }

  private func hasMore(_ descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, 0) > 0 && polled.revents & Int16(POLLIN) != 0
  }

  /// Waits for the process, which has closed its link and so is about to end.
  private func end() -> ProcessEnd {
    var attempts = 0
    while true {
      if let end = ProcessEnd.look(at: identifier) { return end }
      attempts += 1
      if attempts == 1000 { kill(identifier, SIGKILL) }
      usleep(1000)
    }
  }
}
