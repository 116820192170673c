public import SuperposeDisplay
internal import Synchronization

/// Controls and an output that is redrawn whenever one of them moves.
///
/// In a notebook the labels of the call name the controls:
///
///     interact(sparsity: 0...0.99, features: 2...12) { s, n in
///       try ReLUOutputModel(hidden: 2)
///         .train(on: SparseFeatures(count: n, sparsity: s), steps: 1_000).best
///     }
///
/// Ranges become sliders, a list becomes a menu, `true` a checkbox, text a text field, and any
/// widget with a value is used unchanged.
///
/// The closure runs once at the start and then after every change, one run at a time and never at
/// the same time as a cell. Of the values that arrive while it runs, only the newest is used. What
/// it returns, displays and prints replaces the previous output below the controls; so does an
/// error or a trap, until the next successful run. An interrupt of the kernel ends a run that takes
/// too long.
public struct Interaction: Widget {
  public let model: WidgetModel
  /// The controls, in order.
  public let controls: [any ValueWidget]
  let redraw: Redraw

  /// Makes the controls and draws the first output.
  ///
  /// - Parameters:
  ///   - labels: The text beside each control; `nil` for none.
  ///   - sources: What each control is made from: a range, an array, a Boolean, a text, or a control.
  ///   - draw: Takes the values of the controls and returns what is shown: a figure, any other value,
  ///     or nothing if it displays or prints.
  @MainActor public init<each Source: Adjustable, Shown>(
    labels: [String?], _ sources: repeat each Source,
    draw: @escaping @MainActor (repeat (each Source).Control.Value) throws -> Shown
  ) {
    var rest = labels[...]
    let made = (repeat (each sources).control(label: rest.popFirst() ?? nil))
    var controls: [any ValueWidget] = []
    for control in repeat each made { controls.append(control) }
    self.controls = controls
    Self.makeRoom(for: labels, before: controls)
    let place = Place()
    redraw = Redraw(place: place) { isFirst in
      try MIMEBundle(drawing: try draw(repeat (each made).value), isFirst: isFirst)
    }
    let shown: [any Widget] = controls + [place.box]
    model = VBox(shown).model
    redraw.follow(controls)
    redraw.run()
  }

  /// Pages have space for about ten letters before a control and cut longer text.
  @MainActor private static func makeRoom(
    for labels: [String?], before controls: [any ValueWidget]
  ) {
    let longest = labels.compactMap(\.?.count).max() ?? 0
    guard longest > 10 else { return }
    let style = DescriptionStyle(descriptionWidth: "\(longest + 1)ch")
    for control in controls {
      control.use(style)
      control.layout.width = "calc(300px + \(longest - 9)ch)"
    }
  }

  /// Draws again with the values that the controls have now.
  @MainActor public func draw() { redraw.run() }

  /// The controls, with the first output for front ends without widgets.
  public var mimeBundle: MIMEBundle {
    WidgetRegistry.shared.flush()
    var bundle = redraw.place.still
    bundle.data[.plainText] = bundle.data[.plainText] ?? .text("Interaction()")
    bundle.data[.widgetView] = widgetView
    return bundle
  }
}

extension MIMEBundle {
  /// The form of `value` in an output that may be replaced soon; empty for `Void`.
  ///
  /// The first output has all media types, because front ends without widgets show it.
  fileprivate init<Value>(drawing value: Value, isFirst: Bool) throws {
    if Value.self == Void.self {
      self.init()
    } else if !isFirst, let live = value as? any LiveDisplayable {
      self = try live.liveBundle
    } else {
      try self.init(showing: value)
    }
  }
}
