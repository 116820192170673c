public import SuperposePlot
public import ToyLib

extension Figure {
  /// D* = m / ‖W‖²_F against 1/(1−S), with the two plateaus 1 and 1/2 marked.
  ///
  /// `densities` are the 1−S of `models`, in any order.
  public static func dimensionsPerFeature(_ models: [any Embedding], densities: [Double]) -> Figure {
    let plot = DimensionPlots.curve(models, densities: densities).size(560, 330)
    var figure = Figure(plot)
    figure.name = "Dimensions per feature"
    figure.numbers = zip(densities, models).prefix(3).map { density, model in
      KeyNumber(
        "D* at 1−S = \(Label(number: density).plainText)", Double(model.dimensionsPerFeature))
    }
    return figure.showing(models.map(\.origin), by: "Figure.dimensionsPerFeature")
  }

  /// D_i of every feature of every model against 1/(1−S), the line D* among them, and the
  /// fractions of the paper's polytopes as reference lines.
  ///
  /// Below the scatter plot are the feature-geometry graphs of the models with the indices
  /// `graphs`. Points are jittered sideways, in the same way on every run, so that clusters are
  /// visible.
  public static func featureDimensionality(
    _ models: [any Embedding], densities: [Double], graphs: [Int] = []
  ) -> Figure {
    guard models.count == densities.count else {
      return .refusing(
        "featureDimensionality has \(models.count) models and \(densities.count) densities; "
          + "give one density for each model.")
    }
    let scatter = DimensionPlots.scatter(models, densities: densities).size(720, 400)
    let insets = graphs.filter(models.indices.contains).map { index in
      let place = Label(number: 1 / densities[index], digits: 2).plainText
      let title = Label("1 / (1 − S) = \(place)")
      return GeometryGraph(models[index].weights, title: title, size: 160)
    }
    let content: any Drawing =
      insets.isEmpty
      ? scatter
      : Panels(rows: [
        [scatter], [Panels(insets, columns: max(insets.count, 1))], [GeometryGraph.key],
      ])
    var figure = Figure(content)
    figure.name = "Feature dimensionality"
    figure.summary =
      "Dimensionality of every feature against 1/(1−S); reference lines at "
      + NamedFraction.all.map { "\($0.fraction.plainText) (\($0.name.plainText))" }
      .joined(separator: ", ") + "."
    return figure.showing(models.map(\.origin), by: "Figure.featureDimensionality")
  }
}

enum DimensionPlots {
  static func curve(_ models: [any Embedding], densities: [Double]) -> Plot {
    let points = zip(densities, models).map { (1 / $0, Double($1.dimensionsPerFeature)) }
      .sorted { $0.0 < $1.0 }
    return Plot {
      Rule(y: [1, 0.5], text: ["1 feature per dimension", "2 features per dimension"], dash: [4, 3])
      Line(x: points.map(\.0), y: points.map(\.1), stroke: Color.ink, strokeWidth: 1.8)
      Dot(x: points.map(\.0), y: points.map(\.1), radius: 2.6, fill: Color.ink)
    }
    .x(.log, label: "1 / (1 − S)")
    .y(domain: 0...top(of: points.map(\.1), atLeast: 1.1), label: "D* = m / ‖W‖_{F}^{2}")
  }

  static func scatter(_ models: [any Embedding], densities: [Double]) -> Plot {
    let places = densities.map { 1 / $0 }
    var x: [Double] = []
    var y: [Double] = []
    let spread = spread(among: places)
    for (index, model) in models.enumerated() {
      for (feature, dimensionality) in model.featureDimensionality.enumerated() {
        // The golden ratio spreads any number of points evenly and the same way every time.
        let turn = (Double(feature) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
        x.append(places[index] * (1 + spread * (turn - 0.5)))
        y.append(Double(dimensionality))
      }
    }
    let line = zip(places, models).map { ($0, Double($1.dimensionsPerFeature)) }
      .sorted { $0.0 < $1.0 }
    let right = (places.max() ?? 1) * 1.04
    let named = NamedFraction.all
    let highest = top(of: line.map(\.1), atLeast: 1.06)
    let start = line.prefix(1)
    return Plot {
      Rule(y: named.map(\.value), stroke: Color.faint, strokeWidth: 0.8)
      Line(
        x: line.map(\.0), y: line.map(\.1), stroke: Color.orange, strokeWidth: 1.6, opacity: 0.9)
      Dot(x: x, y: y, radius: 1.5, fill: Color.ink, opacity: 0.55)
      Text(
        x: named.map { _ in right }, y: LabelSpacing.spread(named.map(\.value), apart: 0.06 * (highest + 0.03)),
        text: named.map { "\($0.fraction.plainText)  \($0.name.plainText)" }, fill: Color.muted,
        fontSize: 10, side: .right, gap: 16)
      Text(
        x: start.map(\.0), y: start.map { $0.1 + 0.03 * (highest + 0.03) }, text: start.map { _ in "D*" },
        fill: Color.orange, side: .right, isBold: true, hasHalo: true)
    }
    .x(.log, label: "1 / (1 − S)")
    .y(domain: -0.03...highest, label: "feature dimensionality D_{i}")
    .reserving(right: 132)
  }

  /// The end of an axis on which all `values` have room: models without enough training represent
  /// less than one feature per dimension.
  private static func top(of values: [Double], atLeast least: Double) -> Double {
    max(least, (values.filter(\.isFinite).max() ?? 0) * 1.04)
  }

  /// The width of all clusters as a part of the density: two fifths of the smallest gap.
  private static func spread(among places: [Double]) -> Double {
    let sorted = Set(places).sorted()
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 / $0 - 1 }
    return min(max(gaps.min() ?? 0.2, 0.05), 0.5) * 0.4
  }
}
