internal import Foundation
public import SuperposeJSON
public import ToyLib

/// A type of parameters whose values can be read from a file.
public protocol ReadableParameter: ParameterValue {
  /// What a file must have, in words: `a whole number`.
  static var wanted: String { get }

  /// `nil` for a value of another kind.
  init?(json: JSONValue)
}

extension Int: ReadableParameter {
  public static var wanted: String { "a whole number" }

  public init?(json: JSONValue) {
    guard let number = json.number, let whole = Int(exactly: number) else { return nil }
    self = whole
  }
}

extension Double: ReadableParameter {
  public static var wanted: String { "a number" }

  public init?(json: JSONValue) {
    guard let number = json.number else { return nil }
    self = number
  }
}

extension String: ReadableParameter {
  public static var wanted: String { "a text" }

  public init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self = text
  }
}

extension Array: ReadableParameter where Element: ReadableParameter {
  public static var wanted: String { "a list, each element \(Element.wanted)" }

  public init?(json: JSONValue) {
    guard let values = json.array else { return nil }
    let elements = values.compactMap(Element.init(json:))
    guard elements.count == values.count else { return nil }
    self = elements
  }
}

extension BiasFreeLoss: ReadableParameter {
  public static var wanted: String { "an object with the numbers importance and density" }

  public init?(json: JSONValue) {
    guard let importance = json["importance"]?.number, let density = json["density"]?.number else { return nil }
    self.init(importance: importance, density: density)
  }
}

extension Importance: ReadableParameter {
  public static var wanted: String {
    "a number, a list of numbers, 'geometric(0.9)' or 'logSpaced(from: 1, to: 0.01)'"
  }

  /// Reads what ``json`` writes, and numbers.
  public init?(json: JSONValue) {
    if let value = json.number {
      self = .constant(value)
    } else if let values = [Double](json: json) {
      self = .custom(values)
    } else if let text = json.string, let call = CaseText(text) {
      switch (call.name, call.numbers.count) {
      case ("constant", 1): self = .constant(call.numbers[0])
      case ("geometric", 1): self = .geometric(call.numbers[0])
      case ("logSpaced", 2): self = .logSpaced(from: call.numbers[0], to: call.numbers[1])
      case ("custom", _): self = .custom(call.numbers)
      default: return nil
      }
    } else {
      return nil
    }
  }
}

extension InitialWeights: ReadableParameter {
  public static var wanted: String { "'xavier', 'colab(instances: 8)' or 'normal(deviation: 0.1)'" }

  /// Reads what ``json`` writes.
  public init?(json: JSONValue) {
    guard let text = json.string, let call = CaseText(text) else { return nil }
    switch (call.name, call.numbers.count) {
    case ("xavier", 0): self = .xavier
    case ("colab", 1):
      guard let instances = Int(exactly: call.numbers[0]) else { return nil }
      self = .colab(instances: instances)
    case ("normal", 1): self = .normal(deviation: call.numbers[0])
    default: return nil
    }
  }
}

/// The text of an enumeration's case: its name and the numbers in its parentheses.
private struct CaseText {
  let name: String
  let numbers: [Double]

  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /\s*([a-zA-Z]+)\s*(?:\((.*)\))?\s*/) else { return nil }
    name = String(match.1)
    let words = (match.2 ?? "").split { !($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    // Labels such as `from` are left out; what remains must be numbers.
    let values = words.filter { $0.first?.isLetter != true }
    numbers = values.compactMap { Double($0) }
    guard numbers.count == values.count else { return nil }
  }
}
