public import SuperposeDisplay
public import SuperposeJSON

/// An element of a page that users can see and change.
///
/// A widget is a reference: copies of the value are the same widget. Show it as a cell's last
/// value, by `display(_:)`, or inside a box.
public protocol Widget: Displayable {
  /// The state that this widget is a view of.
  var model: WidgetModel { get }
}

extension Widget {
  /// The widget for front ends that have widgets, and a line of text for others.
  public var mimeBundle: MIMEBundle {
    WidgetRegistry.shared.flush()
    return MIMEBundle(data: [
      .plainText: .text(plainText), .widgetView: widgetView,
    ])
  }

  var widgetView: MIMEContent {
    .json(["version_major": 2, "version_minor": 0, "model_id": .string(model.id)])
  }

  /// The widget's name and what it holds: `IntSlider(5)`, `Dropdown("a")`, `HBox(Button("Go"), Label("idle"))`.
  public var plainText: String { model.words }

  /// The position and size of the widget.
  public var layout: Layout {
    get {
      if let known = WidgetRegistry.shared.model(referredToBy: model.value(of: "layout")) {
        return Layout(model: known)
      }
      let layout = Layout()
      model.set(["layout": layout.reference])
      return layout
    }
    nonmutating set { model.set(["layout": newValue.reference]) }
  }

  /// The text shown when the pointer is over the widget.
  public var tooltip: String? {
    get { model.value(of: "tooltip").string }
    nonmutating set { model.set(["tooltip": newValue.json]) }
  }

  /// Removes the widget from every page.
  public func close() { model.close() }

  /// The reference to the widget in other widgets' states.
  var reference: JSONValue { .string("IPY_MODEL_" + model.id) }
}

extension MIMEType {
  /// A reference to a widget that the front end knows.
  public static let widgetView: MIMEType = "application/vnd.jupyter.widget-view+json"
}

/// A widget with a value that code can read and observe.
public protocol ValueWidget<Value>: Widget {
  associatedtype Value
  var value: Value { get }
  /// The trait that changes with the value: `value`, or `index` for a choice.
  var valueTrait: String { get }
}

extension ValueWidget {
  public var valueTrait: String { "value" }

  /// Runs `handler` with the newest value after it has changed, here or on a page.
  ///
  /// Handlers run one at a time and never beside a cell. When the value changes faster than the
  /// handler runs, values in between are skipped. Errors of the handler are shown below the cell
  /// that created it.
  @MainActor public func onChange(_ handler: @escaping @MainActor (Value) throws -> Void) {
    model.observe(valueTrait, Reaction(throwing: { try handler(value) }))
  }
}

/// Any widget, in a box's list of children.
public struct AnyWidget: Widget, TraitValue {
  public let model: WidgetModel

  public init(_ widget: any Widget) { model = widget.model }

  public var json: JSONValue { reference }

  public init?(json: JSONValue) {
    guard let model = WidgetRegistry.shared.model(referredToBy: json) else { return nil }
    self.model = model
  }

  public static let expectation = "an open widget"
}

extension WidgetRegistry {
  /// The widget that a state refers to as `IPY_MODEL_…`.
  func model(referredToBy json: JSONValue) -> WidgetModel? {
    guard let text = json.string, text.hasPrefix("IPY_MODEL_") else { return nil }
    return model(String(text.dropFirst(10)))
  }
}

extension ModelBuilder {
  /// Adds the traits of all visible widgets.
  mutating func addPlace() {
    add("layout", Optional<AnyWidget>.none)
    add("tabbable", Optional<Bool>.none)
    add("tooltip", Optional<String>.none)
    add("_dom_classes", [String]())
  }

  /// Adds the traits of all controls with a description.
  mutating func addDescription(_ description: String) {
    addPlace()
    add("description", description)
    add("description_allow_html", false)
    add("style", Optional<AnyWidget>.none)
  }
}
