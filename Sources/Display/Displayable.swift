/// A value that shows itself in a notebook.
public protocol Displayable {
  /// The value in every media type it can offer; `text/plain` is always among them.
  /// What it throws is shown as the cell's error.
  var mimeBundle: MIMEBundle { get throws }
}

extension MIMEBundle: Displayable {
  public var mimeBundle: MIMEBundle { self }
}
