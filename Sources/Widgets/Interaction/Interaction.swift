public import SuperposeDisplay
internal import Synchronization

/// Controls, and what is drawn from their values: redrawn whenever one of them moves.
///
/// In a notebook the labels of the call name the controls:
///
///     interact(sparsity: 0...0.99, features: 2...12) { s, n in
///       try ReLUOutputModel(hidden: 2)
///         .train(on: SparseFeatures(count: n, sparsity: s), steps: 1_000).best.figure
///     }
///
/// Ranges become sliders, a list becomes a menu, `true` a checkbox, text a line to type in, and any
/// widget with a value is used as it is.
///
/// The closure runs once at the start and then after every change, one run at a time and never
/// beside a cell. Values that come while it runs are skipped but for the newest. What it returns,
/// displays and prints is shown below the controls in the place of what was there; so is an error
/// or a trap, until the next run that ends well. An interrupt of the kernel ends a run that takes
/// too long.
public struct Interaction: Widget {
  public let model: WidgetModel
  /// The controls, in order.
  public let controls: [any ValueWidget]
  private let redraw: Redraw

  /// Makes the controls and draws for the first time.
  ///
  /// - Parameters:
  ///   - labels: One for each control; `nil` for a control without words before it.
  ///   - draw: Makes what is shown: a figure, any other value, or nothing when it displays or prints.
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

  /// Pages have room for some ten letters before a control, and cut what is longer.
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

  /// The controls with what was drawn first, for front ends that have no widgets.
  public var mimeBundle: MIMEBundle {
    WidgetRegistry.shared.flush()
    var bundle = redraw.place.still
    bundle.data[.plainText] = bundle.data[.plainText] ?? .text("Interaction()")
    bundle.data[.widgetView] = widgetView
    return bundle
  }
}

extension MIMEBundle {
  /// What `value` looks like in a drawing that may be replaced any moment; empty for `Void`.
  ///
  /// The first drawing comes in every form: it is what front ends without widgets show.
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
