import Glibc
internal import SuperposeProcesses

/// The talk with the language process, on a thread of its own: starts the process when there is
/// something to ask, ends it when it hangs, and gives every question an answer in time.
struct Conversation: ~Copyable {
  private let command: [String]
  private let mailbox: Mailbox
  /// How long the process may be silent over a request before it counts as hung.
  private let patience: Duration
  /// How long the process is kept when nobody asks: it holds more memory than all that cells need,
  /// and is back in a third of a second.
  private let idleLimit: Duration

  private var child: ChildProcess?
  private var outgoing: [UInt8] = []
  private var incoming = LineBuffer()
  private var waiting: [Int: Question] = [:]
  private var lastNumber = 0
  /// Requests that the process has not answered, waited for or not.
  private var openRequests = 0
  private var lastSignOfLife = ContinuousClock.now

  init(command: [String], mailbox: Mailbox, patience: Duration, idleLimit: Duration) {
    self.command = command
    self.mailbox = mailbox
    self.patience = patience
    self.idleLimit = idleLimit
  }

  /// Talks until the mailbox is closed.
  mutating func run() {
    while let questions = mailbox.take() {
      for question in questions { begin(question) }
      waitForNews()
      dropLateQuestions()
      if child != nil, lastSignOfLife + silenceLimit <= .now { hangUp() }
    }
    hangUp()
  }

  // MARK: Asking

  private mutating func begin(_ question: Question) {
    if child == nil { start() }
    guard child != nil else { return question.answer(nil) }
    if openRequests == 0 { lastSignOfLife = .now }
    for request in question.before { send(request, number: 0) }
    lastNumber += 1
    waiting[lastNumber] = question
    send(question.request, number: lastNumber)
    for request in question.after { send(request, number: 0) }
  }

  private mutating func start() {
    child = ChildProcess(command)
    mailbox.processID = child?.id
  }

  private mutating func send(_ request: SourceKitRequest, number: Int) {
    outgoing += "\(number) \(request.yaml)\n".utf8
    openRequests += 1
  }

  // MARK: Waiting

  private mutating func waitForNews() {
    var places = [pollfd(fd: mailbox.wakeUp.readEnd, events: Int16(POLLIN), revents: 0)]
    if let socket = child?.socket {
      let events = POLLIN | (outgoing.isEmpty ? 0 : POLLOUT)
      places.append(pollfd(fd: socket, events: Int16(events), revents: 0))
    }
    guard poll(&places, nfds_t(places.count), millisecondsToWait) > 0, places.count == 2 else {
      return
    }
    if places[1].revents & Int16(POLLOUT) != 0 { write() }
    if places[1].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { read() }
  }

  /// Until the next deadline; -1, which is for ever, when nothing is due.
  private var millisecondsToWait: Int32 {
    var moments = waiting.values.map(\.deadline)
    if child != nil { moments.append(lastSignOfLife + silenceLimit) }
    guard let next = moments.min() else { return -1 }
    let wait = ContinuousClock.now.duration(to: next) / .milliseconds(1)
    return Int32(max(0, min(wait.rounded(.up), 60_000)))
  }

  /// How long the process may say nothing from its last sign of life on.
  private var silenceLimit: Duration { openRequests > 0 ? patience : idleLimit }

  private mutating func dropLateQuestions() {
    let now = ContinuousClock.now
    for (number, question) in waiting where question.deadline <= now {
      waiting[number] = nil
      question.answer(nil)
    }
  }

  // MARK: Bytes

  private mutating func write() {
    guard let socket = child?.socket else { return }
    let count = outgoing.withUnsafeBytes { sendQuietly(socket, $0) }
    if count > 0 {
      outgoing.removeFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      hangUp()
    }
  }

  private mutating func read() {
    guard let socket = child?.socket else { return }
    let count = incoming.fill(from: socket)
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return hangUp() }
    while let line = incoming.next() {
      lastSignOfLife = .now
      openRequests -= 1
      deliver(line)
    }
  }

  /// Hands on a line `<number> <JSON>`; after `!` it is an error's description.
  private mutating func deliver(_ line: ArraySlice<UInt8>) {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard parts.count == 2, let number = Int(String(decoding: parts[0], as: UTF8.self)),
      let question = waiting.removeValue(forKey: number)
    else { return }
    question.answer(parts[1].first == UInt8(ascii: "!") ? nil : Array(parts[1]))
  }

  /// Ends the process, and every question with it. The next question starts another.
  private mutating func hangUp() {
    child = nil
    mailbox.processID = nil
    outgoing = []
    incoming = LineBuffer()
    openRequests = 0
    let unanswered = waiting.values
    waiting = [:]
    for question in unanswered { question.answer(nil) }
  }
}

/// Sends what the socket takes. A process that is gone is an error here, not a SIGPIPE.
private func sendQuietly(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
}
