internal import Display
internal import JSON
internal import Synchronization

/// Where an interaction shows what it has drawn.
///
/// A single picture goes into an ``Image``, because a page keeps the old picture until the new one is
/// ready; anything else goes into an ``Output``. Only one of the two is visible.
final class Place: Sendable {
  let box: VBox
  private let image = Image(format: "svg+xml")
  private let output = Output()
  private let first = Mutex<MIMEBundle?>(nil)

  init() {
    box = VBox(image, output)
    image.layout = Layout(display: "none")
    image.layout.alignSelf = "flex-start"
    output.layout = Layout()
  }

  /// What was shown first, for front ends without widgets.
  var still: MIMEBundle { first.withLock { $0 } ?? MIMEBundle() }

  /// Shows a value below what was displayed and printed on the way to it.
  func show(_ before: [JSONValue], _ bundle: MIMEBundle) {
    first.withLock { $0 = $0 ?? bundle }
    if before.isEmpty, let picture = Picture(bundle) {
      image.model.set(["format": .string(picture.format)], bytes: ["value": picture.bytes])
      reveal(image: true)
      output.clear()
    } else {
      output.outputs = before + (bundle.data.isEmpty ? [] : [.displayData(bundle)])
      reveal(image: false)
    }
  }

  /// Shows why there is nothing to show.
  func show(_ explanation: Explanation) {
    output.outputs = [.error(explanation)]
    reveal(image: false)
  }

  private func reveal(image isImage: Bool) {
    image.layout.display = isImage ? nil : "none"
    output.layout.display = isImage ? "none" : nil
    WidgetDesk.shared.flush()
  }
}

/// A bundle's picture, if a page would show it as one.
private struct Picture {
  let bytes: [UInt8]
  let format: String

  init?(_ bundle: MIMEBundle) {
    guard bundle.data[.html] == nil else { return nil }
    if case .text(let svg)? = bundle.data[.svg] {
      (bytes, format) = (Array(svg.utf8), "svg+xml")
    } else if case .binary(let png)? = bundle.data[.png] {
      (bytes, format) = (png, "png")
    } else {
      return nil
    }
  }
}
