extension Table {
  /// A row for each element and a column for each named property or path of properties:
  ///
  /// ```swift
  /// Table(models, ["model": \.instance, "loss": \.loss, "D*": \.dimensionsPerFeature])
  /// ```
  ///
  /// Floating-point numbers have at most `digits` significant digits, also in lists. The names are needed
  /// because a computed property has none when the program runs. In a cell `Table(models, \.instance, \.loss)` is
  /// the same with the properties' own names.
  public init<Element>(
    _ elements: some Sequence<Element>, _ columns: KeyValuePairs<String, PartialKeyPath<Element>>,
    digits: Int = 4
  ) {
    self.init(
      columns: columns.map(\.key),
      rows: elements.map { element in columns.map { Cell(of: element[keyPath: $0.value], digits: digits) } })
  }
}

extension Table.Cell {
  /// The cell of a value; numbers have at most `digits` significant digits.
  fileprivate init(of value: Any, digits: Int) {
    if let number = value as? any BinaryFloatingPoint {
      let text = NumberText.brief(Double(number), digits: digits).withMinusSigns
      let exact = String(describing: number)
      self.init(text: text, isNumber: true, exact: text == exact ? nil : exact)
    } else if let numbers = value as? [Double] {
      self.init(numbers: numbers, digits: digits)
    } else if let numbers = value as? [Float] {
      self.init(numbers: numbers.map(Double.init), digits: digits)
    } else {
      self.init(of: value)
    }
  }

  /// A list of numbers: as many decimals for each as the largest needs for `digits` significant digits.
  private init(numbers: [Double], digits: Int) {
    let largest = numbers.filter(\.isFinite).map(abs).max() ?? 0
    let decimals = largest > 0 ? min(max(0, digits - 1 - decadeFloor(largest)), 9) : 0
    let texts = numbers.map { NumberText.decimal($0, digits: decimals).withMinusSigns }
    self.init(text: texts.joined(separator: "  "), exact: "\(numbers)")
  }
}

extension DefaultStringInterpolation {
  /// A number with at most `digits` significant digits: `"loss \(model.loss, digits: 3)"` is
  /// `loss 0.0418`.
  public mutating func appendInterpolation(_ value: some BinaryFloatingPoint, digits: Int) {
    appendInterpolation(NumberText.brief(Double(value), digits: digits).withMinusSigns)
  }
}
