/// The position and size of a widget in CSS syntax, such as `200px` or `50%`.
public struct Layout: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var width: String?
  @Trait public var height: String?
  @Trait public var minWidth: String?
  @Trait public var maxWidth: String?
  @Trait public var minHeight: String?
  @Trait public var maxHeight: String?
  @Trait public var margin: String?
  @Trait public var padding: String?
  /// `none` hides the widget.
  @Trait public var display: String?
  @Trait public var visibility: String?
  @Trait public var overflow: String?
  @Trait public var flex: String?
  /// Such as `row wrap`.
  @Trait public var flexFlow: String?
  @Trait public var alignItems: String?
  @Trait public var alignSelf: String?
  @Trait public var justifyContent: String?
  /// Such as `repeat(3, 1fr)`, for a ``GridBox``.
  @Trait public var gridTemplateColumns: String?
  @Trait public var gridGap: String?

  public init(width: String? = nil, height: String? = nil, display: String? = nil) {
    var builder = ModelBuilder(
      WidgetKind(
        model: "LayoutModel", module: .base, view: "LayoutView", viewModule: .base))
    for name in Self.names { builder.add(name, Optional<String>.none) }
    builder.add("width", width)
    builder.add("height", height)
    builder.add("display", display)
    self.init(model: WidgetModel(builder))
  }

  init(model: WidgetModel) {
    self.model = model
    (_width, _height) = (model.trait("width"), model.trait("height"))
    (_minWidth, _maxWidth) = (model.trait("min_width"), model.trait("max_width"))
    (_minHeight, _maxHeight) = (model.trait("min_height"), model.trait("max_height"))
    (_margin, _padding) = (model.trait("margin"), model.trait("padding"))
    (_display, _visibility) = (model.trait("display"), model.trait("visibility"))
    (_overflow, _flex, _flexFlow) = (
      model.trait("overflow"), model.trait("flex"), model.trait("flex_flow")
    )
    (_alignItems, _alignSelf) = (model.trait("align_items"), model.trait("align_self"))
    (_justifyContent, _gridGap) = (model.trait("justify_content"), model.trait("grid_gap"))
    _gridTemplateColumns = model.trait("grid_template_columns")
  }

  /// All members of the protocol's LayoutModel, including those without a property.
  private static let names = [
    "align_content", "align_items", "align_self", "border_bottom", "border_left", "border_right",
    "border_top", "bottom", "display", "flex", "flex_flow", "grid_area", "grid_auto_columns",
    "grid_auto_flow", "grid_auto_rows", "grid_column", "grid_gap", "grid_row",
    "grid_template_areas", "grid_template_columns", "grid_template_rows", "height",
    "justify_content", "justify_items", "left", "margin", "max_height", "max_width", "min_height",
    "min_width", "object_fit", "object_position", "order", "overflow", "padding", "right", "top",
    "visibility", "width",
  ]
}
