extension MIMEBundle {
  /// How a notebook shows any value: by its own bundle when it is ``Displayable``, an array of
  /// ``ArrayDisplayable`` values by theirs, as a table when it is an array of alike structs or of
  /// dictionaries, and as plain text otherwise: dictionaries, arrays of arrays and of tuples also as a
  /// table, other values with parts and a long text also as lines that fold out.
  ///
  /// Of very large values a part is looked at, so that the time does not grow with them.
  ///
  /// - Throws: Any error of the value's ``Displayable/mimeBundle``.
  public init<Value>(showing value: Value) throws {
    if let displayable = value as? any Displayable {
      self = try displayable.mimeBundle
    } else if let bundle = try (value as? any AnyArray)?.ownBundle() {
      self = bundle
    } else if let table = Table(excerptOf: value) {
      self = table.mimeBundle
    } else {
      let text = plainText(of: value)
      self.init(plainText: text)
      if let table = Table(besideTextOf: value) {
        data[.html] = table.mimeBundle.data[.html]
      } else if let folded = FoldedValue(of: value, text: text) {
        data[.html] = .text(folded.html)
      }
    }
  }
}
