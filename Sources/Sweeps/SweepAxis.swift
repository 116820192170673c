internal import Foundation
internal import SuperposeDisplay
public import SuperposeExperiments
public import SuperposeJSON

/// One dimension of a sweep: a parameter's name and its values.
public struct SweepAxis: Sendable, Hashable {
  public let name: String
  public let values: [JSONValue]

  /// - Throws: ``SweepError`` for an axis without values, or with the same value twice.
  public init(_ name: String, _ values: [JSONValue]) throws {
    let values = values.map(\.canonical)
    guard !name.isEmpty, name != SweepAxis.seedName else { throw SweepError.axisName(name) }
    guard !values.isEmpty else { throw SweepError.emptyAxis(name: name) }
    var known: Set<JSONValue> = []
    for value in values where !known.insert(value).inserted {
      throw SweepError.repeatedValue(axis: name, value: value.brief)
    }
    self.name = name
    self.values = values
  }

  /// The column of the seeds, a name that no axis may have.
  static let seedName = "seed"
}

/// Values of an axis: an array, or a range of whole numbers.
public protocol SweepValues: Sendable {
  var sweepValues: [JSONValue] { get }
}

extension Array: SweepValues where Element: ParameterValue {
  public var sweepValues: [JSONValue] { map(\.json) }
}

extension ClosedRange: SweepValues where Bound == Int {
  public var sweepValues: [JSONValue] { map { .integer($0) } }
}

extension JSONValue {
  /// With whole numbers as integers: `2.0` and `2` are the same value, as in a file.
  var canonical: JSONValue {
    switch self {
    case .number(let value): Int(exactly: value).map(JSONValue.integer) ?? self
    case .array(let values): .array(values.map(\.canonical))
    case .object(let members): .object(members.mapValues(\.canonical))
    default: self
    }
  }

  /// For readers.
  var brief: String { string ?? text() }
}

extension JSONValue {
  /// Numbers with four digits.
  var forReaders: String {
    if case .number(let value) = self { NumberText.shown(value) } else { brief }
  }
}
