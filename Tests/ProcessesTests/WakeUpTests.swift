import Foundation
import SuperposeProcesses
import Testing

struct WakeUpTests {
  @Test func `a signal makes the read end readable until it is drained`() throws {
    let wakeUp = try WakeUp()
    #expect(!isReadable(wakeUp))
    wakeUp.signal()
    wakeUp.signal()
    #expect(isReadable(wakeUp))
    wakeUp.drain()
    #expect(!isReadable(wakeUp))
  }

  @Test func `more signals than a pipe holds do not block, and one drain forgets them`() throws {
    let wakeUp = try WakeUp()
    for _ in 0..<100_000 { wakeUp.signal() }
    #expect(isReadable(wakeUp))
    wakeUp.drain()
    #expect(!isReadable(wakeUp))
  }

  @Test func `a wait ends with a signal of another thread`() async throws {
    let wakeUp = try WakeUp()
    Thread.detachNewThread { wakeUp.signal() }
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        wakeUp.wait()
        continuation.resume()
      }
    }
    #expect(isReadable(wakeUp))
  }

  private func isReadable(_ wakeUp: WakeUp) -> Bool {
    var polled = pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, 0) > 0
  }
}
