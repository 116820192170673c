import SuperposeDisplay
import SuperposeEvaluation
import SuperposeHostLink

/// Sends displayed values of cells to the kernel.
struct NotebookFrontEnd: FrontEnd {
  let runner: CellRunner
  let input: InputReader
  let connection: any KernelConnection
  /// The cell whose outputs these are; `nil` means the calling thread's cell.
  var cell: SubmissionID?

  func show(_ bundle: MIMEBundle, id: DisplayID?) {
    send(.display(MIMEData(bundle.cut), displayID: id?.rawValue))
  }

  /// Does not wait: a replaced output keeps its position relative to printed text.
  func update(_ bundle: MIMEBundle, id: DisplayID) {
    connection.send(.output(.updateDisplay(MIMEData(bundle), displayID: id.rawValue), owner))
  }

  func clear(wait: Bool) { send(.clear(wait: wait)) }

  func readLine(prompt: String, isPassword: Bool) -> String? {
    input.ask(InputPrompt(text: prompt, isPassword: isPassword))
  }

  var outlet: Outlet {
    var frontEnd = self
    frontEnd.cell = owner
    return Outlet(frontEnd: frontEnd, cell: owner, isWatched: runner.isWatched)
  }

  private var owner: SubmissionID? {
    cell ?? .ofThisThread ?? runner.runningCell
  }

  func result(_ bundle: MIMEBundle) { send(.result(MIMEData(bundle))) }

  /// Keeps the order: earlier printed text before, later printed text after.
  private func send(_ output: SuperposeEvaluation.Output) {
    waitForReaders()
    connection.send(.output(output, owner))
    connection.waitUntilRead()
  }
}

extension MIMEBundle {
  /// The largest plain text that is sent, in UTF-8 bytes; nobody reads more, and it takes seconds.
  private static let textLimit = 1 << 20

  /// The bundle with a long plain text cut.
  var cut: MIMEBundle {
    guard case .text(let text)? = data[.plainText], text.utf8.count > Self.textLimit else { return self }
    let end = text.unicodeScalars.index(text.startIndex, offsetBy: Self.textLimit / 4)
    var bundle = self
    bundle.data[.plainText] = .text("\(text[..<end])… cut: the whole text has \(text.utf8.count) bytes")
    return bundle
  }

  /// Without the generated names of cells' modules, which the description of a user's type carries when
  /// it is made of Swift's own (`"\(sides)"`: `[Superposecell4_1.Side.left(3)]`).
  var withoutModuleNames: MIMEBundle {
    guard case .text(let text)? = data[.plainText] else { return self }
    var bundle = self
    bundle.data[.plainText] = .text(text.withoutModuleNames)
    return bundle
  }
}

extension String {
  /// The beginning of a long text, and how long it is.
  func shortened(to limit: Int) -> String {
    let count = count
    return count > limit ? "\(prefix(limit))… (\(count) characters)" : self
  }
}
