/// Work that is under way, for work that is no sequence.
///
/// ```swift
/// let bar = ProgressBar("reading", total: 200)
/// bar.advance()
/// bar.detail = "page 1"
/// bar.finish()
/// ```
///
/// Every member may be used from any thread. A bar that is let go of before ``finish()`` says that
/// it stopped, one whose cell failed or was interrupted says that.
public final class ProgressBar: Sendable {
  private let line: ProgressLine
  private let displays: ProgressDisplays

  /// Inside ``quietly(_:)``.
  @TaskLocal static var isQuiet = false

  /// What a bar is shown for.
  package enum Occasion: Sendable {
    /// Someone asked for it.
    case asked
    /// It comes by itself: in notebooks only.
    case automatic
    /// As automatic, and all of a cell's that do not overlap share one line: its trainings.
    case training
  }

  /// A bar that begins now.
  ///
  /// - Parameters:
  ///   - title: What is being done, in a word or two.
  ///   - total: How much there is to do, in units of ``advance(by:)``; `nil` when it is not known.
  public convenience init(_ title: String, total: Int? = nil) {
    self.init(title, total: total, occasion: .asked)
  }

  package init(
    _ title: String, total: Int?, unit: String = "", occasion: Occasion,
    in displays: ProgressDisplays = .shared
  ) {
    line = ProgressLine(title, total: total, unit: unit)
    self.displays = displays
    if Self.isQuiet { return }
    displays.begin(line, for: occasion)
  }

  deinit { end(as: .stopped) }

  /// How much is done. Setting it moves the bar.
  public var count: Int {
    get { line.read(\.count) }
    set { line.change { $0.count = newValue } }
  }

  /// Notes that `amount` more is done.
  public func advance(by amount: Int = 1) { line.change { $0.count += amount } }

  /// Words behind the numbers, such as `loss 0.012`.
  public var detail: String {
    get { line.read(\.detail) }
    set { line.change { $0.detail = newValue } }
  }

  /// Ends the bar; later calls change nothing.
  public func finish() { end(as: .finished) }

  package func end(as ending: ProgressEnding) { displays.end(line, as: ending) }
}

/// How work ended.
package enum ProgressEnding: String, Sendable, Hashable {
  case finished
  /// It was left before its end, with nothing said to be wrong.
  case stopped
  case interrupted
  case failed
}
