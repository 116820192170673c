public import SuperposeJSON

/// A field for a text of several lines.
public struct Textarea: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: String
  @Trait public var placeholder: String
  /// How many lines are seen at once; `nil` for the page's own choice.
  @Trait public var rows: Int?
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: String = "", placeholder: String = "", rows: Int? = nil, description: String = "") {
    var builder = ModelBuilder(.control("Textarea"))
    builder.add("value", value)
    builder.add("placeholder", placeholder)
    builder.add("rows", rows)
    builder.add("continuous_update", true)
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_value, _placeholder, _rows) = (model.trait("value"), model.trait("placeholder"), model.trait("rows"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

/// A field for a colour.
public struct ColorPicker: ValueWidget, Sendable {
  public let model: WidgetModel
  /// A colour of CSS, such as `#1f77b4` or `teal`.
  @Trait public var value: String
  /// Whether the field shows the colour alone, without its name.
  @Trait public var isConcise: Bool
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: String = "black", isConcise: Bool = false, description: String = "") {
    var builder = ModelBuilder(.control("ColorPicker"))
    builder.add("value", value)
    builder.add("concise", isConcise)
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_value, _isConcise) = (model.trait("value"), model.trait("concise"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

/// A day of the calendar.
public struct Day: TraitValue, Hashable, CustomStringConvertible {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  public var day: Int

  public init(_ year: Int, _ month: Int, _ day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Pages count months from 0.
  public var json: JSONValue { ["year": .integer(year), "month": .integer(month - 1), "date": .integer(day)] }

  public init?(json: JSONValue) {
    guard let year = json["year"]?.integer, let month = json["month"]?.integer, let day = json["date"]?.integer,
      (0..<12).contains(month), (1...31).contains(day)
    else { return nil }
    self.init(year, month + 1, day)
  }

  public static let expectation = "a day, or null"

  public var description: String {
    [String(year), (month < 10 ? "0" : "") + String(month), (day < 10 ? "0" : "") + String(day)].joined(separator: "-")
  }
}

/// A field for a day.
public struct DatePicker: ValueWidget, Sendable {
  public let model: WidgetModel
  /// The day; `nil` as long as none is chosen.
  @Trait public var value: Day?
  @Trait public var min: Day?
  @Trait public var max: Day?
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(_ value: Day? = nil, min: Day? = nil, max: Day? = nil, description: String = "") {
    var builder = ModelBuilder(.control("DatePicker"))
    builder.add("value", value)
    builder.add("min", min)
    builder.add("max", max)
    builder.add("step", 1)
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_value, _min, _max) = (model.trait("value"), model.trait("min"), model.trait("max"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

/// A button that takes files from the reader's computer.
///
///     let upload = FileUpload(accept: ".csv")
///     // in a later cell
///     let text = upload.value.first?.text
public struct FileUpload: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// A file from the reader's computer.
  public struct File: Sendable, Hashable {
    public let name: String
    /// The media type as the browser knows it; may be empty.
    public let type: String
    public let bytes: [UInt8]

    /// The bytes as text in UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// - Parameters:
  ///   - accept: Endings or media types that the dialog offers, such as `.csv,.json`; all by default.
  ///   - isMultiple: Whether several files may be chosen at once.
  ///   - description: The text of the button.
  public init(accept: String = "", isMultiple: Bool = false, description: String = "Upload") {
    var builder = ModelBuilder(.control("FileUpload"))
    builder.addFiles("value")
    builder.add("accept", accept)
    builder.add("multiple", isMultiple)
    builder.add("button_style", "")
    builder.add("icon", "upload")
    builder.add("error", "")
    builder.add("disabled", false)
    builder.addDescription(description)
    model = WidgetModel(builder)
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }

  /// The files that were chosen last.
  public var value: [File] {
    (model.value(of: "value").array ?? []).enumerated().map { index, file in
      File(
        name: file["name"]?.string ?? "", type: file["type"]?.string ?? "",
        bytes: model.bytes(of: "value/\(index)/content"))
    }
  }

  public var plainText: String { "FileUpload(\(value.map(\.name).joined(separator: ", ")))" }
}

/// Widgets in a grid; `layout.gridTemplateColumns` says how many columns it has.
public struct GridBox: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var children: [AnyWidget]

  /// - Parameters:
  ///   - children: The widgets, row by row.
  ///   - columns: How many columns of equal width.
  public init(_ children: [any Widget], columns: Int = 2) {
    model = WidgetModel(.box("GridBox", children))
    _children = model.trait("children")
    layout = Layout()
    layout.gridTemplateColumns = "repeat(\(columns), 1fr)"
  }

  public init(_ children: any Widget..., columns: Int = 2) { self.init(children, columns: columns) }
}
