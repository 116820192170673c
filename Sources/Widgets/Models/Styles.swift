/// The style of a widget in CSS syntax. Apply it with `widget.use(style)`.
public protocol WidgetStyle: Widget {}

/// The style of sliders.
public struct SliderStyle: WidgetStyle, Sendable {
  public let model: WidgetModel
  /// The width of the description before the slider, such as `120px` or `initial`.
  @Trait public var descriptionWidth: String
  @Trait public var handleColor: String?

  public init(descriptionWidth: String = "", handleColor: String? = nil) {
    var builder = ModelBuilder(.style("SliderStyle"))
    builder.add("description_width", descriptionWidth)
    builder.add("handle_color", handleColor)
    model = WidgetModel(builder)
    (_descriptionWidth, _handleColor) = (
      model.trait("description_width"), model.trait("handle_color")
    )
  }
}

/// The style of progress bars.
public struct ProgressStyle: WidgetStyle, Sendable {
  public let model: WidgetModel
  @Trait public var descriptionWidth: String
  @Trait public var barColor: String?

  public init(descriptionWidth: String = "", barColor: String? = nil) {
    var builder = ModelBuilder(.style("ProgressStyle"))
    builder.add("description_width", descriptionWidth)
    builder.add("bar_color", barColor)
    model = WidgetModel(builder)
    (_descriptionWidth, _barColor) = (model.trait("description_width"), model.trait("bar_color"))
  }
}

/// The style of buttons.
public struct ButtonStyle: WidgetStyle, Sendable {
  public let model: WidgetModel
  @Trait public var buttonColor: String?
  @Trait public var textColor: String?
  @Trait public var fontWeight: String?

  public init(buttonColor: String? = nil, textColor: String? = nil, fontWeight: String? = nil) {
    var builder = ModelBuilder(.style("ButtonStyle"))
    builder.add("button_color", buttonColor)
    builder.add("text_color", textColor)
    builder.add("font_weight", fontWeight)
    model = WidgetModel(builder)
    (_buttonColor, _textColor) = (model.trait("button_color"), model.trait("text_color"))
    _fontWeight = model.trait("font_weight")
  }
}

/// The style of menus, checkboxes, text fields and toggle buttons.
public struct DescriptionStyle: WidgetStyle, Sendable {
  public let model: WidgetModel
  /// The width of the description before the control, such as `120px` or `initial`.
  @Trait public var descriptionWidth: String

  public init(descriptionWidth: String = "") {
    var builder = ModelBuilder(.style("DescriptionStyle"))
    builder.add("description_width", descriptionWidth)
    model = WidgetModel(builder)
    _descriptionWidth = model.trait("description_width")
  }
}

extension Widget {
  /// Applies a style to the widget.
  public func use(_ style: some WidgetStyle) { model.set(["style": style.reference]) }
}
