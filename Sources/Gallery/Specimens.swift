internal import Foundation
import SuperposePlot

/// One figure of the gallery.
struct Specimen {
  let name: String
  let heading: String
  let figure: Figure
}

/// Reproducible numbers that look like data.
struct Wobble {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// Uniform in −1 ..< 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
  }
}

enum Specimens {
  /// The grammar itself, mark by mark.
  static func marks() throws -> [Specimen] {
    var specimens = [lines, dots, bars, areas, intervals, arrows, graph, texts, logs, symlog, facets]
    specimens.append(try raster())
    return specimens
  }

  private static var lines: Specimen {
    var wobble = Wobble(1)
    let steps = Array(stride(from: 0, through: 10_000, by: 10))
    let loss = { (scale: Double) in
      steps.map { scale * exp(-Double($0) / 1500) + 0.05 + 0.01 * wobble.next() * scale }
    }
    let (a, b) = (loss(1), loss(0.6))
    let names =
      Array(repeating: "seed 1", count: a.count) + Array(repeating: "seed 2", count: a.count)
    let plot = Plot {
      Rule(y: 0.05, dash: [4, 3])
      Line(x: steps + steps, y: a + b, stroke: names)
    }.x(label: "step").y(.log, label: "loss", grid: true).title("Two runs", subtitle: "line, rule")
    return Specimen(
      name: "mark-line", heading: "Line and rule",
      figure: Figure(plot, caption: "Losses of two runs; the dashed rule is the best known loss."))
  }

  private static var dots: Specimen {
    var wobble = Wobble(2)
    let x = (0..<120).map { _ in wobble.next() * 3 }
    let y = x.map { $0 * 0.6 + wobble.next() }
    let size = x.map { abs($0) + 0.2 }
    let plot = Plot {
      Dot(x: x, y: y, radius: size, fill: y, stroke: Color.paper, strokeWidth: 0.8)
    }.x(label: "x_{i}", grid: true).y(label: "‖W_{i}‖^{2}", grid: true)
      .color(.viridis, label: "value")
    return Specimen(name: "mark-dot", heading: "Dot with radius and colour", figure: Figure(plot))
  }

  private static var bars: Specimen {
    let plot = Plot {
      Bar(
        x: ["monosemantic", "antipodal", "pentagon", "antiprism"], y: [4, 9, 6, 2],
        fill: Color.green)
      Text(
        x: ["monosemantic", "antipodal", "pentagon", "antiprism"], y: [4, 9, 6, 2],
        text: ["4", "9", "6", "2"], side: .above, gap: 4)
    }.y(label: "features", grid: true).size(420, 260)
    return Specimen(name: "mark-bar", heading: "Bar and text", figure: Figure(plot))
  }

  private static var areas: Specimen {
    let x = (0...60).map { Double($0) / 10 }
    let mean = x.map { sin($0) + 1.5 }
    let plot = Plot {
      Area.band(x: x, low: mean.map { $0 - 0.3 }, high: mean.map { $0 + 0.4 })
      Line(x: x, y: mean)
    }.x(label: "time").y(label: "mean and spread").size(420, 260)
    return Specimen(name: "mark-area", heading: "Area and error band", figure: Figure(plot))
  }

  private static var intervals: Specimen {
    let losses = [0.21, 0.16, 0.13, 0.12, 0.115]
    let errors = [0.03, 0.022, 0.02, 0.012, 0.01]
    let plot = Plot {
      Interval(
        x: [1, 2, 3, 4, 5], y: zip(losses, errors).map { $0 - $1 }, y2: zip(losses, errors).map { $0 + $1 })
      Dot(x: [1, 2, 3, 4, 5], y: losses, radius: 4)
    }.x(label: "hidden dimensions").y(domain: 0...0.25, label: "loss").size(300, 260)
    return Specimen(name: "mark-interval", heading: "Error bars", figure: Figure(plot))
  }

  private static var arrows: Specimen {
    let columns = (0..<81).map { Double($0 / 9 - 4) }
    let rows = (0..<81).map { Double($0 % 9 - 4) }
    let angles: [Double] = zip(columns, rows).map { atan2($0, -$1) * 180 / Double.pi }
    let distances: [Double] = zip(columns, rows).map { ($0 * $0 + $1 * $1).squareRoot() }
    let plot = Plot {
      Vector(x: columns, y: rows, angle: angles, stroke: distances)
      Arrow(x2: [3, -2], y2: [2, 3], stroke: Color.red, strokeWidth: 2.4)
      Text(
        x: [3, -2], y: [2, 3], text: ["W_{1}", "W_{2}"], side: .above, isBold: true, hasHalo: true)
    }.equalAspect().size(380, 320).color(label: "distance")
    return Specimen(name: "mark-arrow", heading: "Arrow and vector", figure: Figure(plot))
  }

  private static var graph: Specimen {
    let angles: [Double] = (0..<5).map { Double($0) * 0.4 * Double.pi + Double.pi / 2 }
    let x = angles.map { cos($0) }
    let y = angles.map { sin($0) }
    let pairs = (0..<5).flatMap { i in ((i + 1)..<5).map { (i, $0) } }
    let widths: [Double] = pairs.map { abs(cos(angles[$0.0] - angles[$0.1])) * 3 }
    let plot = Plot {
      Polygon.hull(x: x, y: y, stroke: nil)
      Link(
        x: pairs.map { x[$0.0] }, y: pairs.map { y[$0.0] }, x2: pairs.map { x[$0.1] },
        y2: pairs.map { y[$0.1] }, stroke: Color.muted,
        strokeWidth: widths)
      Dot(x: x, y: y, radius: 7, fill: Color.blue, stroke: Color.paper)
    }.equalAspect().withoutAxes().size(260, 260)
    return Specimen(name: "mark-link", heading: "Link, polygon, hull", figure: Figure(plot))
  }

  private static var texts: Specimen {
    let plot = Plot {
      Box(x: 0.2, x2: 1.5, y: 0.4, y2: 1.6, fill: Color.yellow.opacity(0.25), stroke: Color.yellow)
      Dot(
        x: [0.5, 1, 1.5, 2], y: [1, 1, 1, 1], radius: 6, fill: Color.blue, symbol: .diamond)
      Text(x: 1, y: 1, text: "‖W_{i}‖^{2}_{F} ≥ ∑ |ŵ·x|", fontSize: 14, side: .above, gap: 12)
      Text(x: 2, y: 1, text: "right", side: .right, gap: 9)
      Text(x: 0.5, y: 1, text: "left", side: .left, gap: 9)
    }.x(domain: 0...2.5).y(domain: 0...2).size(420, 220)
    return Specimen(name: "mark-text", heading: "Text, box, symbols", figure: Figure(plot))
  }

  private static var logs: Specimen {
    let x = (0...40).map { pow(10, Double($0) / 8 - 3) }
    let plot = Plot {
      Line(x: x, y: x.map { $0 * $0 / (1 + $0) }, stroke: Color.purple)
    }.x(.log, label: "density 1 − S", grid: true).y(.log, label: "loss", grid: true).size(420, 300)
    return Specimen(name: "scale-log", heading: "Logarithmic scales", figure: Figure(plot))
  }

  private static var symlog: Specimen {
    let x = (-40...40).map { Double($0) }
    let plot = Plot {
      Rule(y: 0)
      Line(x: x, y: x.map { $0 * $0 * $0 }, stroke: Color.red)
    }.y(.symlog(threshold: 10), label: "x^{3} (symlog)").x(label: "x").size(420, 300)
    return Specimen(name: "scale-symlog", heading: "Symmetric logarithm", figure: Figure(plot))
  }

  private static var facets: Specimen {
    var wobble = Wobble(5)
    let labels = (0..<90).map { ["S = 0", "S = 0.8", "S = 0.9"][$0 / 30] }
    let x = (0..<90).map { _ in wobble.next() }
    let y = (0..<90).map { x[$0] * Double($0 / 30) + wobble.next() * 0.3 }
    let panels = Plot { Dot(x: x, y: y, fill: y, opacity: 0.9) }
      .x(label: "x").y(label: "y", grid: true).color(.redBlue, label: "y")
      .faceted(by: labels, columns: 3)
    return Specimen(name: "facets", heading: "Facets on shared scales", figure: Figure(panels))
  }

  private static func raster() throws -> Specimen {
    let values = (0..<20).map { i in
      (0..<20).map { j -> Double in
        guard i != j else { return 1 }
        let wave: Double = sin(Double(i * j))
        return wave * 0.4 / Double(1 + abs(i - j))
      }
    }
    let plot = try Plot {
      try Raster(values)
    }.x(label: "feature").y(label: "feature", reversed: true).color(
      .redBlue, domain: -1...1, label: "WᵀW"
    )
    .equalAspect().size(360, 320)
    return Specimen(name: "mark-raster", heading: "Raster, diverging colours", figure: Figure(plot))
  }
}
