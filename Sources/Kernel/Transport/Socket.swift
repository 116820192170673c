import CSuperposeZMQ
import Glibc

/// One libzmq socket with one owner, used by the thread that opened it and closed with its owner.
struct Socket: ~Copyable {
  let pointer: UnsafeMutableRawPointer
  /// The name of the socket in error messages.
  let name: String

  private init(_ pointer: UnsafeMutableRawPointer, name: String) {
    self.pointer = pointer
    self.name = name
  }

  static func open(
    _ kind: Kind, name: String, in context: ContextHandle
  ) throws(ZMQError) -> Socket {
    guard let pointer = context.socket(kind.constant) else { throw .latest("zmq_socket", name) }
    let socket = Socket(pointer, name: name)
    // When the kernel ends, wait at most a second for unsent messages.
    try socket.set(ZMQ_LINGER, to: 1000)
    // A client that does not read costs so many messages; what comes after them is dropped for it.
    try socket.set(ZMQ_SNDHWM, to: kind.unreadLimit)
    try socket.set(ZMQ_RCVHWM, to: 64)
    // A larger frame ends the connection that it comes on, before anything of it is kept.
    try socket.set(ZMQ_MAXMSGSIZE, toSize: kind.frameLimit)
    return socket
  }

  deinit { zmq_close(pointer) }

  /// The kinds of sockets that a kernel opens.
  enum Kind {
    /// Requests, replies and questions.
    case router
    case heartbeat
    case publisher

    var constant: Int32 {
      switch self {
      case .router, .heartbeat: ZMQ_ROUTER
      case .publisher: ZMQ_XPUB
      }
    }

    /// The largest frame that a client may send, in bytes. Everybody who reaches the port may send frames;
    /// only the channels find out who has the key.
    var frameLimit: Int64 {
      switch self {
      // Twice the buffers that a comm message may have, so that one with too many is refused in words.
      case .router: 128 << 20
      case .heartbeat: 1024
      // A topic, or a step of CURVE's handshake, of which the longest has some 400 bytes. The
      // subscriptions' tree takes 60 bytes for each byte of a topic.
      case .publisher: 1024
      }
    }

    /// How many messages are kept for a client that does not read.
    var unreadLimit: Int32 {
      switch self {
      case .router, .publisher: 4096
      case .heartbeat: 16
      }
    }
  }
}

extension Socket {
  func set(_ option: Int32, to value: Int32) throws(ZMQError) {
    var value = value
    guard zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size) == 0 else {
      throw .latest("zmq_setsockopt(\(option))", name)
    }
  }

  func set(_ option: Int32, toSize value: Int64) throws(ZMQError) {
    var value = value
    guard zmq_setsockopt(pointer, option, &value, MemoryLayout<Int64>.size) == 0 else {
      throw .latest("zmq_setsockopt(\(option))", name)
    }
  }

  func set(_ option: Int32, to bytes: [UInt8]) throws(ZMQError) {
    guard zmq_setsockopt(pointer, option, bytes, bytes.count) == 0 else {
      throw .latest("zmq_setsockopt(\(option))", name)
    }
  }

  /// Enables encryption: only clients that know the public key can connect. Call before binding.
  ///
  /// Source: http://api.zeromq.org/4-3:zmq-curve
  func encrypt(with keys: CurveKeys) throws(ZMQError) {
    try set(ZMQ_CURVE_SERVER, to: 1)
    guard zmq_setsockopt(pointer, ZMQ_CURVE_SECRETKEY, keys.secretKey, 41) == 0 else {
      throw .latest("zmq_setsockopt(ZMQ_CURVE_SECRETKEY)", name)
    }
  }

  /// Binds the socket and returns its address. If the port is 0, the system chooses one.
  func bind(to endpoint: Endpoint) throws(ZMQError) -> Endpoint {
    switch endpoint {
    case .ipc(_, 0): return try bindToFreeNumber(of: endpoint)
    case .ipc:
      // The socket's file takes its mode from the umask.
      let usual = umask(0o077)
      defer { umask(usual) }
      try listen(at: endpoint)
      return endpoint
    case .tcp:
      try listen(at: endpoint)
      return endpoint.port == 0 ? endpoint.with(port: try boundPort()) : endpoint
    }
  }

  private func listen(at endpoint: Endpoint) throws(ZMQError) {
    guard zmq_bind(pointer, endpoint.text) == 0 else {
      throw .latest("zmq_bind", "\(name) \(endpoint.text)")
    }
  }

  private func bindToFreeNumber(of endpoint: Endpoint) throws(ZMQError) -> Endpoint {
    for number in 1...65_535 {
      let candidate = endpoint.with(port: number)
      // libzmq replaces the file of a live socket, so check before binding.
      guard access(String(candidate.text.dropFirst("ipc://".count)), F_OK) != 0 else { continue }
      return try bind(to: candidate)
    }
    throw ZMQError(code: EADDRINUSE, call: "zmq_bind", subject: "\(name) \(endpoint.text)")
  }

  private func boundPort() throws(ZMQError) -> Int {
    var text = [CChar](repeating: 0, count: 256)
    var length = text.count
    guard zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &length) == 0 else {
      throw .latest("zmq_getsockopt(ZMQ_LAST_ENDPOINT)", name)
    }
    let endpoint = String(
      decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return endpoint.split(separator: ":").last.flatMap { Int($0) } ?? 0
  }
}

extension Socket {
  /// The socket as `zmq_poll` is asked about it.
  func pollItem(isWanted: Bool) -> zmq_pollitem_t {
    zmq_pollitem_t(socket: pointer, fd: 0, events: isWanted ? Int16(ZMQ_POLLIN) : 0, revents: 0)
  }

  /// The frames of the next message; `nil` when none waits or the context is ending.
  func receive(waiting: Bool = false) -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    repeat {
      guard let frame = receiveFrame(flags: waiting ? 0 : ZMQ_DONTWAIT) else { return nil }
      frames.append(frame)
    } while hasMoreFrames
    return frames
  }

  private func receiveFrame(flags: Int32) -> [UInt8]? {
    var message = zmq_msg_t()
    zmq_msg_init(&message)
    defer { zmq_msg_close(&message) }
    while zmq_msg_recv(&message, pointer, flags) < 0 {
      guard zmq_errno() == EINTR else { return nil }
    }
    let size = zmq_msg_size(&message)
    return Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: size))
  }

  private var hasMoreFrames: Bool {
    var more: Int32 = 0
    var length = MemoryLayout<Int32>.size
    zmq_getsockopt(pointer, ZMQ_RCVMORE, &more, &length)
    return more != 0
  }

  /// Sends one message. A missing peer is not an error: its message is dropped.
  func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      let flags = ZMQ_DONTWAIT | (index < frames.count - 1 ? ZMQ_SNDMORE : 0)
      while zmq_send(pointer, frame, frame.count, flags) < 0 {
        guard zmq_errno() == EINTR else { return }
      }
    }
  }
}
