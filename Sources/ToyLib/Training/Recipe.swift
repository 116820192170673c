public import SuperposeJSON
internal import Synchronization

/// Training settings that can be written to a figure's file and rebuilt from it.
///
/// ``parameters`` has every member that affects the result; a recipe rebuilt from them gives the
/// same bits. Other members (threads, observers, snapshots) are left out.
public protocol Recipe: Sendable {
  /// The number of updates.
  var steps: Int { get set }

  /// Names and values, in reading order, such as `steps`, `batch`, `optimiser`, `rate`.
  var parameters: [(name: String, value: JSONValue)] { get }

  /// The recipe that has these parameters; other names are ignored.
  ///
  /// - Throws: `ToyLibError.invalid` when a parameter is missing or has a value of the wrong kind.
  init(parameters: JSONObject) throws(ToyLibError)

  /// The source of a member's default value, such as `Colab`; `nil` if it has none.
  static func standardSource(of member: String) -> String?
  /// The recipe whose members have a ``standardSource(of:)``.
  static var standard: Self? { get }
}

extension Recipe {
  public static func standardSource(of member: String) -> String? { nil }
  public static var standard: Self? { nil }
}

/// Recipes that are used, for tests that compare them with what figures say.
package final class UsedRecipes: Sendable {
  /// The log of used recipes. By default they are not recorded.
  @TaskLocal package static var log = UsedRecipes(isKept: false)

  private let isKept: Bool
  private let kept = Mutex<[any Recipe]>([])

  package init(isKept: Bool = true) { self.isKept = isKept }

  /// The recipes in the order in which they were recorded.
  package var recipes: [any Recipe] { kept.withLock(\.self) }

  /// Records a recipe before it trains.
  package static func note(_ recipe: any Recipe) {
    let log = log
    guard log.isKept else { return }
    log.kept.withLock { $0.append(recipe) }
  }
}

/// Reads members of a recipe, and says which one is missing or of the wrong kind.
package struct RecipeReader {
  private let parameters: JSONObject

  package init(_ parameters: JSONObject) { self.parameters = parameters }

  package func integer(_ name: String) throws(ToyLibError) -> Int {
    try value(name, "a whole number", \.integer)
  }

  /// `nil` if there is no such member.
  package func optionalInteger(_ name: String) throws(ToyLibError) -> Int? {
    parameters[name] == nil ? nil : try integer(name)
  }

  package func number(_ name: String) throws(ToyLibError) -> Double {
    try value(name, "a number", \.number)
  }

  package func word(_ name: String) throws(ToyLibError) -> String {
    try value(name, "a word", \.string)
  }

  /// `nil` if there is no such member.
  package func optional<Value>(
    _ name: String, _ read: (RecipeReader, String) throws(ToyLibError) -> Value
  ) throws(ToyLibError) -> Value? {
    parameters[name] == nil ? nil : try read(self, name)
  }

  package subscript(name: String) -> JSONValue? { parameters[name] }

  private func value<Value>(
    _ name: String, _ wanted: String, _ kind: (JSONValue) -> Value?
  ) throws(ToyLibError) -> Value {
    guard let value = parameters[name].flatMap(kind) else { throw invalid(name, wanted) }
    return value
  }

  package func invalid(_ name: String, _ wanted: String) -> ToyLibError {
    .invalid(parameter: name, value: parameters[name].map { "\($0)" } ?? "missing", allowed: wanted)
  }
}

extension JSONValue {
  /// The shortest decimal that gives the same single: 0.003, not 0.003000000026077032.
  package static func shortest(_ value: Float) -> JSONValue { .number(Double("\(value)") ?? Double(value)) }
}
