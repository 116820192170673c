/// A progress bar for work that is not a sequence.
///
/// ```swift
/// let bar = ProgressBar("reading", total: 200)
/// bar.advance()
/// bar.detail = "page 1"
/// bar.finish()
/// ```
///
/// Every member may be used from any thread. A bar that is released before ``finish()`` shows that
/// it stopped; if its cell failed or was interrupted, it shows that.
public final class ProgressBar: Sendable {
  private let line: ProgressLine
  private let displays: ProgressDisplays

  /// Inside ``quietly(_:)``.
  @TaskLocal static var isQuiet = false

  /// A bar that starts now.
  ///
  /// - Parameters:
  ///   - title: A short name of the work.
  ///   - total: The total amount of work, in units of ``advance(by:)``; `nil` if unknown.
  public convenience init(_ title: String, total: Int? = nil) {
    self.init(title, total: total, occasion: .asked)
  }

  package init(
    _ title: String, total: Int?, unit: String = "", occasion: ProgressOccasion,
    in displays: ProgressDisplays = .shared
  ) {
    line = ProgressLine(title, total: total, unit: unit)
    self.displays = displays
    if Self.isQuiet { return }
    displays.begin(line, for: occasion)
  }

  deinit { end(as: .stopped) }

  /// The amount of work done. Setting it updates the bar.
  public var count: Int {
    get { line.read(\.count) }
    set { line.change { $0.count = newValue } }
  }

  /// Adds `amount` to the work done.
  public func advance(by amount: Int = 1) { line.change { $0.count += amount } }

  /// Text after the numbers, such as `loss 0.012`.
  public var detail: String {
    get { line.read(\.detail) }
    set { line.change { $0.detail = newValue } }
  }

  /// Ends the bar; later calls change nothing.
  public func finish() { end(as: .finished) }

  package func end(as ending: ProgressEnding) { displays.end(line, as: ending) }
}
