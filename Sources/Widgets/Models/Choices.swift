internal import SuperposeJSON

/// A menu with one selected option.
///
///     let kind = Dropdown(["linear", "ReLU"], description: "model")
public struct Dropdown<Option>: ChoiceWidget {
  public let model: WidgetModel
  public let options: [Option]
  @Trait public var index: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// - Parameters:
  ///   - options: The values to choose from.
  ///   - labels: The text that the page shows for each option; the option's description by default.
  ///   - index: The position of the option that is selected at first.
  ///   - description: The text beside the menu; none by default.
  public init(
    _ options: [Option], labels: [String]? = nil, index: Int = 0, description: String = ""
  ) {
    var builder = ModelBuilder(.control("Dropdown"))
    builder.addChoice(options, labels, index, description)
    self.options = options
    model = WidgetModel(builder)
    (_index, _description) = (model.trait("index"), model.trait("description"))
    _isDisabled = model.trait("disabled")
  }
}

extension Dropdown: Sendable where Option: Sendable {}

/// Buttons in a row, one of which is pressed.
public struct ToggleButtons<Option>: ChoiceWidget {
  public let model: WidgetModel
  public let options: [Option]
  @Trait public var index: Int
  @Trait public var description: String
  @Trait public var isDisabled: Bool

  /// - Parameters:
  ///   - options: The values to choose from.
  ///   - labels: The text that the page shows for each option; the option's description by default.
  ///   - index: The position of the option that is selected at first.
  ///   - description: The text beside the buttons; none by default.
  public init(
    _ options: [Option], labels: [String]? = nil, index: Int = 0, description: String = ""
  ) {
    var builder = ModelBuilder(.control("ToggleButtons"))
    builder.addChoice(options, labels, index, description)
    builder.add("button_style", "")
    builder.add("icons", [String]())
    builder.add("tooltips", [String]())
    self.options = options
    model = WidgetModel(builder)
    (_index, _description) = (model.trait("index"), model.trait("description"))
    _isDisabled = model.trait("disabled")
  }
}

extension ToggleButtons: Sendable where Option: Sendable {}

/// A widget whose value is one of a list.
public protocol ChoiceWidget<Option>: ValueWidget where Value == Option {
  associatedtype Option
  var options: [Option] { get }
  /// The index of the selected option.
  var index: Int { get nonmutating set }
}

extension ChoiceWidget {
  public var value: Option { options[index] }
  public var valueTrait: String { "index" }
}

extension ModelBuilder {
  mutating func addChoice<Option>(
    _ options: [Option], _ labels: [String]?, _ index: Int, _ description: String
  ) {
    precondition(!options.isEmpty, "at least one option is required")
    precondition(options.indices.contains(index), "no option has index \(index)")
    let labels = labels ?? options.map { String(describing: $0) }
    precondition(
      labels.count == options.count, "\(options.count) options have \(labels.count) labels")
    add("_options_labels", labels)
    let count = options.count
    add("index", index) { (0..<count).contains($0) }
    addDescription(description)
    add("disabled", false)
    settle = { values in
      let index = values["index"]?.integer ?? 0
      values["index"] = .integer(Swift.min(Swift.max(index, 0), count - 1))
    }
  }
}
