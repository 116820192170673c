extension MIMEBundle {
  /// How a notebook shows any value: as it says itself when it is ``Displayable``, as a table when
  /// it is an array of alike structs or of dictionaries, and as plain text otherwise.
  ///
  /// - Throws: What the value's ``Displayable/mimeBundle`` throws.
  public init<Value>(showing value: Value) throws {
    if let displayable = value as? any Displayable {
      self = try displayable.mimeBundle
    } else if let table = Table(rowsOf: value) {
      self = table.mimeBundle
    } else {
      self.init(plainText: plainText(of: value))
    }
  }
}

/// The bare value: strings in quotes as the REPL shows them, everything else as it describes itself.
public func plainText<Value>(of value: Value) -> String {
  switch value {
  case let text as String: return text.debugDescription
  case let text as Substring: return text.debugDescription
  case let character as Character: return character.debugDescription
  default: break
  }
  if let object = objectText(value) { return object }
  return String(describing: value)
}

/// A class instance that does not describe itself would print its module's generated name.
private func objectText(_ value: Any) -> String? {
  let mirror = Mirror(reflecting: value)
  guard mirror.displayStyle == .class, !(value is any CustomStringConvertible) else { return nil }
  let members = mirror.children.map { child in
    "\(child.label ?? "_"): \(plainText(of: child.value))"
  }
  return "\(type(of: value))(\(members.joined(separator: ", ")))"
}
