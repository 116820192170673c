public import SuperposePlot

/// The state of the extra feature at every point of a phase diagram.
public struct PhaseMap: Sendable, Hashable {
  /// ‖W_i‖ of the extra feature, shape [densities, importances]; row 0 is the lowest density.
  public var norms: [[Float]]
  /// Its superposition Σ_{j≠i} (Ŵ_i · W_j)², the same shape.
  public var superposition: [[Float]]
  /// The ends of the horizontal axis, relative importance; logarithmic.
  public var importance: ClosedRange<Double>
  /// The ends of the vertical axis, density 1−S; logarithmic.
  public var density: ClosedRange<Double>
  public var title: Label

  public init(
    norms: [[Float]], superposition: [[Float]], importance: ClosedRange<Double> = 0.1...10,
    density: ClosedRange<Double> = 0.01...1, title: Label = ""
  ) {
    self.norms = norms
    self.superposition = superposition
    self.importance = importance
    self.density = density
    self.title = title
  }
}

extension Figure {
  /// Phase diagrams side by side, such as the empirical and the theoretical one, with the paper's
  /// colour key: a triangle from not represented (white) to a dedicated dimension (blue) and to
  /// superposition (red).
  ///
  /// The x axis is relative importance, the y axis density, from sparse to dense.
  public static func phaseDiagrams(_ maps: [PhaseMap]) -> Figure {
    var plots: [any Drawing] = []
    for map in maps {
      do {
        plots.append(try PhasePlots.plot(map))
      } catch {
        return .refusing(error.description)
      }
    }
    var figure = Figure(Panels([PhaseKey()] + plots).gap(30, 0))
    figure.name = "Phase diagrams"
    figure.summary =
      "Phase diagrams over relative importance and density: white where the extra feature is "
      + "not represented, blue where it has a dimension of its own, red where it is in "
      + "superposition."
    return figure
  }
}

/// The two-parameter colours of a phase diagram.
enum PhaseColor {
  static let absent = Color(light: 0xF4F4F2, dark: 0x2B2B2A)
  static let dedicated = Color(light: 0x2A5CA8, dark: 0x5B92E5)
  static let superposed = Color(light: 0xC8383F, dark: 0xEE6A6F)

  /// The colour of a feature with length `norm` and `superposition`, both from 0 to 1.
  static func of(norm: Double, superposition: Double) -> Color {
    let kind = dedicated.mixed(with: superposed, by: min(max(superposition, 0), 1))
    return absent.mixed(with: kind, by: min(max(norm, 0), 1))
  }
}

enum PhasePlots {
  static func plot(_ map: PhaseMap) throws(PlotError) -> Plot {
    guard map.norms.map(\.count) == map.superposition.map(\.count) else {
      throw .invalid(
        "A phase map needs norms and superposition of the same shape, one row for each density.")
    }
    let colors = zip(map.norms, map.superposition).map { norms, overlaps in
      zip(norms, overlaps).map { norm, overlap in
        norm.isNaN || overlap.isNaN
          ? Datum.missing
          : Datum.color(PhaseColor.of(norm: Double(norm), superposition: Double(overlap)))
      }
    }
    let raster = try Raster(colors, x: map.importance, y: map.density)
    return Plot(marks: [raster, Box(fill: nil, stroke: Color.faint)])
      .x(.log, domain: map.importance, label: "relative importance")
      .y(.log, domain: map.density, label: "density 1 − S")
      .title(map.title.isEmpty ? nil : map.title).size(280, 290)
  }
}

/// The triangle of colours with its three outcomes.
struct PhaseKey: Drawing {
  let preferredSize = Size(150, 290)

  var summary: String {
    "The colours of phase diagrams: not represented, dedicated dimension, in superposition."
  }

  func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let side = min(rect.width - 30, 110)
    let apex = Point(rect.midX, rect.midY - side * 0.45)
    let left = Point(rect.midX - side / 2, rect.midY + side * 0.4)
    let right = Point(rect.midX + side / 2, rect.midY + side * 0.4)
    let outline = Shape.path(
      Path(through: [apex, left, right], closed: true), Style(stroke: .faint, strokeWidth: 1))
    return facets(apex: apex, left: left, right: right) + [outline]
      + words("not", "represented", at: Point(apex.x, apex.y - 22))
      + words("dedicated", "dimension", at: Point(left.x + 6, left.y + 17))
      + words("in super-", "position", at: Point(right.x - 6, right.y + 17))
  }

  /// Small quadrilaterals, because SVG has no gradients over three corners.
  private func facets(apex: Point, left: Point, right: Point) -> [Shape] {
    let count = 14
    func place(_ norm: Double, _ overlap: Double) -> Point {
      let bottom = Point(
        left.x + (right.x - left.x) * overlap, left.y + (right.y - left.y) * overlap)
      return Point(apex.x + (bottom.x - apex.x) * norm, apex.y + (bottom.y - apex.y) * norm)
    }
    return (0..<count).flatMap { row in
      (0..<count).map { column in
        let (n0, n1) = (Double(row) / Double(count), Double(row + 1) / Double(count))
        let (s0, s1) = (Double(column) / Double(count), Double(column + 1) / Double(count))
        let corners = [place(n0, s0), place(n1, s0), place(n1, s1), place(n0, s1)]
        let color = PhaseColor.of(norm: (n0 + n1) / 2, superposition: (s0 + s1) / 2)
        // An outline in the same colour closes the gaps.
        return .path(
          Path(through: corners, closed: true),
          Style(fill: color, stroke: color, strokeWidth: 0.5))
      }
    }
  }

  private func words(_ first: String, _ second: String, at place: Point) -> [Shape] {
    [first, second].enumerated().map { index, text in
      .text(
        TextShape(
          Label(text), at: Point(place.x, place.y + 12.5 * Double(index)), anchor: .middle,
          fontSize: 10))
    }
  }
}
