internal import SuperposeJSON
public import ToyLib

/// A parameter of an experiment and its source: a section of the paper, its Colab, or `ours` with
/// the reason.
///
/// ```swift
/// @Setting(from: "figure 13") public var features = 400
/// @Setting(from: "ours") public var recipe = Training(steps: 10_000, schedule: .cosine)
/// ```
///
/// The table of an experiment and the provenance of its figures are made of its settings. A recipe
/// has one row for each of its members, with the path of the member as name: `recipe.batch`.
@propertyWrapper
public struct Setting<Value: Sendable>: Sendable {
  public var wrappedValue: Value
  private let rows: @Sendable (_ value: Value, _ name: String) -> [Parameter]

  /// A value such as a number or a list of numbers.
  public init(wrappedValue: Value, from source: String) where Value: ParameterValue {
    self.wrappedValue = wrappedValue
    rows = { [Parameter($1, $0.json, from: source)] }
  }

  /// Training settings. Members with default values have the source of the default.
  ///
  /// - Parameters:
  ///   - wrappedValue: The initial value of the setting.
  ///   - source: The source of the members that differ from their defaults.
  ///   - exceptions: Sources of single members, by name.
  public init(
    wrappedValue: Value, from source: String, except exceptions: [String: String] = [:]
  ) where Value: Recipe {
    self.wrappedValue = wrappedValue
    rows = { recipe, name in
      let standard = JSONObject(Value.standard?.parameters ?? [])
      return recipe.parameters.map { member in
        let isStandard = standard[member.name] == member.value
        let usual = isStandard ? Value.standardSource(of: member.name) : nil
        return Parameter(
          "\(name).\(member.name)", member.value,
          from: exceptions[member.name] ?? usual ?? source)
      }
    }
  }
}

/// The type-erased setting, to find the settings of a value.
protocol AnySetting {
  func parameters(named name: String) -> [Parameter]
}

extension Setting: AnySetting {
  func parameters(named name: String) -> [Parameter] { rows(wrappedValue, name) }
}

extension JSONObject {
  /// Of names that are all different.
  init(_ members: [(name: String, value: JSONValue)]) {
    self.init(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
  }
}
