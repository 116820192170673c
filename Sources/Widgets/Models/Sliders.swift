internal import SuperposeJSON

/// A slider for integers.
///
///     let features = IntSlider(2...12, value: 5, description: "features")
public struct IntSlider: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Int
  @Trait public var min: Int
  @Trait public var max: Int
  @Trait public var step: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool
  /// Whether values are sent while the slider moves, not only after it is released.
  @Trait public var isContinuous: Bool

  /// - Parameters:
  ///   - range: The lowest and the highest value.
  ///   - value: The initial value; the lowest by default.
  ///   - step: The distance between two values, at least 1.
  ///   - description: The text beside the slider; none by default.
  public init(
    _ range: ClosedRange<Int>, value: Int? = nil, step: Int = 1, description: String = ""
  ) {
    precondition(step >= 1, "a slider's step must be at least 1, but is \(step)")
    var builder = ModelBuilder(.control("IntSlider"))
    builder.addRange(range, value ?? range.lowerBound, step: step, format: "d")
    builder.addSliding(description)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_step, _description) = (model.trait("step"), model.trait("description"))
    (_isDisabled, _isContinuous) = (model.trait("disabled"), model.trait("continuous_update"))
  }
}

/// A slider for floating-point numbers.
public struct FloatSlider: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Double
  @Trait public var min: Double
  @Trait public var max: Double
  @Trait public var step: Double
  @Trait public var description: String
  /// The format of the number beside the slider, in d3 syntax, such as `.2f`.
  @Trait public var format: String
  @Trait public var isDisabled: Bool
  /// Whether values are sent while the slider moves, not only after it is released.
  @Trait public var isContinuous: Bool

  /// - Parameters:
  ///   - range: The lowest and the highest value, both finite.
  ///   - value: The initial value; the lowest by default.
  ///   - step: The distance between two values. By default about a hundredth of the range: 1, 2 or 5
  ///     times a power of ten.
  ///   - description: The text beside the slider; none by default.
  public init(
    _ range: ClosedRange<Double>, value: Double? = nil, step: Double? = nil,
    description: String = ""
  ) {
    precondition(
      range.lowerBound.isFinite && range.upperBound.isFinite, "both ends of a slider's range must be finite")
    let step = step ?? SliderStep.fitting(range)
    precondition(step > 0, "a slider's step must be above 0, but is \(step)")
    var builder = ModelBuilder(.control("FloatSlider"))
    builder.addRange(
      range, value ?? range.lowerBound, step: step, format: SliderStep.format(of: step))
    builder.addSliding(description)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_step, _description) = (model.trait("step"), model.trait("description"))
    _format = model.trait("readout_format")
    (_isDisabled, _isContinuous) = (model.trait("disabled"), model.trait("continuous_update"))
  }
}

/// A logarithmic slider.
public struct FloatLogSlider: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Double
  @Trait public var base: Double
  /// The exponent at the lower end.
  @Trait public var minExponent: Double
  /// The exponent at the upper end.
  @Trait public var maxExponent: Double
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// - Parameters:
  ///   - exponents: Powers of `base` at the two ends: `-4 ... 0` goes from 0.0001 to 1.
  ///   - base: The number whose powers the values are; 10 by default.
  ///   - value: The initial value; the lowest by default.
  ///   - step: The distance between two exponents.
  ///   - description: The text beside the slider; none by default.
  public init(
    exponents: ClosedRange<Double>, base: Double = 10, value: Double? = nil, step: Double = 0.1,
    description: String = ""
  ) {
    precondition(base > 1, "a logarithmic slider's base must be above 1, but is \(base)")
    precondition(step > 0, "a slider's step must be above 0, but is \(step)")
    var builder = ModelBuilder(.control("FloatLogSlider"))
    builder.add("value", value ?? SliderStep.power(base, exponents.lowerBound)) { $0 > 0 }
    builder.add("base", base) { $0 > 1 }
    builder.add("min", exponents.lowerBound)
    builder.add("max", exponents.upperBound)
    builder.add("step", step) { $0 > 0 }
    builder.add("readout", true)
    builder.add("readout_format", ".3g")
    builder.addSliding(description)
    builder.settle = { values in
      guard let value = values["value"]?.number, let base = values["base"]?.number,
        let low = values["min"]?.number, let high = values["max"]?.number
      else { return }
      let lowest = SliderStep.power(base, low)
      // The page computes powers differently, so the last digits may differ.
      let slack = 1 + 1e-9
      let highest = SliderStep.power(base, high)
      if value < lowest / slack { values["value"] = .number(lowest) }
      if value > highest * slack { values["value"] = .number(highest) }
    }
    model = WidgetModel(builder)
    (_value, _base, _description) = (
      model.trait("value"), model.trait("base"), model.trait("description")
    )
    (_minExponent, _maxExponent) = (model.trait("min"), model.trait("max"))
    _isDisabled = model.trait("disabled")
  }
}

extension ModelBuilder {
  /// Adds a value between two others, and its number format.
  mutating func addRange<Number: TraitValue & Comparable>(
    _ range: ClosedRange<Number>, _ value: Number, step: Number, format: String
  ) {
    add("value", value)
    add("min", range.lowerBound)
    add("max", range.upperBound)
    add("step", step)
    add("readout", true)
    add("readout_format", format)
    keepInRange(Number.self)
  }

  /// Keeps `value` between `min` and `max`.
  mutating func keepInRange<Number: TraitValue & Comparable>(_: Number.Type) {
    settle = { values in
      guard let value = Number(json: values["value"] ?? .null),
        let low = Number(json: values["min"] ?? .null),
        let high = Number(json: values["max"] ?? .null)
      else { return }
      if value > high { values["value"] = high.json }
      if value < low { values["value"] = low.json }
    }
  }

  /// Adds the traits that all sliders have.
  mutating func addSliding(_ description: String) {
    addDescription(description)
    add("orientation", "horizontal") { ["horizontal", "vertical"].contains($0) }
    add("continuous_update", true)
    add("disabled", false)
    add("behavior", "drag-tap")
  }
}
