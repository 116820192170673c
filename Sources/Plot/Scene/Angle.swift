internal import Foundation

/// Directions in the plane.
enum Angle {
  /// The unit vector at `degrees`, anticlockwise from the right.
  static func unit(degrees: Double) -> Point {
    let radians = degrees * .pi / 180
    return Point(cos(radians), sin(radians))
  }

  /// The angle of a vector in degrees, anticlockwise from the right, −180 to 180.
  static func degrees(x: Double, y: Double) -> Double { atan2(y, x) * 180 / .pi }
}
