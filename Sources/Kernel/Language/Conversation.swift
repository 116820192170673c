import Glibc
internal import SuperposeProcesses

/// Communicates with the language process on a separate thread. It starts the process for the first
/// question, ends it when it hangs, and answers every question in time.
struct Conversation: ~Copyable {
  private let command: [String]
  private let mailbox: Mailbox
  /// The time without an answer after which the process counts as hung.
  private let patience: Duration
  /// The time without questions after which the process is ended: it uses more memory than all
  /// cells, and restarts in a third of a second.
  private let idleLimit: Duration

  private var child: ChildProcess?
  private var outgoing: [UInt8] = []
  private var incoming = LineBuffer()
  private var waiting: [Int: Question] = [:]
  private var lastNumber = 0
  /// Requests that the process has not answered, including those with no waiting caller.
  private var openRequests = 0
  private var lastSignOfLife = ContinuousClock.now
  private var isPaused = false

  init(command: [String], mailbox: Mailbox, patience: Duration, idleLimit: Duration) {
    self.command = command
    self.mailbox = mailbox
    self.patience = patience
    self.idleLimit = idleLimit
  }

  /// Runs until the mailbox is closed.
  mutating func run() {
    while let questions = mailbox.take() {
      for question in questions { begin(question) }
      pauseOrProceed()
      waitForNews()
      dropLateQuestions()
      if child != nil, !isPaused, lastSignOfLife + silenceLimit <= .now { hangUp() }
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

  /// Stops the process while the mailbox says so and nobody waits for an answer.
  private mutating func pauseOrProceed() {
    guard let id = child?.id else { return }
    let isQuiet = mailbox.pauseEnd.map { $0 > .now } ?? false
    let shallPause = isQuiet && waiting.values.allSatisfy(\.isPreparation)
    guard shallPause != isPaused else { return }
    kill(id, shallPause ? SIGSTOP : SIGCONT)
    isPaused = shallPause
    lastSignOfLife = .now
  }

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

  /// The time until the next deadline; -1 (forever) if there is none.
  private var millisecondsToWait: Int32 {
    var moments = waiting.values.map(\.deadline)
    if isPaused, let end = mailbox.pauseEnd { moments.append(end) }
    if child != nil, !isPaused { moments.append(lastSignOfLife + silenceLimit) }
    guard let next = moments.min() else { return -1 }
    let wait = ContinuousClock.now.duration(to: next) / .milliseconds(1)
    return Int32(max(0, min(wait.rounded(.up), 60_000)))
  }

  /// The time that the process may stay silent after its last output.
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

  /// Handles a line `<number> <JSON>`; after `!` the text is an error's description.
  private mutating func deliver(_ line: ArraySlice<UInt8>) {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard parts.count == 2, let number = Int(String(decoding: parts[0], as: UTF8.self)),
      let question = waiting.removeValue(forKey: number)
    else { return }
    question.answer(parts[1].first == UInt8(ascii: "!") ? nil : Array(parts[1]))
  }

  /// Ends the process and all its questions. The next question starts another process.
  private mutating func hangUp() {
    child = nil
    isPaused = false
    mailbox.processID = nil
    outgoing = []
    incoming = LineBuffer()
    openRequests = 0
    let unanswered = waiting.values
    waiting = [:]
    for question in unanswered { question.answer(nil) }
  }
}

/// Sends as much as the socket accepts. An ended process causes an error here, not a SIGPIPE.
private func sendQuietly(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
}
