/// A drawing that cannot be drawn. It throws the reason when it is shown or saved.
public struct Refusal: Drawing {
  public let reason: PlotError
  public let preferredSize = Size(320, 120)

  public init(_ sentence: String) { reason = .invalid(sentence) }

  public var summary: String { reason.description }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    throw reason
  }
}

extension Figure {
  /// A figure that throws `sentence` when it is shown or saved.
  public static func refusing(_ sentence: String) -> Figure { Figure(Refusal(sentence)) }
}
