/// A continuous colour palette from 0 to 1.
public struct Palette: Sendable, Hashable {
  let light: [UInt32]
  let dark: [UInt32]
  /// The part of the palette used on dark pages, so that marks stay visible.
  let darkStart: Double

  /// A palette through evenly spaced `anchors` (`0xRRGGBB`); `darkAnchors` on dark pages.
  public init(_ anchors: [UInt32], dark darkAnchors: [UInt32]? = nil) {
    self.init(light: anchors, dark: darkAnchors ?? anchors, darkStart: 0)
  }

  init(light: [UInt32], dark: [UInt32], darkStart: Double) {
    self.light = light.isEmpty ? [0x808080] : light
    self.dark = dark.isEmpty ? [0x808080] : dark
    self.darkStart = darkStart
  }

  /// The colour at `t`, clamped to 0...1 and quantised to 1/255 so that equal shades share one
  /// style rule.
  public func color(at t: Double) -> Color {
    let t = t.isNaN ? 0 : (min(max(t, 0), 1) * 255).rounded() / 255
    return Color(
      light: Self.sample(light, t), dark: Self.sample(dark, darkStart + (1 - darkStart) * t))
  }

  /// The reversed palette.
  public var reversed: Palette {
    Palette(light: light.reversed(), dark: dark.reversed(), darkStart: darkStart)
  }

  private static func sample(_ anchors: [UInt32], _ t: Double) -> UInt32 {
    let position = t * Double(anchors.count - 1)
    let index = min(Int(position), max(anchors.count - 2, 0))
    guard anchors.count > 1 else { return anchors[0] }
    return mix(anchors[index], anchors[index + 1], position - Double(index))
  }
}

extension Palette {
  /// Purple to yellow: the paper's colour for importance and for superposition.
  public static let viridis = Palette(
    light: PaletteTables.viridis, dark: PaletteTables.viridis, darkStart: 0.2)
  public static let magma = Palette(
    light: PaletteTables.magma, dark: PaletteTables.magma, darkStart: 0.2)
  public static let cividis = Palette(
    light: PaletteTables.cividis, dark: PaletteTables.cividis, darkStart: 0.15)
  /// White to black; reversed on dark pages.
  public static let greys = Palette(
    light: PaletteTables.greys, dark: PaletteTables.greys.reversed(), darkStart: 0)
  /// Blue through white to red; the middle is dark on dark pages. The paper's weights.
  public static let redBlue = Palette(PaletteTables.redBlue, dark: PaletteTables.berlin)
  /// Blue through grey to red, as in the notebook's heat maps.
  public static let coolwarm = Palette(PaletteTables.coolwarm, dark: PaletteTables.berlin)
}

/// Eight colours that are safe for colour-blind readers, in order of use.
extension [Color] {
  public static let categorical: [Color] = [
    .blue, .orange, .green, .red, .purple, .yellow, .sky, .pink,
  ]
}
