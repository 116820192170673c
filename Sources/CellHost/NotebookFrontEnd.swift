import CSuperposeCellHost
import SuperposeCellSupport
import SuperposeDisplay
import SuperposeEvaluation
import Foundation
import SuperposeHostLink
import SuperposeJSON
import Synchronization

/// Sends what cells display to the kernel.
struct NotebookFrontEnd: FrontEnd {
  /// The cell whose outputs these are; `nil` means the one that the calling thread works for.
  var cell: SubmissionID?

  func show(_ bundle: MIMEBundle, id: DisplayID?) {
    send(.display(MIMEData(bundle.cut), displayID: id?.rawValue))
  }

  /// Waits for nobody: what is replaced keeps its place, whatever is printed before and after.
  func update(_ bundle: MIMEBundle, id: DisplayID) {
    Host.shared.send(.output(.updateDisplay(MIMEData(bundle), displayID: id.rawValue), owner))
  }

  func clear(wait: Bool) { send(.clear(wait: wait)) }

  func readLine(prompt: String, isPassword: Bool) -> String? {
    Host.shared.input.ask(InputPrompt(text: prompt, isPassword: isPassword))
  }

  var outlet: Outlet {
    let owner = owner
    return Outlet(
      frontEnd: NotebookFrontEnd(cell: owner), cell: owner?.packed,
      isWatched: Host.shared.stage.isWatched)
  }

  private var owner: SubmissionID? {
    cell ?? .ofThisThread ?? Host.shared.stage.runningCell
  }

  func result(_ bundle: MIMEBundle) { send(.result(MIMEData(bundle))) }

  /// What was printed before comes first, and what is printed next comes after.
  private func send(_ output: SuperposeEvaluation.Output) {
    waitForReaders()
    Host.shared.send(.output(output, owner))
    Host.shared.waitUntilSent()
  }
}

extension Host {
  /// Makes this process's displays and cells' last values go to the kernel.
  func installDisplay() {
    let notebook = NotebookFrontEnd()
    frontEnd.withLock { $0 = notebook }
    commPort.withLock { $0 = NotebookCommPort() }
    __cellObserver.withLock {
      $0 = CellObserver(
        shows: { notebook.result($0.cut.withoutModuleNames) },
        fails: { leave(throwing: $0) },
        reached: { Host.shared.stage.reached($0) })
    }
  }
}

extension MIMEBundle {
  /// The largest plain text that is sent, in UTF-8 bytes; nobody reads more, and it takes seconds.
  private static let textLimit = 1 << 20

  /// Without the end of a plain text that nobody would read.
  fileprivate var cut: MIMEBundle {
    guard case .text(let text)? = data[.plainText], text.utf8.count > Self.textLimit else { return self }
    let end = text.unicodeScalars.index(text.startIndex, offsetBy: Self.textLimit / 4)
    let size = text.utf8.count.formatted()
    var bundle = self
    bundle.data[.plainText] = .text("\(text[..<end])… cut: the whole text takes \(size) bytes")
    return bundle
  }

  /// Without the generated names of cells' modules, which the description of a user's type carries when
  /// it is made of Swift's own (`"\(sides)"`: `[Cell4.Side.left(3)]`). Text in quotes stays as it is.
  fileprivate var withoutModuleNames: MIMEBundle {
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

/// Ends the cell as if its top level had thrown `error`.
private func leave(throwing error: any Error) -> Never {
  // The runtime's error box is one pointer; the count taken here is the receiver's. Without `as`,
  // what is in the box would be passed on.
  let pointer = unsafeBitCast(error as any Error, to: UnsafeMutableRawPointer.self)
  _ = Unmanaged<AnyObject>.fromOpaque(pointer).retain()
  guardedThrow(pointer)
}

extension MIMEData {
  /// The bundle as it travels: binary as base64, JSON as JSON.
  init(_ bundle: MIMEBundle) {
    let data = bundle.data.map { type, content in (type.rawValue, JSONValue(content)) }
    let metadata = bundle.metadata.map { type, hints in (type.rawValue, JSONValue.object(hints)) }
    self.init(
      data: JSONObject(data) { first, _ in first },
      metadata: JSONObject(metadata) { first, _ in first })
  }
}

extension JSONValue {
  fileprivate init(_ content: MIMEContent) {
    switch content {
    case .text(let text): self = .string(text)
    case .binary(let bytes): self = .string(Data(bytes).base64EncodedString())
    case .json(let value): self = value
    }
  }
}
