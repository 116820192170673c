public import SuperposeJSON
// Gives key paths of stored properties by name. The setters of key paths keep experiments values.
@_spi(Reflection) internal import Swift
internal import ToyLib

extension Experiment {
  /// A copy with other values of some parameters, which have the names and the form of ``parameters``:
  /// `["features": 6, "recipe.steps": 2000]`.
  ///
  /// - Throws: ``ParameterError`` for an unknown name, a constant, or a value of another kind.
  public func changed(_ values: JSONObject) throws -> Self {
    var copy = self
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { try copy.change(name, to: value) }
    return copy
  }

  private mutating func change(_ name: String, to value: JSONValue) throws {
    let known = parameters.map(\.name)
    if constants.contains(where: { $0.name == name }) {
      throw ParameterError.constant(name: name, experiment: Self.name)
    }
    guard known.contains(name) else {
      throw ParameterError.unknown(name: name, experiment: Self.name, known: known)
    }
    let words = name.split(separator: ".", maxSplits: 1).map(String.init)
    do { try changeField("_" + words[0], member: words.count > 1 ? words[1] : nil, to: value) } catch let problem
      as WrongValue
    {
      throw ParameterError.wrong(
        name: name, experiment: Self.name, wanted: problem.wanted, found: value.brief)
    }
  }

  /// - Parameter field: The stored property; the compiler calls the wrapper of `features` `_features`.
  private mutating func changeField(_ field: String, member: String?, to value: JSONValue) throws {
    var paths: [PartialKeyPath<Self>] = []
    _ = _forEachFieldWithKeyPath(of: Self.self) { name, path in
      if String(cString: name) == field { paths.append(path) }
      return true
    }
    for path in paths {
      if let kind = type(of: path).valueType as? any ChangeableSetting.Type {
        try change(kind, at: path, member: member, to: value)
      }
    }
  }

  private mutating func change<Kind: ChangeableSetting>(
    _: Kind.Type, at path: PartialKeyPath<Self>, member: String?, to value: JSONValue
  ) throws {
    guard let path = path as? WritableKeyPath<Self, Kind> else { return }
    try self[keyPath: path].change(member: member, to: value)
  }
}

/// Why a parameter of an experiment cannot be changed. The description is a full sentence.
public enum ParameterError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknown(name: String, experiment: String, known: [String])
  case constant(name: String, experiment: String)
  case wrong(name: String, experiment: String, wanted: String, found: String)

  public var description: String {
    switch self {
    case .unknown(let name, let experiment, let known):
      "The experiment \(experiment) has no parameter \(name). Its parameters are: \(known.joined(separator: ", "))."
    case .constant(let name, let experiment):
      "The parameter \(name) of the experiment \(experiment) is a constant."
    case .wrong(let name, let experiment, let wanted, let found):
      "The parameter \(name) of the experiment \(experiment) must be \(wanted), and is \(found)."
    }
  }
}

/// A value of another kind than a setting has.
struct WrongValue: Error {
  let wanted: String
}

/// A setting whose value can be read from JSON.
protocol ChangeableSetting {
  /// Changes the value, or the member of a recipe.
  ///
  /// - Throws: ``WrongValue``, and what the recipe says of its members.
  mutating func change(member: String?, to json: JSONValue) throws
}

extension Setting: ChangeableSetting {
  mutating func change(member: String?, to json: JSONValue) throws {
    if let member {
      guard let recipe = wrappedValue as? any Recipe, let changed = try recipe.with(member, json) as? Value else {
        throw WrongValue(wanted: "left as it is: it has no members")
      }
      wrappedValue = changed
    } else if let type = Value.self as? any ReadableParameter.Type {
      guard let value = type.init(json: json) as? Value else { throw WrongValue(wanted: type.wanted) }
      wrappedValue = value
    } else {
      throw WrongValue(wanted: "left as it is: a value of its type cannot be read from a file")
    }
  }
}

extension Recipe {
  fileprivate func with(_ member: String, _ value: JSONValue) throws -> Self {
    var members = JSONObject(parameters)
    members[member] = value
    return try Self(parameters: members)
  }
}
