package import SuperposeHostLink
import Glibc

/// The way from this process to the kernel.
package protocol KernelConnection: Sendable {
  /// Sends an event. Events of several threads never mix.
  func send(_ event: HostEvent)

  /// Waits until the kernel has read what was sent, so that what is printed next comes after it.
  func waitUntilRead()
}

/// The connection over the socket that the kernel made.
package struct LinkConnection: KernelConnection {
  private let link: Link

  package init(_ link: Link) { self.link = link }

  /// Ends the process when the kernel is gone: nobody is left to run cells for.
  package func send(_ event: HostEvent) {
    do { try link.send(event) } catch { _exit(1) }
  }

  package func waitUntilRead() { waitForLink(link.descriptor) }
}
