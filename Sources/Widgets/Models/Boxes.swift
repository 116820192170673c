/// A row of widgets.
public struct HBox: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var children: [AnyWidget]

  public init(_ children: any Widget...) { self.init(children) }

  public init(_ children: [any Widget]) {
    model = WidgetModel(.box("HBox", children))
    _children = model.trait("children")
  }
}

/// A column of widgets.
public struct VBox: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var children: [AnyWidget]

  public init(_ children: any Widget...) { self.init(children) }

  public init(_ children: [any Widget]) {
    model = WidgetModel(.box("VBox", children))
    _children = model.trait("children")
  }
}

/// Widgets behind tabs with titles.
public struct Tab: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var children: [AnyWidget]
  @Trait public var titles: [String]
  /// The selected tab; `nil` for none.
  @Trait public var selectedIndex: Int?

  public init(_ pages: KeyValuePairs<String, any Widget>) {
    model = WidgetModel(.pages("Tab", pages))
    (_children, _titles) = (model.trait("children"), model.trait("titles"))
    _selectedIndex = model.trait("selected_index")
  }
}

/// Widgets below titles that expand them, one at a time.
public struct Accordion: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var children: [AnyWidget]
  @Trait public var titles: [String]
  /// The expanded page; `nil` for none.
  @Trait public var selectedIndex: Int?

  public init(_ pages: KeyValuePairs<String, any Widget>) {
    model = WidgetModel(.pages("Accordion", pages))
    (_children, _titles) = (model.trait("children"), model.trait("titles"))
    _selectedIndex = model.trait("selected_index")
  }
}

extension ModelBuilder {
  static func box(_ name: String, _ children: [any Widget]) -> ModelBuilder {
    var builder = ModelBuilder(.control(name))
    builder.addPlace()
    builder.add("box_style", "") { ["", "success", "info", "warning", "danger"].contains($0) }
    builder.add("children", children.map { AnyWidget($0) })
    return builder
  }

  fileprivate static func pages(
    _ name: String, _ pages: KeyValuePairs<String, any Widget>
  ) -> ModelBuilder {
    var builder = box(name, pages.map(\.value))
    builder.add("titles", pages.map(\.key))
    let count = pages.count
    let selected: Int? = name == "Tab" && count > 0 ? 0 : nil
    builder.add("selected_index", selected) { $0.map { (0..<count).contains($0) } ?? true }
    return builder
  }
}
