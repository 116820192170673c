/// The limits above which shapes become images.
public struct Limits: Sendable, Hashable {
  /// Layers of more shapes than this become an embedded image. 3,000 by default.
  public var shapesPerLayer = 3_000
  /// Raster marks of more cells than this become an embedded image. 2,500 by default.
  public var cellsPerRaster = 2_500
  /// Pixels of such an image for each pixel of the page, at least. 2 by default, as a figure's PNG has.
  public var rasterResolution = 2.0
  /// The maximum number of points of a line per pixel of width; above it the line is decimated. 4
  /// by default.
  public var pointsPerPixel = 4.0
  /// The largest SVG in bytes; a figure that is larger is drawn again with denser layers as
  /// images. 1,000,000 by default.
  public var bytes = 1_000_000

  public init() {}
}
