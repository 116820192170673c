import CSuperposeZMQ
import Foundation
import Glibc
import SuperposeProcesses

/// The thread that owns the four message sockets.
enum SocketThread {
  /// The result of starting the thread.
  struct Opened: Sendable {
    var endpoints: Endpoints
    var shell: Inflow
    var control: Inflow
    var stdin: Inflow
    /// Finishes when every socket is closed.
    var ended: AsyncStream<Never>
  }

  /// Opens the sockets, reports them or an error, and serves them until `outgoing` closes.
  static func run(
    _ endpoints: Endpoints, outgoing: Outgoing,
    welcome: @escaping @Sendable ([UInt8]) -> [[UInt8]]?,
    opened: @Sendable (Result<Opened, any Error>) -> Void
  ) {
    let (ended, end) = AsyncStream.makeStream(of: Never.self)
    // Before the return, so that the context has ended when the stream finishes.
    defer { end.finish() }
    do {
      let context = try Context()
      let sockets = try SocketSet(endpoints, wakeUp: outgoing.wakeUp, in: context.handle)
      let heartbeat = try Heartbeat(
        at: endpoints.heartbeat, curve: endpoints.curve, in: context.handle)
      var bound = sockets.endpoints
      bound.heartbeat = heartbeat.endpoint
      opened(
        .success(
          Opened(
            endpoints: bound, shell: sockets.shell.inflow, control: sockets.control.inflow,
            stdin: sockets.stdin.inflow, ended: ended)))
      let watch = ConnectionWatch(bound)
      sockets.serve(outgoing, welcome: welcome)
      watch.end()
      _ = consume sockets
      heartbeat.end(in: context.handle)
      _ = consume context
    } catch {
      opened(.failure(error))
    }
  }
}

/// A ROUTER socket and the stream of its messages.
struct RouterSocket: ~Copyable {
  let socket: Socket
  let endpoint: Endpoint
  let inflow: Inflow
  private let backlog: Backlog
  private let continuation: AsyncStream<[[UInt8]]>.Continuation

  init(
    _ name: String, at endpoint: Endpoint, curve: CurveKeys?, wakeUp: WakeUp,
    in context: ContextHandle
  ) throws(ZMQError) {
    let socket = try Socket.open(.router, name: name, in: context)
    // A reloaded page reconnects with its old identity; the new connection must replace the old
    // one. Source: https://github.com/ipython/ipykernel/issues/270
    try socket.set(ZMQ_ROUTER_HANDOVER, to: 1)
    if let curve { try socket.encrypt(with: curve) }
    self.endpoint = try socket.bind(to: endpoint)
    self.socket = socket
    let (stream, continuation) = AsyncStream.makeStream(of: [[UInt8]].self)
    self.continuation = continuation
    backlog = Backlog(wakeUp)
    inflow = Inflow(stream, backlog)
  }

  deinit { continuation.finish() }

  /// How many messages are taken before another socket has its turn.
  private static let turn = 32

  /// What to wait for: nothing, while too much waits to be taken.
  var pollItem: zmq_pollitem_t { socket.pollItem(isWanted: !backlog.isFull) }

  /// Passes on messages that wait, as many as a turn lets it.
  func receive() {
    for _ in 0..<Self.turn {
      guard !backlog.isFull, let frames = socket.receive() else { return }
      backlog.add(frames)
      continuation.yield(frames)
    }
  }
}

/// The message sockets of one kernel.
struct SocketSet: ~Copyable {
  let shell: RouterSocket
  let control: RouterSocket
  let stdin: RouterSocket
  private let iopub: Socket
  let endpoints: Endpoints

  init(
    _ endpoints: Endpoints, wakeUp: WakeUp, in context: ContextHandle
  ) throws(ZMQError) {
    let curve = endpoints.curve
    let shell = try RouterSocket(
      "shell", at: endpoints.shell, curve: curve, wakeUp: wakeUp, in: context)
    let control = try RouterSocket(
      "control", at: endpoints.control, curve: curve, wakeUp: wakeUp, in: context)
    let stdin = try RouterSocket(
      "stdin", at: endpoints.stdin, curve: curve, wakeUp: wakeUp, in: context)
    let iopub = try Socket.open(.publisher, name: "iopub", in: context)
    // With manual subscriptions, a subscription starts when this thread accepts it, directly before
    // its welcome message.
    try iopub.set(ZMQ_XPUB_MANUAL, to: 1)
    if let curve { try iopub.encrypt(with: curve) }
    var bound = endpoints
    bound.iopub = try iopub.bind(to: endpoints.iopub)
    bound.shell = shell.endpoint
    bound.control = control.endpoint
    bound.stdin = stdin.endpoint
    self.endpoints = bound
    self.shell = shell
    self.control = control
    self.stdin = stdin
    self.iopub = iopub
  }

  /// Moves messages in and out until `outgoing` closes and is empty.
  func serve(_ outgoing: Outgoing, welcome: ([UInt8]) -> [[UInt8]]?) {
    let wakeUp = zmq_pollitem_t(
      socket: nil, fd: outgoing.wakeUp.readEnd, events: Int16(ZMQ_POLLIN), revents: 0)
    while true {
      var items = [
        control.pollItem, shell.pollItem, stdin.pollItem, iopub.pollItem(isWanted: true), wakeUp,
      ]
      zmq_poll(&items, Int32(items.count), -1)
      outgoing.wakeUp.drain()
      // In turns: a flood on one socket must not keep the others waiting.
      control.receive()
      shell.receive()
      stdin.receive()
      receiveSubscriptions(welcome: welcome)
      let (messages, isLast) = outgoing.take()
      for (channel, frames) in messages { send(frames, on: channel) }
      if isLast { return }
    }
  }

  /// How many subscriptions are taken before another socket has its turn.
  private static let subscriptionTurn = 256

  private func send(_ frames: [[UInt8]], on channel: Channel) {
    switch channel {
    case .shell: shell.socket.send(frames)
    case .control: control.socket.send(frames)
    case .stdin: stdin.socket.send(frames)
    case .iopub: iopub.send(frames)
    }
  }

  /// Source: http://api.zeromq.org/4-3:zmq-socket, ZMQ_XPUB: 1 and a topic subscribes, 0 ends it.
  private func receiveSubscriptions(welcome: ([UInt8]) -> [[UInt8]]?) {
    for _ in 0..<Self.subscriptionTurn {
      guard let frames = iopub.receive() else { return }
      guard let frame = frames.first, let action = frame.first else { continue }
      let topic = Array(frame.dropFirst())
      switch action {
      case 1:
        guard (try? iopub.set(ZMQ_SUBSCRIBE, to: topic)) != nil else { continue }
        if let frames = welcome(topic) { iopub.send(frames) }
      case 0:
        // The subscriber may have disconnected already.
        _ = try? iopub.set(ZMQ_UNSUBSCRIBE, to: topic)
      default: continue
      }
    }
  }
}
