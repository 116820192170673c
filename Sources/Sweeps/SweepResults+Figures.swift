internal import SuperposeDisplay
internal import SuperposeJSON
public import SuperposePlot

extension SweepResults {
  /// One line for each value of `series`: the mean of `y` over seeds and all other axes at each `x`, with a
  /// band from the smallest to the largest value.
  ///
  /// - Parameters:
  ///   - x: An axis.
  ///   - y: A measurement.
  ///   - series: An axis; without it there is one line.
  /// - Throws: ``SweepError`` for an unknown column, or when no point is done.
  public func lines(x: String, y: String, by series: String? = nil) throws -> Figure {
    let groups = try groups(x, series, y)
    let xs = groups.map(\.first)
    let lines = groups.map(\.second)
    let isNumeric = groups.allSatisfy { Double($0.first) != nil }
    let positions: any Channel = isNumeric ? xs.map { Double($0) ?? .nan } : xs
    let colors: any Channel = series == nil ? Color.blue : lines
    let plot = Plot {
      Area.band(
        x: positions, low: groups.map(\.low), high: groups.map(\.high), series: lines, fill: colors)
      Line(x: positions, y: groups.map(\.mean), series: lines, stroke: colors)
      Dot(x: positions, y: groups.map(\.mean), radius: 2.6, fill: colors)
    }
    .x(Self.scale(of: xs), label: Label(stringLiteral: x))
    .y(label: Label(stringLiteral: y), grid: true)
    .color(categories: series == nil ? nil : Self.distinct(lines), label: series.map(Label.init(stringLiteral:)))
    return Figure(plot).named(
      "\(y) against \(x)", "Mean of \(y) over seeds for each \(x), with a band from the smallest to the largest value.")
  }

  /// The mean of `color` over seeds and all other axes, for each pair of `x` and `y`.
  ///
  /// - Parameters:
  ///   - x: An axis.
  ///   - y: Another axis, upwards.
  ///   - color: A measurement.
  /// - Throws: ``SweepError`` for an unknown column, or when no point is done.
  public func phaseDiagram(x: String, y: String, color: String) throws -> Figure {
    let groups = try groups(x, y, color)
    let (columns, rows) = (values(of: x), values(of: y))
    let plot = Plot {
      Cell(x: groups.map(\.first), y: groups.map(\.second), fill: groups.map(\.mean))
    }
    .x(.categorical, categories: columns, label: Label(stringLiteral: x))
    .y(.categorical, categories: Array(rows.reversed()), label: Label(stringLiteral: y))
    .color(.viridis, label: Label(stringLiteral: color))
    .size(min(640, 150 + 36 * Double(columns.count)), min(560, 100 + 28 * Double(rows.count)))
    return Figure(plot).named(
      "\(color) over \(x) and \(y)", "Mean of \(color) over seeds, as a colour, for each \(x) and \(y).")
  }

  /// The values of one measurement at the same two values of axes.
  private struct Group {
    let first: String
    let second: String
    let mean: Double
    let low: Double
    let high: Double
  }

  /// In the order of the axes' values; the second axis is the slower one.
  private func groups(_ first: String, _ second: String?, _ value: String) throws -> [Group] {
    guard !table.rows.isEmpty else { throw SweepError.nothingDone(folder: sweep.name) }
    for axis in [first, second].compactMap(\.self) where !axisNames.contains(axis) {
      throw SweepError.noParameter(name: axis, known: axisNames)
    }
    guard measurements.contains(value) else {
      throw SweepError.noColumn(name: value, known: measurements)
    }
    let firsts = try table.column(first)
    let seconds = try second.map(table.column)
    var numbers: [[String]: [Double]] = [:]
    for (row, number) in try table.numbers(value).enumerated() where !number.isNaN {
      numbers[[firsts[row], seconds?[row] ?? ""], default: []].append(number)
    }
    return (second.map(values) ?? [""]).flatMap { b in
      values(of: first).compactMap { a in
        guard let all = numbers[[a, b]], let low = all.min(), let high = all.max() else { return nil }
        return Group(first: a, second: b, mean: all.reduce(0, +) / Double(all.count), low: low, high: high)
      }
    }
  }

  private var axisNames: [String] { sweep.axes.map(\.name) + [SweepAxis.seedName] }

  /// The texts of an axis' values in the table, numbers in ascending order.
  private func values(of axis: String) -> [String] {
    guard let axis = sweep.axes.first(where: { $0.name == axis }) else { return sweep.seeds.map { "\($0)" } }
    let values = axis.values.map { $0.number.map { Int(exactly: $0).map { "\($0)" } ?? "\($0)" } ?? $0.brief }
    guard values.allSatisfy({ Double($0) != nil }) else { return values }
    return values.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
  }

  private static func distinct(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Logarithmic for numbers over two decades.
  private static func scale(of values: [String]) -> ScaleKind {
    let numbers = values.compactMap { Double($0) }
    guard numbers.count == values.count, let low = numbers.min(), let high = numbers.max() else { return .categorical }
    return low > 0 && high >= 100 * low ? .log : .linear
  }
}
