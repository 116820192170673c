/// A bar of a palette's colours.
enum ColorBar {
  /// The bar in `rect`, from the palette's colour at `from` (left, or bottom where it is upright) to
  /// that at `to`. Thin slices, because a gradient would need an id.
  static func slices(
    _ rect: Rect, _ palette: Palette, isUpright: Bool = false, from: Double = 0, to: Double = 1
  ) -> [Shape] {
    let count = 48
    let step = (isUpright ? rect.height : rect.width) / Double(count)
    return (0..<count).map { index in
      let t = from + (to - from) * (Double(index) + 0.5) / Double(count)
      let offset = step * Double(index)
      let slice =
        isUpright
        ? Rect(x: rect.x, y: rect.maxY - offset - step, width: rect.width, height: step + 0.4)
        : Rect(x: rect.x + offset, y: rect.y, width: step + 0.4, height: rect.height)
      return .rect(slice, cornerRadius: 0, Style(fill: palette.color(at: t), isCrisp: true))
    }
  }
}
