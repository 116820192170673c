internal import SuperposeDisplay
internal import SuperposeFingerprints
public import SuperposeJSON

/// One combination of the values of a sweep's axes, with a seed.
public struct SweepPoint: Sendable, Hashable {
  /// Its place in ``Sweep/points``, from 0.
  public let number: Int
  /// The axes' names and this point's values, in the order of the axes.
  public let parameters: [Parameter]
  public let seed: UInt64
  /// Sixteen hexadecimal digits: a hash of the sweep's work, the parameters, the seed and the version of
  /// Superpose. A point keeps its name when other points are added to the sweep.
  public let name: String

  /// A value on one axis.
  public struct Parameter: Sendable, Hashable {
    public let name: String
    public let value: JSONValue
  }

  init(number: Int, parameters: [Parameter], seed: UInt64, work: JSONValue) {
    self.number = number
    self.parameters = parameters
    self.seed = seed
    name = Fingerprint(of: Self.identity(parameters, seed: seed, work: work).text()).hexadecimal
  }

  /// What the name is made of, which result files repeat.
  static func identity(_ parameters: [Parameter], seed: UInt64, work: JSONValue) -> JSONValue {
    [
      "parameters": .object(JSONObject(uniqueKeysWithValues: parameters.map { ($0.name, $0.value) })),
      // As text: not every seed is a number of JSON.
      "seed": .string("\(seed)"), "version": .string(Superpose.version), "work": work,
    ]
  }

  /// The value of the parameter `name`.
  ///
  /// - Throws: ``SweepError`` when there is no such axis.
  public func value(_ name: String) throws -> JSONValue {
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      throw SweepError.noParameter(name: name, known: parameters.map(\.name))
    }
    return parameter.value
  }

  /// - Throws: ``SweepError`` when there is no such axis, or its value is no number.
  public func number(_ name: String) throws -> Double {
    let value = try value(name)
    guard let number = value.number else {
      throw SweepError.wrongKind(name: name, wanted: "a number", found: value.brief)
    }
    return number
  }

  /// - Throws: ``SweepError`` when there is no such axis, or its value is no whole number.
  public func integer(_ name: String) throws -> Int {
    let value = try value(name)
    guard let integer = value.integer else {
      throw SweepError.wrongKind(name: name, wanted: "a whole number", found: value.brief)
    }
    return integer
  }

  /// - Throws: ``SweepError`` when there is no such axis, or its value is no text.
  public func text(_ name: String) throws -> String {
    let value = try value(name)
    guard let text = value.string else {
      throw SweepError.wrongKind(name: name, wanted: "a text", found: value.brief)
    }
    return text
  }
}

extension SweepPoint: CustomStringConvertible {
  /// `sparsity 0.9, hidden 2, seed 1`.
  public var description: String {
    (parameters.map { "\($0.name) \($0.value.brief)" } + ["seed \(seed)"]).joined(separator: ", ")
  }
}
