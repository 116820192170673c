public import SuperposeJSON

/// One value of a widget, shared by front ends and Swift.
///
/// Behind every property such as `slider.value`; with a dollar sign, `slider.$value`, it can be
/// linked and observed.
@propertyWrapper
public struct Trait<Value: TraitValue>: Sendable {
  let model: WidgetModel
  let name: String

  public var wrappedValue: Value {
    get { Value.read(name, of: model) }
    nonmutating set { newValue.write(name, to: model) }
  }

  public var projectedValue: Trait<Value> { self }

  /// Runs `handler` with the newest value after a change in Swift or on a page.
  ///
  /// Handlers run one at a time and never at the same time as a cell. If the value changes faster
  /// than the handler runs, intermediate values are skipped.
  @MainActor public func onChange(_ handler: @escaping @MainActor (Value) throws -> Void) {
    model.observe(name, Reaction(throwing: { try handler(wrappedValue) }))
  }
}

/// A type of values for a ``Trait``.
public protocol TraitValue: Sendable {
  /// The value in messages; bytes are sent in buffers next to the JSON.
  var json: JSONValue { get }
  /// `nil` if the JSON is not such a value.
  init?(json: JSONValue)
  /// The expected kind of value for error messages, such as `a whole number`.
  static var expectation: String { get }
}

extension TraitValue {
  static func read(_ name: String, of model: WidgetModel) -> Self {
    if Self.self == Bytes.self, let bytes = Bytes(model.bytes(of: name)) as? Self { return bytes }
    guard let value = Self(json: model.value(of: name)) else {
      preconditionFailure("\(model.kind.model)'s \(name) is not \(expectation)")
    }
    return value
  }

  func write(_ name: String, to model: WidgetModel) {
    if let bytes = self as? Bytes {
      model.set([:], bytes: [name: bytes.values])
    } else {
      model.set([name: json])
    }
  }
}

/// Bytes of a trait, which are sent in buffers next to the JSON.
public struct Bytes: TraitValue, Hashable {
  public var values: [UInt8]
  public init(_ values: [UInt8]) { self.values = values }

  public var json: JSONValue { .null }
  public init?(json: JSONValue) { nil }
  public static let expectation = "bytes"
}

extension Int: TraitValue {
  public var json: JSONValue { .integer(self) }

  /// Also accepts 5.0, because JavaScript has only one number type.
  public init?(json: JSONValue) {
    guard let number = json.number, let whole = Int(exactly: number) else { return nil }
    self = json.integer ?? whole
  }
  public static let expectation = "a whole number"
}

extension Double: TraitValue {
  public var json: JSONValue { .number(self) }
  public init?(json: JSONValue) {
    guard let number = json.number, number.isFinite else { return nil }
    self = number
  }
  public static let expectation = "a finite number"
}

extension Bool: TraitValue {
  public var json: JSONValue { .bool(self) }
  public init?(json: JSONValue) {
    guard let value = json.bool else { return nil }
    self = value
  }
  public static let expectation = "true or false"
}

extension String: TraitValue {
  public var json: JSONValue { .string(self) }
  public init?(json: JSONValue) {
    guard let value = json.string else { return nil }
    self = value
  }
  public static let expectation = "text"
}

extension Optional: TraitValue where Wrapped: TraitValue {
  public var json: JSONValue { map(\.json) ?? .null }
  public init?(json: JSONValue) {
    if json == .null {
      self = .none
    } else if let value = Wrapped(json: json) {
      self = .some(value)
    } else {
      return nil
    }
  }
  public static var expectation: String { "\(Wrapped.expectation), or null" }
}

extension Array: TraitValue where Element: TraitValue {
  public var json: JSONValue { .array(map(\.json)) }
  public init?(json: JSONValue) {
    guard let items = json.array else { return nil }
    self = []
    for item in items {
      guard let element = Element(json: item) else { return nil }
      append(element)
    }
  }
  public static var expectation: String { "an array, each \(Element.expectation)" }
}

extension JSONValue: TraitValue {
  public var json: JSONValue { self }
  public init?(json: JSONValue) { self = json }
  public static let expectation = "JSON"
}

extension TraitValue where Self: RawRepresentable, RawValue: TraitValue {
  public var json: JSONValue { rawValue.json }
  public init?(json: JSONValue) {
    guard let raw = RawValue(json: json) else { return nil }
    self.init(rawValue: raw)
  }
  public static var expectation: String { "one of \(Self.self)'s values" }
}

/// The values that a trait accepts from front ends.
struct TraitCheck: Sendable {
  let expectation: String
  let isBytes: Bool
  private let accept: @Sendable (JSONValue) -> JSONValue?

  init<Value: TraitValue>(_: Value.Type, accepts: @escaping @Sendable (Value) -> Bool) {
    expectation = Value.expectation
    isBytes = Value.self == Bytes.self
    accept = { json in Value(json: json).flatMap { accepts($0) ? $0.json : nil } }
  }

  /// The value to store; `nil` if it is not accepted.
  func normalised(_ json: JSONValue) -> JSONValue? { accept(json) }
}
