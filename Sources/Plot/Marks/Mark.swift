/// A graphical element drawn from data: a value whose channels say where and how.
///
/// `shapes(in:)` is a pure function from data and final scales to positions and colours. Conform to
/// this protocol to write a custom mark.
public protocol Mark: Sendable {
  /// The name of the mark in error messages, such as `dot`.
  var name: String { get }
  var channels: Channels { get set }
  /// The values that the scale of a channel must cover for this mark, in addition to `x` and `y`.
  func extraDomain(_ axis: Channels.Name) -> [Datum]
  /// The space in pixels that the mark needs around its outermost values.
  var inset: Double { get }
  /// Whether the mark is clipped at the edge of a plot whose domain excludes some values. Text is
  /// not clipped; text whose point lies outside is left out.
  var isClipped: Bool { get }
  /// The shapes of the mark.
  func shapes(in frame: Frame) throws(PlotError) -> [Shape]
}

extension Mark {
  public func extraDomain(_ axis: Channels.Name) -> [Datum] { [] }
  public var inset: Double { 0 }
  public var isClipped: Bool { true }

  /// All values that the scale of `axis` (`.x` or `.y`) must cover.
  func domainData(_ axis: Channels.Name) -> [Datum] {
    let second: Channels.Name = axis == .x ? .x2 : .y2
    return (channels[axis]?.all ?? []) + (channels[second]?.all ?? []) + extraDomain(axis)
  }

  /// All values that go through the colour scale.
  func colorData() -> [Datum] {
    [Channels.Name.fill, .stroke].flatMap { name -> [Datum] in
      switch channels[name] {
      case .values(let values): values
      // A constant number is a value on the scale; constant text names a colour.
      case .constant(.number(let value)): [.number(value)]
      case .constant, nil: []
      }
    }
  }
}

/// Collects the marks of a plot, later ones over earlier ones.
@resultBuilder
public enum MarkBuilder {
  public static func buildExpression(_ mark: any Mark) -> [any Mark] { [mark] }
  public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
  public static func buildBlock(_ parts: [any Mark]...) -> [any Mark] { parts.flatMap { $0 } }
  public static func buildOptional(_ marks: [any Mark]?) -> [any Mark] { marks ?? [] }
  public static func buildEither(first: [any Mark]) -> [any Mark] { first }
  public static func buildEither(second: [any Mark]) -> [any Mark] { second }
  public static func buildArray(_ parts: [[any Mark]]) -> [any Mark] { parts.flatMap { $0 } }
}
