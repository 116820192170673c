import CZMQ
import Dispatch

/// A front end's side of one channel. Used by one thread at a time.
final class ClientSocket {
  private let pointer: UnsafeMutableRawPointer?

  init(_ kind: Int32, port: Int, identity: String, context: UnsafeMutableRawPointer?) {
    pointer = zmq_socket(context, kind)
    var linger: Int32 = 0
    zmq_setsockopt(pointer, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    if kind == ZMQ_SUB {
      zmq_setsockopt(pointer, ZMQ_SUBSCRIBE, "", 0)
    } else {
      zmq_setsockopt(pointer, ZMQ_ROUTING_ID, identity, identity.utf8.count)
    }
    zmq_connect(pointer, "tcp://127.0.0.1:\(port)")
  }

  deinit { zmq_close(pointer) }

  func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      zmq_send(pointer, frame, frame.count, index < frames.count - 1 ? ZMQ_SNDMORE : 0)
    }
  }

  /// The next message; `nil` when none comes within `seconds`.
  func receive(within seconds: Int) -> [[UInt8]]? {
    var item = zmq_pollitem_t(socket: pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
    guard zmq_poll(&item, 1, seconds * 1000) > 0 else { return nil }
    var frames: [[UInt8]] = []
    var more: Int32 = 0
    repeat {
      var message = zmq_msg_t()
      zmq_msg_init(&message)
      defer { zmq_msg_close(&message) }
      zmq_msg_recv(&message, pointer, 0)
      let size = zmq_msg_size(&message)
      frames.append(Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: size)))
      more = zmq_msg_more(&message)
    } while more != 0
    return frames
  }
}

/// Runs an actor on a thread of its own, where it may block.
final class BlockingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "front end")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
