import CZMQ
import Dispatch
import Transport

/// A client's socket; what blocks runs on a queue of its own.
final class Client: @unchecked Sendable {  // Every use after init is on `queue`, one at a time.
  private let context = zmq_ctx_new()
  private let pointer: UnsafeMutableRawPointer?
  private let queue = DispatchQueue(label: "client")

  init(_ kind: Int32, to endpoint: Endpoint, serverKey: String? = nil, own: CurveKeys? = nil) {
    pointer = zmq_socket(context, kind)
    var linger: Int32 = 0
    zmq_setsockopt(pointer, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    if kind == ZMQ_SUB { zmq_setsockopt(pointer, ZMQ_SUBSCRIBE, "", 0) }
    if let serverKey, let own {
      zmq_setsockopt(pointer, ZMQ_CURVE_SERVERKEY, serverKey, 41)
      zmq_setsockopt(pointer, ZMQ_CURVE_PUBLICKEY, own.publicKey, 41)
      zmq_setsockopt(pointer, ZMQ_CURVE_SECRETKEY, own.secretKey, 41)
    }
    switch endpoint {
    case .tcp(let host, let port): zmq_connect(pointer, "tcp://\(host):\(port)")
    case .ipc(let path, let number): zmq_connect(pointer, "ipc://\(path)-\(number)")
    }
  }

  deinit {
    zmq_close(pointer)
    zmq_ctx_term(context)
  }

  func send(_ frames: [[UInt8]]) {
    queue.sync {
      for (index, frame) in frames.enumerated() {
        zmq_send(pointer, frame, frame.count, index < frames.count - 1 ? ZMQ_SNDMORE : 0)
      }
    }
  }

  /// The next message; `nil` when none comes in 10 seconds.
  func receive() async -> [[UInt8]]? {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.receiveNow()) }
    }
  }

  private func receiveNow() -> [[UInt8]]? {
    var item = zmq_pollitem_t(socket: pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
    guard zmq_poll(&item, 1, 10_000) > 0 else { return nil }
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
