/// Something drawn from data: a value whose channels say where and how.
///
/// A mark knows data; its `shapes(in:)` is a pure function from data and finished scales to
/// places and colours. Write your own by conforming to this protocol.
public protocol Mark: Sendable {
  /// What the mark is called in error sentences, such as `dot`.
  var name: String { get }
  var channels: Channels { get set }
  /// The values that this mark wants on the scale of a channel, beside its own `x` and `y`.
  func extraDomain(_ axis: Channels.Name) -> [Datum]
  /// Room in pixels that the mark wants around its outermost values.
  var inset: Double { get }
  /// Whether the mark is cut off at the edge of a plot whose domain leaves some values out.
  /// Words are not; those whose point lies outside are left out whole.
  var isClipped: Bool { get }
  /// The mark on the page.
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
