public import SuperposePlot
public import ToyLib

/// A model at one step of its training.
public struct GeometrySnapshot: Sendable {
  public var step: Int
  public var weights: Matrix
  /// The paper's letter for this phase, such as `A`.
  public var letter: Label

  public init(step: Int, _ embedding: some Embedding, letter: Label) {
    self.step = step
    weights = embedding.weights
    self.letter = letter
  }
}

extension Figure {
  /// A loss curve with phases marked by letters, and above it the embedding at each letter: from
  /// the side in the first row, from above in the second. Models have up to three hidden
  /// dimensions.
  ///
  /// `sets[i]` is the set of feature i, which gives its colour.
  public static func learningGeometry(
    steps: [Int], losses: [Double], snapshots: [GeometrySnapshot], sets: [Int] = [],
    isLogLoss: Bool = true
  ) -> Figure {
    guard snapshots.allSatisfy({ $0.weights.columns <= 3 }) else {
      return .refusing("learningGeometry draws models of up to 3 hidden dimensions.")
    }
    let reach = Double(snapshots.flatMap(\.weights.norms).filter(\.isFinite).max() ?? 1)
    func views(_ name: Label, _ viewpoint: Viewpoint, hasLetters: Bool) -> [any Drawing] {
      [Words(name, isUpright: true)]
        + snapshots.map { snapshot in
          Polytope(
            snapshot.weights.doubleRows, edges: [], colors: SetColors.of(sets), hasSpokes: true,
            viewpoint: viewpoint, title: hasLetters ? snapshot.letter : nil,
            size: Size(128, hasLetters ? 148 : 128), reach: max(reach, 0.1))
        }
    }
    let curve = lossPlot(steps: steps, losses: losses, snapshots: snapshots, isLog: isLogLoss)
    let key: [[any Drawing]] = SetColors.key(sets).map { [[$0]] } ?? []
    let rows: [[any Drawing]] =
      snapshots.isEmpty
      ? [[curve]]
      : [
        [Panels(views("side", Viewpoint(azimuth: 30, elevation: 12), hasLetters: true)).gap(8)],
        [Panels(views("top", .top, hasLetters: false)).gap(8)],
      ] + key + [[curve]]
    var figure = Figure(Panels(rows: rows).gap(0, 6))
    figure.name = "Learning curve with geometry"
    figure.summary =
      "Loss over training with the geometry of the features at steps "
      + snapshots.map { "\($0.step) (\($0.letter.plainText))" }.joined(separator: ", ") + "."
    return figure
  }

  private static func lossPlot(
    steps: [Int], losses: [Double], snapshots: [GeometrySnapshot], isLog: Bool
  ) -> Plot {
    let places = snapshots.map { snapshot in
      zip(steps, losses).min { abs($0.0 - snapshot.step) < abs($1.0 - snapshot.step) }
    }
    let x = places.map { $0.map { Double($0.0) } ?? .nan }
    let y = places.map { $0?.1 ?? .nan }
    return Plot {
      Rule(x: x, stroke: Color.grid)
      Line(x: steps, y: losses, stroke: Color.ink)
      Dot(x: x, y: y, radius: 4, fill: Color.red, stroke: Color.paper)
      Text(
        x: x, y: y, text: snapshots.map(\.letter.plainText), side: .right, gap: 7, isBold: true,
        hasHalo: true)
    }
    .x(label: "step").y(isLog ? .log : .linear, label: "loss").size(560, 230)
  }

  /// The dimensionality of every feature over training, one line for each, above the loss at the
  /// same steps: features jump between the levels of the polytopes.
  ///
  /// `dimensionalities[k]` holds D_i of all features at `steps[k]`.
  public static func dimensionalityTrajectories(
    steps: [Int], dimensionalities: [[Float]], losses: [Double], isLogStep: Bool = true
  ) -> Figure {
    guard steps.count == dimensionalities.count, steps.count == losses.count else {
      return .refusing(
        "dimensionalityTrajectories has \(steps.count) steps, \(dimensionalities.count) rows of "
          + "dimensionality and \(losses.count) losses; give one of each for every step.")
    }
    let features = dimensionalities.map(\.count).min() ?? 0
    let x = (0..<features).flatMap { _ in steps }
    let y = (0..<features).flatMap { feature in dimensionalities.map { $0[feature] } }
    let series = (0..<features).flatMap { feature in steps.map { _ in feature + 1 } }
    let scale: ScaleKind = isLogStep ? .log : .linear
    let levels: [Double] = [1.0 / 3, 2.0 / 5, 1.0 / 2, 2.0 / 3, 1]
    let top = Plot {
      Rule(y: levels, stroke: Color.grid)
      Line(
        x: x, y: y, series: series, stroke: series,
        strokeWidth: features > 60 ? 0.7 : 1.1, opacity: features > 60 ? 0.55 : 0.85)
    }
    .x(scale, hidden: true)
    .y(
      domain: 0...1.04, label: "feature dimensionality D_{i}",
      ticks: .labelled(
        [LabelledTick(0, "0")]
          + zip(levels, ["1/3", "2/5", "1/2", "2/3", "1"] as [Label]).map {
            LabelledTick($0, $1)
          })
    )
    .color(
      .sequential(.viridis), label: "feature", legend: features > 1 ? .automatic : .none,
      ticks: .labelled([1, features].map { LabelledTick(Double($0), "\($0)") })
    ).size(620, 260)
    let bottom = Plot { Line(x: steps, y: losses, stroke: Color.ink) }
      .x(scale, label: "step").y(.log, label: "loss").size(620, 170)
    var figure = Figure(Panels(rows: [[top], [bottom]]).gap(0, 14))
    figure.name = "Feature dimensionality over training"
    figure.summary =
      "Dimensionality of \(features) features over training, and the loss on the same steps."
    return figure
  }
}

/// One colour for each set of features, safe for colour-blind readers.
enum SetColors {
  static let palette: [Color] = [.orange, .blue, .green, .purple, .pink, .yellow]

  /// The names of the sets, where there are several; set i has the i-th colour.
  static func key(_ sets: [Int]) -> Swatches? {
    let numbers = Set(sets).sorted()
    guard numbers.count > 1, let last = numbers.last, last < palette.count else { return nil }
    return Swatches(numbers.map { "set \($0 + 1)" }, colors: numbers.map { palette[$0] })
  }

  static func of(_ sets: [Int]) -> [Color] {
    sets.isEmpty ? [.blue] : sets.map { palette[Int($0.magnitude % UInt(palette.count))] }
  }
}
