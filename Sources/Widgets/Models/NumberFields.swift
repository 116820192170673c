internal import SuperposeJSON

/// A field for a whole number.
public struct IntText: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Int
  @Trait public var step: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: Int = 0, step: Int = 1, description: String = "") {
    model = WidgetModel(.number("IntText", value, step: step, description))
    (_value, _step) = (model.trait("value"), model.trait("step"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

/// A field for a number.
public struct FloatText: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Double
  /// How far the arrows of the field go; `nil` for any.
  @Trait public var step: Double?
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: Double = 0, step: Double? = nil, description: String = "") {
    model = WidgetModel(.number("FloatText", value, step: step, description))
    (_value, _step) = (model.trait("value"), model.trait("step"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

extension ModelBuilder {
  fileprivate static func number(
    _ name: String, _ value: some TraitValue, step: some TraitValue, _ description: String
  ) -> ModelBuilder {
    var builder = ModelBuilder(.control(name))
    builder.add("value", value)
    builder.add("step", step)
    builder.add("continuous_update", false)
    builder.add("disabled", false)
    builder.addDescription(description)
    return builder
  }
}
