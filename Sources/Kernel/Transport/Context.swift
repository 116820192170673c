import CSuperposeZMQ

/// A libzmq context: the owner of the I/O threads behind sockets.
struct Context: ~Copyable {
  fileprivate let pointer: UnsafeMutableRawPointer

  init() throws(ZMQError) {
    guard let pointer = zmq_ctx_new() else { throw .latest("zmq_ctx_new", "the process") }
    self.pointer = pointer
  }

  /// A handle that another thread may use to open sockets and to end blocking calls.
  var handle: ContextHandle { ContextHandle(pointer: pointer) }

  deinit { zmq_ctx_term(pointer) }
}

/// A context shared by threads; its owner outlives every use.
struct ContextHandle: @unchecked Sendable {  // libzmq contexts are thread safe by contract.
  fileprivate let pointer: UnsafeMutableRawPointer

  /// Makes blocking calls on the context's sockets return `ETERM`.
  func shutDown() { zmq_ctx_shutdown(pointer) }

  func socket(_ kind: Int32) -> UnsafeMutableRawPointer? { zmq_socket(pointer, kind) }
}
