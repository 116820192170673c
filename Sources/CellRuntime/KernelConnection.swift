import Glibc
package import SuperposeHostLink

/// The connection from this process to the kernel.
package protocol KernelConnection: Sendable {
  /// Sends an event. Events of several threads never mix.
  func send(_ event: HostEvent)

  /// Waits until the kernel has read the sent events, so that later printed text comes after them.
  func waitUntilRead()
}

/// The connection over the kernel's socket.
package struct LinkConnection: KernelConnection {
  private let link: Link

  package init(_ link: Link) { self.link = link }

  /// Ends the process if the kernel has ended.
  package func send(_ event: HostEvent) {
    do { try link.send(event) } catch { _exit(1) }
  }

  package func waitUntilRead() { waitForLink(link.descriptor) }
}
