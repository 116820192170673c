/// The bare value: strings in quotes as the REPL shows them, everything else as it describes itself.
///
/// Swift names the module of every type inside another value, in a notebook a generated one:
/// `[Cell4.Side.left(3)]`. Here it is `[Side.left(3)]`.
public func plainText<Value>(of value: Value) -> String {
  // By the type itself: `as` would look inside optionals.
  let type = type(of: value as Any)
  if type == String.self || type == Substring.self || type == Character.self {
    return String(reflecting: value)
  }
  let text = String(describing: value)
  return text.mayNameModules ? Description(of: value).outermost : text
}

extension String {
  /// Whether a capital follows a dot that follows a name.
  fileprivate var mayNameModules: Bool {
    var previous: (UInt8, UInt8) = (0, 0)
    for byte in utf8 {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if isCapital, previous.1 == UInt8(ascii: "."), previous.0.isPartOfName { return true }
      previous = (previous.1, byte)
    }
    return false
  }
}

extension UInt8 {
  fileprivate var isPartOfName: Bool {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: self >= 0x80
    }
  }
}

/// What Swift's own description of a value says, without the names of modules.
private struct Description {
  let value: Any
  let mirror: Mirror

  init(of value: Any) {
    self.value = value
    mirror = Mirror(reflecting: value)
  }

  /// Of a value that is inside no other: of an enum the case alone.
  var outermost: String {
    mirror.displayStyle == .enum && !describesItself ? enumCase : nested
  }

  private var nested: String {
    switch mirror.displayStyle {
    case .collection, .set: return "[\(members)]"
    case .dictionary: return mirror.children.isEmpty ? "[:]" : "[\(entries)]"
    case .optional: return mirror.children.first.map { "Optional(\(Self.text(of: $0.value)))" } ?? "nil"
    case .tuple: return "(\(members))"
    case _ where describesItself: return String(reflecting: value)
    case .struct, .class: return "\(typeName)(\(members))"
    case .enum: return "\(typeName).\(enumCase)"
    default: return String(describing: value)
    }
  }

  private static func text(of value: Any) -> String { Description(of: value).nested }

  private var typeName: String { String(describing: type(of: value)) }

  private var describesItself: Bool {
    value is any CustomStringConvertible || value is any CustomDebugStringConvertible
  }

  private var entries: String {
    mirror.children.map { entry in
      Mirror(reflecting: entry.value).children.map { Self.text(of: $0.value) }.joined(separator: ": ")
    }.joined(separator: ", ")
  }

  /// The stored properties, or the elements.
  private var members: String {
    mirror.children.map { child in
      let label = child.label.flatMap { $0.hasPrefix(".") ? nil : "\($0): " } ?? ""
      return label + Self.text(of: child.value)
    }.joined(separator: ", ")
  }

  private var enumCase: String {
    guard let payload = mirror.children.first else { return String(describing: value) }
    let text = Self.text(of: payload.value)
    let isTuple = Mirror(reflecting: payload.value).displayStyle == .tuple
    return (payload.label ?? "") + (isTuple ? text : "(\(text))")
  }
}
