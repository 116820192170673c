internal import SuperposeJSON

/// A list of which one option is selected.
public struct Select<Option>: ChoiceWidget {
  public let model: WidgetModel
  public let options: [Option]
  @Trait public var index: Int
  /// How many options are seen at once.
  @Trait public var rows: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// - Parameters:
  ///   - options: The values to choose from.
  ///   - labels: The text that the page shows for each option; the option's description by default.
  ///   - index: The position of the option that is selected at first.
  ///   - rows: How many options are seen at once.
  ///   - description: The text beside the list; none by default.
  public init(
    _ options: [Option], labels: [String]? = nil, index: Int = 0, rows: Int = 5, description: String = ""
  ) {
    var builder = ModelBuilder(.control("Select"))
    builder.addChoice(options, labels, index, description)
    builder.add("rows", rows)
    self.options = options
    model = WidgetModel(builder)
    (_index, _rows) = (model.trait("index"), model.trait("rows"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }
}

extension Select: Sendable where Option: Sendable {}

/// A list of which any number of options is selected.
public struct SelectMultiple<Option>: ValueWidget {
  public let model: WidgetModel
  public let options: [Option]
  /// The positions of the selected options.
  @Trait public var indices: [Int]
  @Trait public var rows: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(
    _ options: [Option], labels: [String]? = nil, indices: [Int] = [], rows: Int = 5, description: String = ""
  ) {
    precondition(!options.isEmpty, "at least one option is required")
    precondition(indices.allSatisfy(options.indices.contains), "no option has one of the indices \(indices)")
    let labels = labels ?? options.map { String(describing: $0) }
    precondition(labels.count == options.count, "\(options.count) options have \(labels.count) labels")
    var builder = ModelBuilder(.control("SelectMultiple"))
    builder.add("_options_labels", labels)
    let count = options.count
    builder.add("index", indices) { $0.allSatisfy { (0..<count).contains($0) } }
    builder.add("rows", rows)
    builder.add("disabled", false)
    builder.addDescription(description)
    self.options = options
    model = WidgetModel(builder)
    (_indices, _rows) = (model.trait("index"), model.trait("rows"))
    (_description, _isDisabled) = (model.trait("description"), model.trait("disabled"))
  }

  /// The selected options, in the order of the list.
  public var value: [Option] { indices.sorted().map { options[$0] } }
  public var valueTrait: String { "index" }
}

extension SelectMultiple: Sendable where Option: Sendable {}

/// Round buttons below each other, one of which is selected.
public struct RadioButtons<Option>: ChoiceWidget {
  public let model: WidgetModel
  public let options: [Option]
  @Trait public var index: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  public init(
    _ options: [Option], labels: [String]? = nil, index: Int = 0, description: String = ""
  ) {
    var builder = ModelBuilder(.control("RadioButtons"))
    builder.addChoice(options, labels, index, description)
    self.options = options
    model = WidgetModel(builder)
    (_index, _description) = (model.trait("index"), model.trait("description"))
    _isDisabled = model.trait("disabled")
  }
}

extension RadioButtons: Sendable where Option: Sendable {}
