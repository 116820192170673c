public import ToyLib

/// The exact loss surface of two features in one dimension without a bias.
///
/// Source: Tom McGrath's comment in Elhage et al. (2022); figure 37.
public struct LossSurfaces: Experiment {
  public static let name = "loss-surfaces"
  public static let source = "McGrath's comment in Elhage et al. (2022); figure 37"
  public static let question =
    "Why do phases change abruptly in some places and smoothly in others?"
  public static let reasonWithoutBaselines: String? =
    "Nothing is trained: the surfaces are exact losses of all weights, and their minima are compared."

  /// Importance of the second feature and density of both, for each loss surface.
  @Setting(from: "ours, one for each phase; the comment's are not known to us")
  public var surfaces = [
    BiasFreeLoss(importance: 1, density: 0.9), BiasFreeLoss(importance: 1, density: 0.5),
    BiasFreeLoss(importance: 0.1, density: 0.22),
  ]
  /// No random numbers are drawn.
  public var seed: UInt64 = 0

  public init(surfaces: [BiasFreeLoss]) { self.surfaces = surfaces }

  public init() {}

  public func run() throws -> LossSurfacesResult {
    let equal = LogarithmicGrid.points(from: 1, to: 0.2, count: 41)
      .map { BiasFreeLoss(importance: 1, density: $0) }
    let weak = LogarithmicGrid.points(from: 0.6, to: 0.1, count: 41)
      .map { BiasFreeLoss(importance: 0.1, density: $0) }
    return LossSurfacesResult(
      experiment: self, minima: surfaces.map(\.minima), equal: equal.map(LossSurfacesResult.Place.init),
      weak: weak.map(LossSurfacesResult.Place.init))
  }
}
