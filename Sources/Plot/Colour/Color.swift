internal import Foundation

/// A colour with variants for light and dark pages.
///
/// PNG and PDF always use the light variant. An SVG contains both and shows the one that matches
/// its page.
public struct Color: Sendable, Hashable {
  /// The colour on a light page, as `0xRRGGBB`.
  public var light: UInt32
  /// The colour on a dark page, as `0xRRGGBB`.
  public var dark: UInt32
  /// Opacity from 0 (invisible) to 1 (solid).
  public var opacity: Double

  /// A colour that is the same on light and dark pages, such as `Color(0x21918C)`.
  public init(_ hex: UInt32, opacity: Double = 1) {
    self.init(light: hex, dark: hex, opacity: opacity)
  }

  public init(light: UInt32, dark: UInt32, opacity: Double = 1) {
    self.light = light & 0xFFFFFF
    self.dark = dark & 0xFFFFFF
    self.opacity = opacity.isNaN ? 1 : min(max(opacity, 0), 1)
  }

  /// The same colour with another opacity, from 0 to 1.
  public func opacity(_ opacity: Double) -> Color {
    Color(light: light, dark: dark, opacity: opacity)
  }

  /// The colour `fraction` of the way from this one to `other`, mixed in sRGB.
  public func mixed(with other: Color, by fraction: Double) -> Color {
    Color(
      light: mix(light, other.light, fraction), dark: mix(dark, other.dark, fraction),
      opacity: opacity + (other.opacity - opacity) * fraction)
  }

  /// The colour of text on this one, black or white, for each kind of page: the one with more contrast,
  /// which is at least 4.5:1.
  public var legibleInk: Color {
    // Black and white have equal contrast with a luminance of 0.179.
    func ink(_ hex: UInt32) -> UInt32 { relativeLuminance(hex) > 0.179 ? 0x000000 : 0xFFFFFF }
    return Color(light: ink(light), dark: ink(dark))
  }
}

/// Colours by role, with light and dark variants.
extension Color {
  /// Text, axes and everything without another colour.
  public static let ink = Color(light: 0x22262B, dark: 0xE8E6E1)
  /// The page background.
  public static let paper = Color(light: 0xFFFFFF, dark: 0x111111)
  /// The warm background of the paper's opening figure, `#FCFBF8`.
  public static let cream = Color(light: 0xFCFBF8, dark: 0x191816)
  /// Secondary text: tick labels, captions.
  public static let muted = Color(light: 0x5F656D, dark: 0xA9A7A1)
  /// Axis lines and reference rules.
  public static let faint = Color(light: 0xB9BDC3, dark: 0x55534F)
  /// Grid lines and empty cells.
  public static let grid = Color(light: 0xE7E8EA, dark: 0x2C2B29)
}

/// The categorical colours by name, safe for colour-blind readers.
extension Color {
  public static let blue = Color(light: 0x2F6DB5, dark: 0x6FA8E8)
  public static let orange = Color(light: 0xD9711A, dark: 0xF09A4E)
  public static let green = Color(light: 0x1F8F72, dark: 0x45BF9D)
  public static let red = Color(light: 0xC23B43, dark: 0xF0737A)
  public static let purple = Color(light: 0x7B52AB, dark: 0xB493DF)
  public static let yellow = Color(light: 0xC9A20E, dark: 0xE8C746)
  public static let sky = Color(light: 0x4FA8CE, dark: 0x86CDEC)
  public static let pink = Color(light: 0xC2639C, dark: 0xE594C4)
  public static let gray = Color(light: 0x84888E, dark: 0x9B9A96)
  public static let black = Color(0x000000)
  public static let white = Color(0xFFFFFF)
}

func mix(_ a: UInt32, _ b: UInt32, _ fraction: Double) -> UInt32 {
  guard fraction.isFinite else { return a }
  let t = min(max(fraction, 0), 1)
  return [16, 8, 0].reduce(UInt32(0)) { result, shift in
    let from = Double((a >> UInt32(shift)) & 0xFF)
    let to = Double((b >> UInt32(shift)) & 0xFF)
    return result | UInt32((from + (to - from) * t).rounded()) << UInt32(shift)
  }
}

/// From 0 (black) to 1 (white). Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
private func relativeLuminance(_ hex: UInt32) -> Double {
  func linear(_ shift: UInt32) -> Double {
    let c = Double((hex >> shift) & 0xFF) / 255
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
  return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
