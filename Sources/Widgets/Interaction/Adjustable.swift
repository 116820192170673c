internal import SuperposeJSON

/// A value from which ``Interaction`` can make a control: a range, a list, a single value, or a
/// control.
public protocol Adjustable {
  associatedtype Control: ValueWidget
  /// A control with the description `label`.
  func control(label: String?) -> Control
}

/// A type of numbers for sliders.
public protocol Slidable: Comparable, Sendable {
  associatedtype Slider: ValueWidget<Self>
  /// A slider over the range. If `step` is `nil`, the slider chooses one.
  static func slider(_ range: ClosedRange<Self>, step: Self?, label: String) -> Slider
}

extension Int: Slidable {
  public static func slider(_ range: ClosedRange<Int>, step: Int?, label: String) -> IntSlider {
    IntSlider(range, step: step ?? 1, description: label)
  }
}

extension Double: Slidable {
  public static func slider(
    _ range: ClosedRange<Double>, step: Double?, label: String
  ) -> FloatSlider { FloatSlider(range, step: step, description: label) }
}

/// A range becomes a slider that starts at the lower end.
extension ClosedRange: Adjustable where Bound: Slidable {
  public func control(label: String?) -> Bound.Slider {
    Bound.slider(self, step: nil, label: label ?? "")
  }
}

/// `stride(from: 0, through: 1, by: 0.25)` becomes a slider with that step.
extension StrideThrough: Adjustable where Element: Slidable & Numeric {
  public func control(label: String?) -> Element.Slider {
    let stops = Array(self)
    guard let first = stops.first, let last = stops.last, first <= last else {
      preconditionFailure("a slider's stride must ascend and contain at least one value")
    }
    let step = stops.count > 1 ? stops[1] - first : nil
    return Element.slider(first...last, step: step, label: label ?? "")
  }
}

/// A Boolean becomes a checkbox with that initial value.
extension Bool: Adjustable {
  public func control(label: String?) -> Checkbox { Checkbox(self, description: label ?? "") }
}

/// Text becomes a text field.
extension String: Adjustable {
  public func control(label: String?) -> TextField { TextField(self, description: label ?? "") }
}

/// A list becomes a menu that starts with the first element.
extension Array: Adjustable {
  public func control(label: String?) -> Dropdown<Element> {
    Dropdown(self, description: label ?? "")
  }
}

/// A control stays unchanged, and gets the label if it has no description.
extension Adjustable where Self: ValueWidget {
  public func control(label: String?) -> Self {
    if let label, model.value(of: "description") == "" { model.set(["description": .string(label)]) }
    return self
  }
}

extension IntSlider: Adjustable {}
extension FloatSlider: Adjustable {}
extension FloatLogSlider: Adjustable {}
extension Dropdown: Adjustable {}
extension ToggleButtons: Adjustable {}
extension Checkbox: Adjustable {}
extension TextField: Adjustable {}
extension Play: Adjustable {}
