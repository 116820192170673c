internal import Foundation
internal import SuperposeCellMessages
internal import SuperposeDisplay
internal import SuperposeJSON
internal import Synchronization

/// The output area of an interaction.
///
/// A single figure is inserted into the page as SVG: this is the fastest way to replace a picture,
/// and it does not flicker (measured in docs/widgets.md). Anything else goes into an ``Output``.
/// Only one of the two is visible.
final class Place: Sendable {
  let box: VBox
  private let picture = HTMLText()
  private let output = Output()
  private let first = Mutex<MIMEBundle?>(nil)

  init() {
    box = VBox(picture, output)
    picture.layout = Layout(display: "none")
    output.layout = Layout()
  }

  /// The first output, for front ends without widgets.
  var still: MIMEBundle { first.withLock { $0 } ?? MIMEBundle() }

  /// Shows a value below everything that was displayed and printed before it.
  func show(_ before: [JSONValue], _ bundle: MIMEBundle) {
    first.withLock { $0 = $0 ?? (bundle.data.isEmpty ? MIMEBundle(plainText: before.printed) : bundle) }
    if before.isEmpty, let svg = bundle.pictureAlone {
      picture.value = svg
      reveal(picture: true)
      output.clear()
    } else {
      output.outputs = before + (bundle.data.isEmpty ? [] : [.displayData(bundle)])
      reveal(picture: false)
    }
    WidgetRegistry.shared.flush()
  }

  /// Shows the error instead of an output.
  func show(_ failure: Failure) {
    output.outputs = [.error(failure)]
    reveal(picture: false)
    WidgetRegistry.shared.flush()
  }

  private func reveal(picture isPicture: Bool) {
    picture.layout.display = isPicture ? nil : "none"
    output.layout.display = isPicture ? "none" : nil
  }
}

extension [JSONValue] {
  /// The printed text among outputs.
  fileprivate var printed: String {
    compactMap { $0["text"]?.string }.joined().trimmingCharacters(in: .newlines)
  }
}

extension MIMEBundle {
  /// The SVG that a page would show of this, if it is what the page would show.
  fileprivate var pictureAlone: String? {
    guard data[.html] == nil, data[.widgetView] == nil, case .text(let svg)? = data[.svg] else {
      return nil
    }
    return svg
  }
}
