internal import SuperposeCellMessages
internal import SuperposeDisplay
internal import Synchronization

/// Runs an interaction's closure and shows the result.
final class Redraw: Sendable {
  let place: Place
  private let draw: @MainActor @Sendable (_ isFirst: Bool) throws -> MIMEBundle
  private let runs = Mutex(0)

  @MainActor init(place: Place, _ draw: @escaping @MainActor (Bool) throws -> MIMEBundle) {
    self.place = place
    self.draw = draw
  }

  /// Runs again whenever the value of a control changes; once if several have changed.
  @MainActor func follow(_ controls: [any ValueWidget]) {
    let reaction = Reaction(failed: { [place] in place.show($0) }, { self.run(as: $0) })
    for control in controls { control.model.observe(control.valueTrait, reaction) }
  }

  /// The output for the values that the controls have now, without showing it.
  @MainActor func frame() throws -> MIMEBundle {
    try Capture().collecting { try draw(false) }
  }

  @MainActor func run(as reaction: Reaction? = nil) {
    let number = runs.withLock { count in
      count += 1
      return count
    }
    let capture = Capture()
    do {
      let bundle = try capture.collecting { try draw(number == 1) }
      place.show(capture.outputs, bundle)
    } catch {
      // The error belongs to an outdated value.
      if reaction?.isSuperseded == true { return }
      place.show(Failure(error))
      currentPort.explain(error) { [self] failure in
        if runs.withLock(\.self) == number { place.show(failure) }
      }
    }
  }
}

extension Failure {
  /// The error's message; its place is found later.
  fileprivate init(_ error: any Error) {
    self.init(name: String(describing: type(of: error)), value: String(describing: error))
  }
}
