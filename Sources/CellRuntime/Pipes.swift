import CSuperposeCellHost
import Dispatch
import Foundation

/// Waits until the kernel has read all printed text, so that the next event comes after it.
///
/// Gives up after a fifth of a second, because another process may print continuously.
func waitForReaders() {
  let deadline = ContinuousClock.now + .milliseconds(200)
  while processUnread(1) > 0 || processUnread(2) > 0, ContinuousClock.now < deadline {
    pause(microseconds: 20)
  }
}

/// Waits until the kernel has read the sent events, so that later printed text comes after them.
func waitForLink(_ descriptor: Int32) {
  let deadline = ContinuousClock.now + .milliseconds(200)
  while processUnsent(descriptor) > 0, ContinuousClock.now < deadline {
    pause(microseconds: 20)
  }
}

func pause(microseconds: UInt32) { usleep(microseconds) }

/// A thread for internal work of the host, with the signals for cells blocked.
func startPlainThread(_ body: @escaping @Sendable () -> Void) {
  Thread.detachNewThread(body)
}
