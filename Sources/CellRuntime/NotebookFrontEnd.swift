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
    send(.display(MIMEData(bundle), displayID: id?.rawValue))
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
  /// Removes the generated names of cells' modules, which a user's description contains if it uses
  /// Swift's default descriptions (`"\(sides)"`: `[Cell4.Side.left(3)]`). Text in quotes is not
  /// changed.
  var withoutModuleNames: MIMEBundle {
    guard case .text(let text)? = data[.plainText], text.contains("Cell") else { return self }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    let cleaned = parts.enumerated().map { index, part in
      index.isMultiple(of: 2)
        ? String(part).replacing(#/\bCell\d+(_\d+)?\./#, with: "") : String(part)
    }
    var bundle = self
    bundle.data[.plainText] = .text(cleaned.joined(separator: "\""))
    return bundle
  }
}
