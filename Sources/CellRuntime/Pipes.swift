import CSuperposeCellHost
import Dispatch
import Foundation

/// Waits until the kernel has read all that was printed, so that what is sent next comes after it.
///
/// Gives up after a fifth of a second: another process may print without end.
func waitForReaders() {
  let deadline = ContinuousClock.now + .milliseconds(200)
  while processUnread(1) > 0 || processUnread(2) > 0, ContinuousClock.now < deadline {
    pause(microseconds: 20)
  }
}

/// Waits until the kernel has read what was sent, so that what is printed next comes after it.
func waitForLink(_ descriptor: Int32) {
  let deadline = ContinuousClock.now + .milliseconds(200)
  while processUnsent(descriptor) > 0, ContinuousClock.now < deadline {
    pause(microseconds: 20)
  }
}

func pause(microseconds: UInt32) { usleep(microseconds) }

/// A thread for the host's own work, which no signal of a cell's touches.
func startPlainThread(_ body: @escaping @Sendable () -> Void) {
  Thread.detachNewThread(body)
}
