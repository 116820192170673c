// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import SuperposeJSON

/// The types of variables that have no storage, because their values hold nothing. The host finds no such variable by
/// its name, so the compiler has to tell.
public struct __TypesOfVariables {
  private var types: JSONObject = [:]

  public init() {}

  public mutating func add<Value: ~Copyable>(_ name: String, _: borrowing Value) {
    types[name] = .string("\(Value.self)")
  }

  /// Types by names, as JSON.
  public var bundle: MIMEBundle { MIMEBundle(data: [.json: .json(.object(types))]) }
}
