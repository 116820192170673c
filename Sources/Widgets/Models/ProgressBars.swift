/// A progress bar for integers.
public struct IntProgress: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Int
  @Trait public var min: Int
  @Trait public var max: Int
  @Trait public var description: String
  @Trait public var barStyle: BarStyle

  public init(_ range: ClosedRange<Int>, value: Int? = nil, description: String = "") {
    var builder = ModelBuilder(.control("IntProgress", view: "ProgressView"))
    builder.addProgress(range, value ?? range.lowerBound, description)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_description, _barStyle) = (model.trait("description"), model.trait("bar_style"))
  }
}

/// A progress bar for floating-point numbers.
public struct FloatProgress: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Double
  @Trait public var min: Double
  @Trait public var max: Double
  @Trait public var description: String
  @Trait public var barStyle: BarStyle

  public init(_ range: ClosedRange<Double>, value: Double? = nil, description: String = "") {
    var builder = ModelBuilder(.control("FloatProgress", view: "ProgressView"))
    builder.addProgress(range, value ?? range.lowerBound, description)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_description, _barStyle) = (model.trait("description"), model.trait("bar_style"))
  }
}

/// The meaning of a progress bar's colour.
public enum BarStyle: String, TraitValue {
  case plain = ""
  case success, info, warning, danger
}

extension ModelBuilder {
  fileprivate mutating func addProgress<Number: TraitValue & Comparable>(
    _ range: ClosedRange<Number>, _ value: Number, _ description: String
  ) {
    add("value", value)
    add("min", range.lowerBound)
    add("max", range.upperBound)
    add("bar_style", BarStyle.plain)
    add("orientation", "horizontal") { ["horizontal", "vertical"].contains($0) }
    addDescription(description)
    keepInRange(Number.self)
  }
}
