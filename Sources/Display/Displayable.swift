/// A value that shows itself in a notebook.
public protocol Displayable {
  /// The value in every media type it can offer; `text/plain` is always among them.
  /// What it throws is shown as the cell's error.
  var mimeBundle: MIMEBundle { get throws }
}

/// A value of which one quick form is enough while it changes many times a second.
public protocol LiveDisplayable: Displayable {
  /// As ``Displayable/mimeBundle``, with only what a page needs at once.
  var liveBundle: MIMEBundle { get throws }
}

extension MIMEBundle: Displayable {
  public var mimeBundle: MIMEBundle { self }
}
