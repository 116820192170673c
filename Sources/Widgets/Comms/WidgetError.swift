public import SuperposeJSON

/// An error in a front end's message.
public enum WidgetError: Error, Sendable, Equatable {
  case unknownTarget(String)
  case unknownComm(String)
  case unknownMethod(String)
  case wrongField(String, expected: String, found: JSONValue?)
  case unknownTrait(String, of: String)
  case wrongValue(of: String, model: String, expected: String, found: JSONValue)
  case wrongBuffers(paths: Int, buffers: Int)
}

extension WidgetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownTarget(let target): "no handler for the comm target '\(target)'"
    case .unknownComm(let comm): "no comm '\(comm)' is open"
    case .unknownMethod(let method):
      "a widget message has the method '\(method)'; expected update, request_state or custom"
    case .wrongField(let field, let expected, let found):
      "a widget message's \(field) must be \(expected), but is \(found?.brief ?? "missing")"
    case .unknownTrait(let trait, let model): "\(model) has no '\(trait)'"
    case .wrongValue(let trait, let model, let expected, let found):
      "\(model)'s \(trait) must be \(expected), but is \(found.brief)"
    case .wrongBuffers(let paths, let buffers):
      "a widget message has \(paths) buffer paths, but \(buffers) buffers"
    }
  }
}

extension JSONValue {
  /// A short description for error messages.
  fileprivate var brief: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): text.count > 60 ? "'\(text.prefix(60))…'" : "'\(text)'"
    case .array(let items): "an array of \(items.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}
