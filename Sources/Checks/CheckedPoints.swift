public import SuperposeDisplay

/// The points of a cell's checks so far. Its text is a bare number, as graders read it.
public struct CheckedPoints: Sendable, Hashable {
  /// The points of the checks that passed.
  public let reached: Double
  /// The points of all checks.
  public let possible: Double
}

extension CheckedPoints: CustomStringConvertible, Displayable {
  /// The points that were reached, such as `2` or `1.5`.
  public var description: String { PointsText.of(reached) }

  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description) }
}

enum PointsText {
  /// A number of points without trailing zeros.
  static func of(_ points: Double) -> String {
    points == points.rounded() && abs(points) < 1e15 ? "\(Int(points))" : "\(points)"
  }
}
