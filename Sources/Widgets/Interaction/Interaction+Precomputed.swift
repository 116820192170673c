internal import SuperposeDisplay
internal import SuperposeJSON

extension Interaction {
  /// The outputs for a grid of the controls' values, to choose from without a kernel: on a page that was
  /// exported, or in a notebook that is only read.
  ///
  /// One or two controls may be sliders, menus or checkboxes; text fields keep their values. A slider with
  /// more positions than fit has fewer, evenly spaced.
  ///
  /// - Parameters:
  ///   - positions: The most positions of a slider. By default 21 for one control and 9 for two.
  ///   - bytes: The most bytes of all outputs together. Sliders get fewer positions until they fit.
  /// - Throws: ``PrecomputingError``; what the closure throws.
  @MainActor public func precomputed(
    positions: Int? = nil, bytes: Int = 4_000_000
  ) throws -> PrecomputedInteraction {
    let axes = controls.compactMap(PrecomputedAxis.init)
    guard (1...2).contains(axes.count) else { throw PrecomputingError.controls(axes.count) }
    var most = max(positions ?? (axes.count == 1 ? 21 : 9), 2)
    while true {
      let grid = axes.map { $0.thinned(to: most) }
      if let frames = try frames(of: grid, bytes: bytes) {
        return PrecomputedInteraction(axes: grid, frames: frames)
      }
      let largest = grid.filter(\.isSlider).map(\.values.count).max() ?? 0
      guard largest > 2 else {
        throw PrecomputingError.bytes(limit: bytes, frames: grid.reduce(1) { $0 * $1.values.count })
      }
      most = min(largest - 1, max(2, largest * 3 / 4))
    }
  }

  /// The outputs of all combinations, the last axis changing fastest; `nil` once they are too large.
  @MainActor private func frames(of axes: [PrecomputedAxis], bytes: Int) throws -> [MIMEBundle]? {
    let before = axes.map(\.current)
    defer { for (axis, value) in zip(axes, before) { axis.set(value) } }
    let count = axes.reduce(1) { $0 * $1.values.count }
    var frames: [MIMEBundle] = []
    var size = 0
    for index in 0..<count {
      var rest = index
      for axis in axes.reversed() {
        axis.set(axis.values[rest % axis.values.count].value)
        rest /= axis.values.count
      }
      frames.append(try redraw.frame())
      size += frames[index].markup.utf8.count
      // One frame tells early that so many do not fit.
      if size > bytes || size / (index + 1) > bytes / count * 4 { return nil }
    }
    return frames
  }
}

/// A control whose values are precomputed.
struct PrecomputedAxis {
  let model: WidgetModel
  let trait: String
  let label: String
  var values: [(text: String, value: JSONValue)]
  let isSlider: Bool

  var current: JSONValue { model.value(of: trait) }
  @MainActor func set(_ value: JSONValue) { model.set([trait: value]) }

  /// The positions of a slider, the options of a menu, or both states of a checkbox; `nil` for others.
  @MainActor init?(_ control: any ValueWidget) {
    model = control.model
    trait = control.valueTrait
    label = control.model.value(of: "description").string ?? ""
    switch control {
    case let slider as IntSlider:
      isSlider = true
      values = stride(from: slider.min, through: slider.max, by: slider.step).map { ("\($0)", .integer($0)) }
    case let slider as FloatSlider:
      isSlider = true
      let steps = Int(((slider.max - slider.min) / slider.step + 1e-9).rounded(.down))
      values = (0...steps).map { index in
        let value = slider.min + slider.step * Double(index)
        return (NumberText.brief(value, digits: 4).withMinusSigns, .number(value))
      }
    case is Checkbox:
      isSlider = false
      values = [false, true].map { ($0 ? "on" : "off", .bool($0)) }
    default:
      guard case .array(let options) = control.model.value(of: "_options_labels") else { return nil }
      isSlider = false
      values = options.enumerated().map { ($0.element.string ?? "", .integer($0.offset)) }
    }
  }

  /// With at most `count` positions of a slider, its ends among them.
  func thinned(to count: Int) -> PrecomputedAxis {
    guard isSlider, values.count > count else { return self }
    var copy = self
    copy.values = (0..<count).map { values[$0 * (values.count - 1) / (count - 1)] }
    return copy
  }
}

/// Why an interaction cannot be precomputed.
public enum PrecomputingError: Error, Equatable, CustomStringConvertible {
  /// How many controls have values to go through.
  case controls(Int)
  /// The outputs do not fit, even with two positions for each slider.
  case bytes(limit: Int, frames: Int)

  public var description: String {
    switch self {
    case .controls(let count):
      "precomputed() needs one or two sliders, menus or checkboxes, but this interaction has \(count)"
    case .bytes(let limit, let frames):
      "the \(frames) outputs of the fewest positions take more than \(limit) bytes; allow more with "
        + "precomputed(bytes:), or show less in each"
    }
  }
}
