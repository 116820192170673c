internal import Foundation

/// The direction of an orthographic camera, in degrees.
public struct Viewpoint: Sendable, Hashable {
  /// The rotation about the vertical axis.
  public var azimuth: Double
  /// Height above the horizon; 90 looks straight down.
  public var elevation: Double

  public init(azimuth: Double, elevation: Double) {
    self.azimuth = azimuth.isFinite ? azimuth : 0
    self.elevation = elevation.isFinite ? elevation : 0
  }

  /// From the side and a little above: the default.
  public static let oblique = Viewpoint(azimuth: 25, elevation: 18)
  public static let top = Viewpoint(azimuth: 0, elevation: 90)
  public static let side = Viewpoint(azimuth: 0, elevation: 0)
}

/// A point in camera coordinates: right, up and towards the camera.
struct Projected: Sendable, Hashable {
  var x: Double
  var y: Double
  var depth: Double
}

extension Viewpoint {
  /// `point` with coordinates right, away and up; missing coordinates are 0.
  func project(_ point: [Double]) -> Projected {
    func coordinate(_ index: Int) -> Double {
      point.indices.contains(index) && point[index].isFinite ? point[index] : 0
    }
    let (a, e) = (azimuth * .pi / 180, elevation * .pi / 180)
    let (x, y, z) = (coordinate(0), coordinate(1), coordinate(2))
    let across = x * cos(a) - y * sin(a)
    let away = x * sin(a) + y * cos(a)
    return Projected(
      x: across, y: away * sin(e) + z * cos(e), depth: -away * cos(e) + z * sin(e))
  }
}
