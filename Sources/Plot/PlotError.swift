internal import SuperposeDisplay

/// The reason why a figure could not be drawn. The description is a full sentence.
public enum PlotError: Error, Sendable, Hashable {
  /// Two channels of one mark have different numbers of values.
  case lengths(mark: String, first: String, firstCount: Int, second: String, secondCount: Int)
  /// A mark needs a channel that was not given.
  case missingChannel(mark: String, channel: String)
  /// A channel has a kind of value that its scale does not support.
  case kind(channel: String, wanted: String, found: String)
  /// A matrix's rows have different lengths.
  case ragged(what: String, row: Int, wanted: Int, found: Int)
  /// A colour name that is neither `#RRGGBB` nor known.
  case unknownColor(String)
  /// A file name with an unsupported extension.
  case unknownFormat(path: String)
  /// A size outside the allowed range.
  case size(width: Double, height: Double)
  /// librsvg or cairo reported an error.
  case rendering(String)
  /// A file could not be read or written.
  case file(path: String, reason: String)
  /// A file has no provenance of Superpose.
  case noProvenance(path: String)
  /// Any other data from which a figure cannot be made.
  case invalid(String)
}

extension PlotError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lengths(let mark, let first, let firstCount, let second, let secondCount):
      "\(mark): \(first) has \(firstCount) values and \(second) has \(secondCount); "
        + "give every channel the same number of values, or a single constant."
    case .missingChannel(let mark, let channel):
      "\(mark) needs the channel \(channel); give it values or a constant."
    case .kind(let channel, let wanted, let found):
      "The channel \(channel) wants \(wanted) and found \(found)."
    case .ragged(let what, let row, let wanted, let found):
      "\(what): row \(row) has \(found) values where row 0 has \(wanted); "
        + "every row needs the same number."
    case .unknownColor(let name):
      "There is no colour \"\(name)\"; write #RRGGBB or one of \(Color.knownNames)."
    case .unknownFormat(let path):
      "Cannot tell the format of \(path); end its name in .svg, .png or .pdf."
    case .size(let width, let height):
      "A figure of \(NumberText.brief(width)) by \(NumberText.brief(height)) pixels cannot be "
        + "drawn; both sides must be between 1 and 20000."
    case .rendering(let reason):
      "The figure could not be rendered: \(reason)."
    case .file(let path, let reason):
      "\(path): \(reason)."
    case .noProvenance(let path):
      "\(path) has no provenance; only SVG, PNG and PDF files saved by Superpose have it."
    case .invalid(let sentence): sentence
    }
  }
}
