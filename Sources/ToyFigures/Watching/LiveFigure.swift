internal import Dispatch
internal import Foundation
internal import SuperposeDisplay
internal import SuperposePlot
internal import Synchronization

/// A figure that is updated in place during a computation, and stays after it.
///
/// The figure is made on the caller's thread; it is rendered and sent on another thread, so that
/// the caller never waits for the front end. A frame that equals the previous one is not sent; this
/// happens when a model ends before the others.
final class LiveFigure: Sendable {
  private let outlet = frontEnd.withLock(\.self).outlet
  private let origin = ContinuousClock.now
  private let queue = DispatchQueue(label: "superpose.live-figure")
  private let state = Mutex(State())

  private struct State {
    var handle: DisplayID?
    var last: MIMEBundle?
    /// A computation that ends sooner is shown only at its end.
    var pace = FramePace(start: .milliseconds(300))
    var isDrawing = false
  }

  private var now: Duration { ContinuousClock.now - origin }

  /// Draws a frame if there is a reader and a frame is due.
  func update(_ make: () throws -> Figure) throws {
    let begin = now
    guard outlet.isWatched, beginFrame(at: begin) else { return }
    let figure: Figure
    do { figure = try make() } catch {
      state.withLock { $0.isDrawing = false }
      throw error
    }
    let making = now - begin
    queue.async { self.draw(figure, since: begin, making) }
  }

  /// Shows the final figure.
  func settle(_ figure: Figure) throws {
    let bundle = try figure.mimeBundle
    queue.sync { show(bundle) }
  }

  private func beginFrame(at now: Duration) -> Bool {
    state.withLock { state in
      guard !state.isDrawing, state.pace.isDue(at: now) else { return false }
      state.isDrawing = true
      return true
    }
  }

  private func draw(_ figure: Figure, since begin: Duration, _ making: Duration) {
    let before = Self.processorTime
    // A frame that cannot be drawn is left out; the last figure reports the error.
    if let frame = try? figure.frame { show(frame) }
    let cost = making + (Self.processorTime - before)
    state.withLock { state in
      state.pace.drew(at: begin, cost: cost)
      state.isDrawing = false
    }
  }

  private func show(_ bundle: MIMEBundle) {
    let (known, last) = state.withLock { state in
      defer { state.last = bundle }
      return (state.handle, state.last)
    }
    if bundle == last { return }
    if let known { return outlet.frontEnd.update(bundle, id: known) }
    let handle = DisplayID.next()
    state.withLock { $0.handle = handle }
    outlet.frontEnd.show(bundle, id: handle)
  }

  /// The processor time of this thread.
  private static var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Figure {
  /// The temporary figure: SVG only, in an element of fixed size, so that the content below does
  /// not move with the next frame.
  fileprivate var frame: MIMEBundle {
    get throws {
      let size = preferredSize
      let (width, height) = (NumberText.fixed(size.width), NumberText.fixed(size.height))
      let words = plainText.htmlEscaped
      let picture = Base64.dataURI(svg: try svg())
      var bundle = MIMEBundle(plainText: plainText)
      bundle.data[.html] = .text(
        "<img width=\"\(width)\" height=\"\(height)\" alt=\"\(words)\" src=\"\(picture)\">")
      return bundle
    }
  }
}
