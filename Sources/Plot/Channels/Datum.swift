/// One value of a channel.
public enum Datum: Sendable, Hashable {
  case number(Double)
  case text(String)
  case color(Color)
  /// A missing value: nothing is drawn, and a line breaks.
  case missing

  var number: Double? {
    guard case .number(let value) = self, value.isFinite else { return nil }
    return value
  }

  /// The kind of value, for error messages.
  var kind: String {
    switch self {
    case .number: "a number"
    case .text: "text"
    case .color: "a colour"
    case .missing: "nothing"
    }
  }
}

/// A type of values for channels.
public protocol DatumConvertible: Sendable {
  var datum: Datum { get }
}

extension Double: DatumConvertible {
  public var datum: Datum { isNaN ? .missing : .number(self) }
}
extension Float: DatumConvertible {
  public var datum: Datum { isNaN ? .missing : .number(Double(self)) }
}
extension Int: DatumConvertible {
  public var datum: Datum { .number(Double(self)) }
}
extension String: DatumConvertible {
  public var datum: Datum { .text(self) }
}
extension Color: DatumConvertible {
  public var datum: Datum { .color(self) }
}
extension Datum: DatumConvertible {
  public var datum: Datum { self }
}
extension Optional: DatumConvertible where Wrapped: DatumConvertible {
  public var datum: Datum { self?.datum ?? .missing }
}
