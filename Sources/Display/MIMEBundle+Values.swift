extension MIMEBundle {
  /// The bundle of any value: its own for a ``Displayable``, a table for an array of structs of one
  /// type or of dictionaries, plain text otherwise.
  ///
  /// - Throws: Any error of the value's ``Displayable/mimeBundle``.
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
