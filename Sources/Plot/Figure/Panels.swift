public import SuperposeDisplay

/// Drawings in rows and columns with aligned plotting areas.
public struct Panels: Drawing {
  public var rows: [[any Drawing]]
  /// Widths of the columns relative to each other; from the drawings when `nil`.
  public var widths: [Double]?
  /// Heights of the rows relative to each other; from the drawings when `nil`.
  public var heights: [Double]?
  /// The gap between panels, in pixels.
  public var gap = Size(18, 18)
  var sharing: Set<Shared> = []
  /// Whether the rows only continue each other, so that they may be broken elsewhere.
  private var isFlow = false

  /// The scales that panels can share.
  public enum Shared: Sendable, Hashable { case x, y, color }

  public init(rows: [[any Drawing]], widths: [Double]? = nil, heights: [Double]? = nil) {
    self.rows = rows.filter { !$0.isEmpty }
    self.widths = widths
    self.heights = heights
  }

  /// One row.
  public init(_ row: [any Drawing], widths: [Double]? = nil) {
    self.init(rows: [row], widths: widths)
    isFlow = widths == nil
  }

  /// Rows of at most `columns` drawings.
  public init(_ drawings: [any Drawing], columns: Int) {
    let width = max(columns, 1)
    self.init(
      rows: stride(from: 0, to: drawings.count, by: width).map {
        Array(drawings[$0..<min($0 + width, drawings.count)])
      })
    isFlow = true
  }

  /// A row is broken if its panels would become narrower than this share of their widths.
  private static let keptShare = 0.84
  /// In rows that are broken anyway, panels may become this narrow.
  private static let leastShare = 0.8

  public func fitted(to width: Double) -> any Drawing {
    guard preferredSize.width > width else { return self }
    var copy = self
    if columnCount == 1 {
      copy.rows = rows.map { $0.map { $0.fitted(to: width) } }
    } else if isFlow, preferredSize.width * Self.keptShare > width {
      let drawings = rows.flatMap { $0 }
      let widest = drawings.map(\.preferredSize.width).max() ?? 1
      let count = wholeNumber((width + gap.width) / (widest * Self.leastShare + gap.width))
      let columns = max(1, min(count, drawings.count))
      // Rows of equal length: 6 panels as 3 + 3, not as 4 + 2.
      let lines = (drawings.count + columns - 1) / columns
      let even = Panels(drawings, columns: (drawings.count + lines - 1) / lines)
      copy.rows = even.rows
      copy.widths = nil
      copy.heights = nil
    }
    return copy
  }

  /// Uses one scale for all panels for each of `shared`. Inner axes then have no labels.
  public func sharing(_ shared: Shared...) -> Panels {
    var copy = self
    copy.sharing = Set(shared)
    return copy
  }

  /// The gap between panels, in pixels.
  public func gap(_ width: Double, _ height: Double? = nil) -> Panels {
    var copy = self
    copy.gap = Size(width, height ?? width)
    return copy
  }
}

extension Panels: Displayable {
  public var mimeBundle: MIMEBundle { get throws { try figure.mimeBundle } }
}

extension Panels {
  private var columnCount: Int { rows.map(\.count).max() ?? 0 }

  public var preferredSize: Size {
    let widths = (0..<columnCount).map { column in
      rows.compactMap { $0.count > column ? $0[column].preferredSize.width : nil }.max() ?? 0
    }
    let heights = rows.map { row in row.map(\.preferredSize.height).max() ?? 0 }
    return Size(
      max(widths.reduce(0, +) + gap.width * Double(max(columnCount - 1, 0)), 1),
      max(heights.reduce(0, +) + gap.height * Double(max(rows.count - 1, 0)), 1))
  }

  /// How many panels there are, and their headings or the labels of their vertical axes.
  public var summary: String {
    let all = rows.flatMap { $0 }
    var headings: [String] = []
    for drawing in all {
      // A plot without a title is known by what its vertical axis shows.
      let label = drawing.heading == nil ? (drawing as? Plot)?.yAxis.label?.plainText : nil
      guard let heading = drawing.heading ?? label, label == nil || !headings.contains(heading) else { continue }
      headings.append(heading)
    }
    let list = headings.isEmpty ? "" : ": " + headings.joined(separator: "; ")
    return "\(all.count) panel\(all.count == 1 ? "" : "s")\(list)."
  }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let grid = PanelGrid(shared: sharedRows, panels: self, rect: rect)
    return try grid.shapes(limits: limits)
  }

  /// The rows with shared domains put into their plots.
  private var sharedRows: [[any Drawing]] {
    guard !sharing.isEmpty else { return rows }
    let plots = rows.flatMap { $0 }.compactMap { $0 as? Plot }
    var shared = SharedDomains()
    if sharing.contains(.x) {
      shared.x = plots.reduce(Domain.empty) { $0.union($1.dataDomain(.x)) }
    }
    if sharing.contains(.y) {
      shared.y = plots.reduce(Domain.empty) { $0.union($1.dataDomain(.y)) }
    }
    if sharing.contains(.color) { shared.color = plots.flatMap { $0.colorData() } }
    return rows.indices.map { row in
      rows[row].indices.map { column in
        guard var plot = rows[row][column] as? Plot else { return rows[row][column] }
        plot.shared = shared
        if sharing.contains(.y), column > 0 { plot.yAxis.hideWords() }
        if sharing.contains(.x), row < rows.count - 1 { plot.xAxis.hideWords() }
        let isLegendHere = row == 0 && column == rows[row].count - 1
        if sharing.contains(.color), !isLegendHere { plot.colorScale.legend = .none }
        return plot
      }
    }
  }
}

extension Axis {
  fileprivate mutating func hideWords() {
    isHidden = true
    label = nil
  }
}

/// Panels placed in a rectangle.
private struct PanelGrid {
  var rows: [[any Drawing]]
  var columns: [(x: Double, width: Double)]
  var lines: [(y: Double, height: Double)]

  init(shared rows: [[any Drawing]], panels: Panels, rect: Rect) {
    self.rows = rows
    let count = rows.map(\.count).max() ?? 0
    let widths =
      panels.widths
      ?? (0..<count).map { column in
        rows.compactMap { $0.count > column ? $0[column].preferredSize.width : nil }.max() ?? 1
      }
    let heights = panels.heights ?? rows.map { $0.map(\.preferredSize.height).max() ?? 1 }
    columns = Self.split(
      from: rect.x, length: rect.width, gap: panels.gap.width, weights: widths, count: count
    ).map { (x: $0.0, width: $0.1) }
    lines = Self.split(
      from: rect.y, length: rect.height, gap: panels.gap.height, weights: heights,
      count: rows.count
    ).map { (y: $0.0, height: $0.1) }
  }

  private static func split(
    from start: Double, length: Double, gap: Double, weights: [Double], count: Int
  ) -> [(Double, Double)] {
    let weights = (0..<count).map { $0 < weights.count ? max(weights[$0], 0.01) : 1 }
    let total = max(weights.reduce(0, +), 0.01)
    let room = max(length - gap * Double(max(count - 1, 0)), 1)
    var position = start
    return weights.map { weight in
      let part = room * weight / total
      defer { position += part + gap }
      return (position, part)
    }
  }

  /// Columns and rows of plots of equal size get plotting areas of equal size, whatever their axes and
  /// legends need.
  private func evened(_ own: [[Edges]]) -> PanelGrid {
    guard rows.allSatisfy({ $0.allSatisfy { $0 is Plot } }) else { return self }
    let margins = columns.indices.map { column in
      let all = own.compactMap { $0.count > column ? $0[column] : nil }
      return (all.map(\.left).max() ?? 0) + (all.map(\.right).max() ?? 0)
    }
    let depths = own.map { ($0.map(\.top).max() ?? 0) + ($0.map(\.bottom).max() ?? 0) }
    var copy = self
    copy.columns = Self.evened(columns.map { ($0.x, $0.width) }, margins).map { (x: $0.0, width: $0.1) }
    copy.lines = Self.evened(lines.map { ($0.y, $0.height) }, depths).map { (y: $0.0, height: $0.1) }
    return copy
  }

  private static func evened(
    _ parts: [(Double, Double)], _ margins: [Double]
  ) -> [(Double, Double)] {
    guard let first = parts.first, let last = parts.last, parts.count > 1,
      parts.allSatisfy({ abs($0.1 - first.1) < 0.5 })
    else { return parts }
    let gap = parts[1].0 - first.0 - first.1
    let room = last.0 + last.1 - first.0 - gap * Double(parts.count - 1)
    let inner = (room - margins.reduce(0, +)) / Double(parts.count)
    // There is no room for plotting areas.
    guard inner >= 10 else { return parts }
    var position = first.0
    return margins.map { margin in
      defer { position += inner + margin + gap }
      return (position, inner + margin)
    }
  }

  private func margins(limits: Limits) throws(PlotError) -> [[Edges]] {
    var all: [[Edges]] = []
    for row in rows.indices {
      var line: [Edges] = []
      for column in rows[row].indices {
        let size = Size(columns[column].width, lines[row].height)
        line.append(try rows[row][column].margins(in: size, limits: limits))
      }
      all.append(line)
    }
    return all
  }

  func shapes(limits: Limits) throws(PlotError) -> [Shape] {
    let own = try margins(limits: limits)
    // Lines of titles change the margins at the top only.
    let titled = evened(own).separatingTitles(own)
    var copy = self
    copy.rows = titled.rows
    let margins = try copy.margins(limits: limits)
    return try copy.evened(margins).shapes(limits: limits, own: margins)
  }

  /// A title may go on above the gap to its right, up to the next title.
  private func separatingTitles(_ own: [[Edges]]) -> PanelGrid {
    let starts = columns.indices.map { column in
      columns[column].x + (own.compactMap { $0.count > column ? $0[column].left : nil }.max() ?? 0)
    }
    var copy = self
    for (row, drawings) in rows.enumerated() {
      for column in drawings.indices.dropLast() {
        guard var plot = drawings[column] as? Plot else { continue }
        plot.titleWidth = starts[column + 1] - starts[column] - Self.titleGap
        copy.rows[row][column] = plot
      }
    }
    return copy
  }

  /// The least distance of two titles, in pixels.
  private static let titleGap = 6.0

  private func shapes(limits: Limits, own: [[Edges]]) throws(PlotError) -> [Shape] {
    var shapes: [Shape] = []
    for row in rows.indices {
      for column in rows[row].indices {
        let rect = Rect(
          x: columns[column].x, y: lines[row].y, width: columns[column].width,
          height: lines[row].height)
        let margins = aligned(own, row: row, column: column)
        shapes += try rows[row][column].shapes(in: rect, margins: margins, limits: limits)
      }
    }
    return shapes
  }

  /// The largest margins of the same column (left, right) and of the same row (top, bottom).
  private func aligned(_ own: [[Edges]], row: Int, column: Int) -> Edges {
    let inColumn = own.compactMap { $0.count > column ? $0[column] : nil }
    return Edges(
      top: own[row].map(\.top).max() ?? 0, right: inColumn.map(\.right).max() ?? 0,
      bottom: own[row].map(\.bottom).max() ?? 0, left: inColumn.map(\.left).max() ?? 0)
  }
}
