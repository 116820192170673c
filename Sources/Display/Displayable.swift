/// A value that defines how a notebook shows it.
public protocol Displayable {
  /// The value in all its media types, which always include `text/plain`. An error appears as the
  /// cell's error.
  var mimeBundle: MIMEBundle { get throws }
}

/// A value with a fast form for updates many times a second.
public protocol LiveDisplayable: Displayable {
  /// Like ``Displayable/mimeBundle``, but only with the media types that a page needs.
  var liveBundle: MIMEBundle { get throws }
}

extension MIMEBundle: Displayable {
  public var mimeBundle: MIMEBundle { self }
}
