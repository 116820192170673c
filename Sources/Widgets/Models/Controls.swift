internal import SuperposeJSON

/// A checkbox.
public struct Checkbox: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Bool
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: Bool = false, description: String = "") {
    var builder = ModelBuilder(.control("Checkbox"))
    builder.add("value", value)
    builder.add("indent", true)
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_value, _description) = (model.trait("value"), model.trait("description"))
    _isDisabled = model.trait("disabled")
  }
}

/// A text field; ipywidgets calls it `Text`, which is a mark in SuperposePlot.
public struct TextField: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: String
  /// The placeholder of an empty field.
  @Trait public var placeholder: String
  @Trait public var description: String
  @Trait public var isDisabled: Bool
  /// Whether values are sent while typing, not only after Enter.
  @Trait public var isContinuous: Bool

  public init(_ value: String = "", placeholder: String = "", description: String = "") {
    var builder = ModelBuilder(.control("Text"))
    builder.add("value", value)
    builder.add("placeholder", placeholder)
    builder.add("continuous_update", true)
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_value, _placeholder) = (model.trait("value"), model.trait("placeholder"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
    _isContinuous = model.trait("continuous_update")
  }
}

/// A button.
public struct Button: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// - Parameters:
  ///   - description: The text on the button.
  ///   - icon: The name of an icon of Font Awesome, such as `check`; none by default.
  public init(_ description: String, icon: String = "") {
    var builder = ModelBuilder(.control("Button"))
    builder.addPlace()
    builder.add("description", description)
    builder.add("disabled", false)
    builder.add("icon", icon)
    builder.add("button_style", "") {
      ["", "primary", "success", "info", "warning", "danger"].contains($0)
    }
    builder.add("style", Optional<AnyWidget>.none)
    model = WidgetModel(builder)
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }

  /// Runs `handler` after the button is pressed. Several presses while it is queued count as one.
  @MainActor public func onClick(_ handler: @escaping @MainActor () throws -> Void) {
    model.observe(event: "click", Reaction(throwing: { try handler() }))
  }
}

/// A counter with a play button that runs on the page. Link it to a slider to animate the slider.
public struct Play: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Int
  @Trait public var min: Int
  @Trait public var max: Int
  @Trait public var step: Int
  /// Milliseconds between values.
  @Trait public var interval: Int
  @Trait public var isPlaying: Bool
  @Trait public var isRepeating: Bool

  public init(
    _ range: ClosedRange<Int>, value: Int? = nil, step: Int = 1, interval: Int = 100,
    isRepeating: Bool = false
  ) {
    precondition(interval > 0, "the interval of Play must be above 0 ms, but is \(interval)")
    var builder = ModelBuilder(.control("Play"))
    builder.add("value", value ?? range.lowerBound)
    builder.add("min", range.lowerBound)
    builder.add("max", range.upperBound)
    builder.add("step", step)
    builder.add("interval", interval) { $0 > 0 }
    builder.add("playing", false)
    builder.add("repeat", isRepeating)
    builder.add("show_repeat", true)
    builder.add("disabled", false)
    builder.addDescription("")
    builder.keepInRange(Int.self)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_step, _interval) = (model.trait("step"), model.trait("interval"))
    (_isPlaying, _isRepeating) = (model.trait("playing"), model.trait("repeat"))
  }
}
