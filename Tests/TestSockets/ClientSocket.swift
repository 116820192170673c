import CSuperposeZMQ
package import SuperposeTransport

/// A client's side of one channel. Blocking, and used by one thread at a time.
package final class ClientSocket {
  /// What a client's socket does.
  package enum Kind {
    case dealer(identity: String)
    /// Hears of every topic.
    case subscriber
    /// Sends and receives by turns.
    case request

    fileprivate var constant: Int32 {
      switch self {
      case .dealer: ZMQ_DEALER
      case .subscriber: ZMQ_SUB
      case .request: ZMQ_REQ
      }
    }
  }

  private let context = zmq_ctx_new()
  private let pointer: UnsafeMutableRawPointer?

  /// Connects; with `keys`, its own, to a server whose public key is `serverKey`.
  package init(
    _ kind: Kind, to endpoint: Endpoint, serverKey: String? = nil, keys: CurveKeys? = nil
  ) {
    pointer = zmq_socket(context, kind.constant)
    var linger: Int32 = 0
    zmq_setsockopt(pointer, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    switch kind {
    case .dealer(let identity):
      zmq_setsockopt(pointer, ZMQ_ROUTING_ID, identity, identity.utf8.count)
    case .subscriber: zmq_setsockopt(pointer, ZMQ_SUBSCRIBE, "", 0)
    case .request: break
    }
    if let serverKey, let keys {
      zmq_setsockopt(pointer, ZMQ_CURVE_SERVERKEY, serverKey, 41)
      zmq_setsockopt(pointer, ZMQ_CURVE_PUBLICKEY, keys.publicKey, 41)
      zmq_setsockopt(pointer, ZMQ_CURVE_SECRETKEY, keys.secretKey, 41)
    }
    zmq_connect(pointer, endpoint.text)
  }

  deinit {
    zmq_close(pointer)
    zmq_ctx_term(context)
  }

  package func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      zmq_send(pointer, frame, frame.count, index < frames.count - 1 ? ZMQ_SNDMORE : 0)
    }
  }

  /// The next message; `nil` when none comes in 10 seconds.
  package func receive() -> [[UInt8]]? {
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
