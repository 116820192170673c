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
