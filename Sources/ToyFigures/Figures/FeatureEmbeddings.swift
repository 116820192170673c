public import SuperposePlot
internal import ToyLib

extension Figure {
  /// The paper's opening figure: the features of each model as lines from the origin, one panel for
  /// each model, coloured by importance (yellow most, green least).
  ///
  /// Models have one or two hidden dimensions. `importance` has one number for each feature, 1 the
  /// largest; without it all features have the colour of the most important one. Axes are the same
  /// in all panels. `progress` is the label of an arrow below the panels. A panel is `size` pixels
  /// wide.
  public static func featureEmbeddings(
    _ panels: [ModelPanel], importance: [Float]? = nil, progress: Label? = nil, columns: Int = 5,
    size: Double = 176
  ) -> Figure {
    let isUneven = Set(importance ?? []).count > 1
    let key = isUneven ? ColorKey(.viridis, domain: 0...1, label: "importance of the feature") : nil
    return featureEmbeddings(panels, key: key, progress: progress, columns: columns, size: size) { feature in
      guard let importance, importance.indices.contains(feature) else { return 1.0 }
      return Double(importance[feature])
    } scaling: {
      $0.color(.viridis, domain: 0...1, legend: .none)
    }
  }

  /// Embeddings with one colour for each set of features, as in the paper's figures of correlated
  /// and anticorrelated features. `sets[i]` is the set of feature i.
  public static func featureEmbeddings(
    _ panels: [ModelPanel], sets: [Int], progress: Label? = nil, columns: Int = 5
  ) -> Figure {
    let names = Set(sets).sorted().map { "set \($0 + 1)" }
    let key = names.count > 1 ? Swatches(names, colors: SetColors.palette) : nil
    return featureEmbeddings(panels, key: key, progress: progress, columns: columns) { feature in
      sets.indices.contains(feature) ? "set \(sets[feature] + 1)" : "set 1"
    } scaling: {
      $0.color(
        .categorical(SetColors.palette), categories: names,
        legend: .none)
    }
  }

  private static func featureEmbeddings<Shade: DatumConvertible>(
    _ panels: [ModelPanel], key: (any Drawing)?, progress: Label?, columns: Int, size: Double = 176,
    shade: (Int) -> Shade,
    scaling: (Plot) -> Plot
  ) -> Figure {
    guard panels.allSatisfy({ (1...2).contains($0.weights.columns) }) else {
      return .refusing(
        "A feature-embedding figure draws models with 1 or 2 hidden dimensions; for more, show "
          + "weightsAndBiases or featureGeometry.")
    }
    let reach = EmbeddingPlot.reach(panels)
    let plots = panels.map { panel in
      scaling(
        EmbeddingPlot.plot(
          panel, reach: reach, shades: (0..<panel.weights.rows).map(shade), size: size))
    }
    let width = max(1, min(columns, panels.count))
    let grid = Panels(plots, columns: width).gap(16, 18)
    let below: [any Drawing] = (progress.map { [ProgressArrow(label: $0)] } ?? []) + (key.map { [$0] } ?? [])
    let rows = [[grid as any Drawing]] + below.map { [$0] }
    var figure = Figure(below.isEmpty ? grid : Panels(rows: rows).gap(0, 6)).background(.cream)
    figure.name = "Feature embeddings"
    figure.summary = EmbeddingPlot.summary(panels)
    return figure.showing(panels.map(\.origin), by: "Figure.featureEmbeddings")
  }
}

/// The parts of an embedding figure.
enum EmbeddingPlot {
  /// The range of the axes: 1.5 as in the notebook, more if a feature is longer.
  static func reach(_ panels: [ModelPanel]) -> Double {
    let longest = panels.flatMap(\.weights.norms).filter(\.isFinite).max() ?? 1
    return max(1.5, Double(longest) * 1.08)
  }

  static func plot(_ panel: ModelPanel, reach: Double, shades: some Channel, size: Double = 176)
    -> Plot
  {
    let rows = panel.weights.doubleRows
    let x = rows.map { $0.first ?? 0 }
    let y = rows.map { $0.count > 1 ? $0[1] : 0 }
    let zeros = rows.map { _ in 0.0 }
    let head = panel.subtitle == nil ? 24.0 : 40
    return Plot {
      Rule(x: 0)
      Rule(y: 0)
      // A thin dark outline: the yellow of the most important features is pale on the page.
      Link(x: zeros, y: zeros, x2: x, y2: y, stroke: Color.muted, strokeWidth: 3.4)
      Link(x: zeros, y: zeros, x2: x, y2: y, stroke: shades, strokeWidth: 2.4)
      Dot(x: x, y: y, radius: 5, fill: shades, stroke: Color.muted, strokeWidth: 0.8)
    }
    .x(domain: -reach...reach, hidden: true).y(domain: -reach...reach, hidden: true)
    .equalAspect().title(panel.title.isEmpty ? nil : panel.title, subtitle: panel.subtitle).size(size, size + head)
  }

  static func summary(_ panels: [ModelPanel]) -> String {
    let parts = panels.map { panel in
      let shown = panel.weights.representedFeatures()
      return panel.sentence("\(shown) of \(panel.weights.rows) features represented")
    }
    return "Features as directions from the origin. " + parts.joined(separator: "; ") + "."
  }
}

/// A long thin arrow with a label, for a quantity that increases from panel to panel.
struct ProgressArrow: Drawing {
  var label: Label
  let preferredSize = Size(200, 26)

  var summary: String { "An arrow to the right: \(label.plainText)." }

  func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let plot = Plot {
      Arrow(x: 0, y: 0, x2: 1, y2: 0, stroke: Color.muted, strokeWidth: 1.2)
    }.x(domain: 0...1, hidden: true).y(domain: -1...1, hidden: true)
    let arrow = try plot.shapes(in: rect, margins: Edges(left: 4), limits: limits)
    let words = TextShape(
      label, at: Point(rect.midX, rect.midY + 4), anchor: .middle, fontSize: 11.5)
    let room = words.width + 20
    let gap = Rect(x: rect.midX - room / 2, y: rect.y, width: room, height: rect.height)
    return arrow + [.rect(gap, cornerRadius: 0, Style(fill: .cream)), .text(words)]
  }
}
