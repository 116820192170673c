import CSuperposeCellHost
import SuperposeDisplay
import SuperposeEvaluation
import Foundation
import SuperposeHostLink
import Synchronization
import SuperposeWidgets

/// This process: one link to the kernel, one cell at a time, and the jobs that cells leave behind.
final class Host: Sendable {
  /// The C hooks of the runtime carry no context, so the host is found here.
  static let shared: Host = Host()

  private let linkSlot = Mutex<Link?>(nil)
  let stage = Stage()
  let input = InputDesk()
  let explanations = Explanations()
  let diversions = Diversions()
  let jobs: Jobs = Jobs { ending, owner in Host.shared.stage.backgroundFailed(ending, owner) }

  /// Prepares the process to run cells and tells the kernel so.
  func start(link: Link) {
    linkSlot.withLock { $0 = link }
    guardedInstall()
    guardedOnStray { outcome in
      Host.shared.stage.backgroundFailed(GuardedEnding(outcome!), .ofThisThread)
    }
    overridesOnReadLine { Host.shared.input.readLine(into: $0!) }
    overridesOnStrayPrint { isError, text, length in
      Host.shared.printed(UnsafeBufferPointer(start: text, count: length), isError: isError)
    }
    jobs.install()
    jobs.pool.start()
    installDisplay()
    stage.beIdle()
    send(.ready)
  }

  /// Does what the kernel says until it closes the link.
  func serve() throws {
    guard let link = linkSlot.withLock(\.self) else { return }
    while let (command, buffers) = try link.receive(HostCommand.self) {
      switch command {
      case .run(let run): stage.run(run)
      case .interrupt(let cell): stage.interrupt(cell)
      case .line(let line): input.answer(line)
      case .comm(var message, let id):
        message.buffers = buffers
        receive(message, as: id)
      case .explanation(let number, let failure):
        explanations.take(
          number,
          Explanation(name: failure.name, value: failure.value, traceback: failure.traceback))
      }
    }
  }

  /// Sends an event. When the kernel is gone there is nobody left to tell.
  func send(_ event: HostEvent, buffers: [[UInt8]] = []) {
    guard let link = linkSlot.withLock(\.self) else { return }
    do { try link.send(event, buffers: buffers) } catch { _exit(1) }
  }

  /// What a task of an older cell prints goes to that cell; a drawing's own prints go into the
  /// drawing.
  private func printed(_ text: UnsafeBufferPointer<CChar>, isError: Bool) -> Bool {
    let words = String(decoding: UnsafeRawBufferPointer(text), as: UTF8.self)
    if diversions.take(words, isError: isError) { return true }
    guard let owner = SubmissionID.ofThisThread else { return false }
    send(.output(.stream(isError ? .stderr : .stdout, words), owner))
    return true
  }

  func waitUntilSent() {
    if let link = linkSlot.withLock(\.self) { waitForLink(link.descriptor) }
  }

  /// Gives a front end's message to the widget that it is for. Nothing of the user's runs here.
  private func receive(_ message: CommMessage, as id: SubmissionID) {
    SubmissionID.ofThisThread = id
    defer { SubmissionID.ofThisThread = nil }
    do {
      try WidgetDesk.shared.receive(WidgetMessage(message))
      send(.commTaken(id, refusal: nil))
    } catch {
      send(.commTaken(id, refusal: error.description))
    }
  }
}
