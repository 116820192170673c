internal import Display
internal import Plot
internal import Synchronization

/// A figure that is redrawn in place while something goes on, and stays at its end.
struct LiveFigure {
  private let isWatched = frontEnd.withLock(\.self).outlet.isWatched
  private let origin = ContinuousClock.now
  private var handle: DisplayHandle?
  /// What ends sooner than this is shown at its end only.
  private var pace = FramePace(start: .milliseconds(300))

  private var now: Duration { ContinuousClock.now - origin }

  /// Draws a frame, if someone watches and it is time for one.
  mutating func update(_ figure: () throws -> Figure) throws {
    guard isWatched, pace.isDue(at: now) else { return }
    let begin = now
    try show(try figure().frame)
    pace.drew(from: begin, to: now)
  }

  /// Leaves the figure as it is to stay.
  mutating func settle(_ figure: Figure) throws { try show(try figure.mimeBundle) }

  private mutating func show(_ bundle: MIMEBundle) throws {
    if let handle { try handle.update(bundle) } else { handle = try displayUpdatable(bundle) }
  }
}

extension Figure {
  /// The figure for a moment: SVG only, in an element of known size, so that what stands below
  /// does not jump when the next one comes.
  fileprivate var frame: MIMEBundle {
    get throws {
      let size = preferredSize
      let (width, height) = (NumberText.fixed(size.width), NumberText.fixed(size.height))
      let picture = Base64.dataURI(svg: try svg())
      var bundle = MIMEBundle(plainText: plainText)
      bundle.data[.html] = .text(
        "<img width=\"\(width)\" height=\"\(height)\" alt=\"\(plainText.htmlEscaped)\" src=\"\(picture)\">")
      return bundle
    }
  }
}
