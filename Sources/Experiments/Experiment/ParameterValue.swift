public import SuperposeJSON
public import ToyLib

/// A type of values for an experiment's table and its figures' provenance.
public protocol ParameterValue: Sendable {
  var json: JSONValue { get }
}

extension Int: ParameterValue {
  public var json: JSONValue { .integer(self) }
}

extension Double: ParameterValue {
  public var json: JSONValue { .number(self) }
}

extension String: ParameterValue {
  public var json: JSONValue { .string(self) }
}

extension Array: ParameterValue where Element: ParameterValue {
  public var json: JSONValue { .array(map(\.json)) }
}

extension Importance: ParameterValue {
  public var json: JSONValue { .string("\(self)") }
}

extension InitialWeights: ParameterValue {
  public var json: JSONValue { .string("\(self)") }
}

extension BiasFreeLoss: ParameterValue {
  public var json: JSONValue { ["importance": .number(importance), "density": .number(density)] }
}
