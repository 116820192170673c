public import SuperposeDisplay

/// A drawing with title, caption and provenance, which a notebook shows and a file stores.
///
/// Nothing is drawn until the figure is shown or saved. Bad data throws an error then.
public struct Figure: Sendable {
  public var content: any Drawing
  public var title: Label?
  public var subtitle: Label?
  /// The text below the drawing, wrapped to its width.
  public var caption: String?
  /// The name of a figure without a title: for screen readers and in the text form.
  public var name: String?
  /// A description for screen readers; made from the drawing if `nil`.
  public var summary: String?
  /// Key numbers for the text form, in order.
  public var numbers: [KeyNumber] = []
  public var provenance: Provenance?
  /// The page.
  public var background: Color = .paper
  /// The margin around the figure, in pixels.
  public var padding = 14.0
  public var limits = Limits()
  /// Pixels of the notebook's PNG for each pixel of the figure. 2 by default.
  public var pixelDensity = 2.0
  /// Whether the notebook also gets `application/pdf`, which LaTeX and PDF exports prefer.
  /// The environment variable `SUPERPOSE_PAPER=1` switches it on for all figures.
  public var isForPaper = false

  public init(
    _ content: any Drawing, title: Label? = nil, subtitle: Label? = nil, caption: String? = nil,
    summary: String? = nil, numbers: [KeyNumber] = [], provenance: Provenance? = nil
  ) {
    self.content = content
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.summary = summary
    self.numbers = numbers
    self.provenance = provenance
  }

  /// A key number of the figure.
  public struct KeyNumber: Sendable, Hashable {
    public var name: String
    public var value: Double
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }
}

extension Figure {
  /// The figure with `application/pdf` in addition to its other forms.
  public func forPaper(_ isForPaper: Bool = true) -> Figure {
    var copy = self
    copy.isForPaper = isForPaper
    return copy
  }

  /// With a name, and a summary if one is given, for screen readers and the text form.
  public func named(_ name: String, _ summary: String? = nil) -> Figure {
    var copy = self
    copy.name = name
    copy.summary = summary ?? copy.summary
    return copy
  }

  /// With key numbers for the text form, in order.
  public func numbers(_ numbers: [KeyNumber]) -> Figure {
    var copy = self
    copy.numbers = numbers
    return copy
  }

  public func caption(_ caption: String?) -> Figure {
    var copy = self
    copy.caption = caption
    return copy
  }

  public func provenance(_ provenance: Provenance?) -> Figure {
    var copy = self
    copy.provenance = provenance
    return copy
  }

  /// The page's colour.
  public func background(_ color: Color) -> Figure {
    var copy = self
    copy.background = color
    return copy
  }
}

extension Drawing {
  /// The drawing as a figure without title and caption.
  public var figure: Figure { Figure(self) }
}

extension Plot: LiveDisplayable {
  public var mimeBundle: MIMEBundle { get throws { try figure.mimeBundle } }
  public var liveBundle: MIMEBundle { get throws { try figure.liveBundle } }
}
