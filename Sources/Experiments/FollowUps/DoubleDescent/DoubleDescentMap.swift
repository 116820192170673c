internal import SuperposeJSON
internal import SuperposePlot
internal import ToyLib

/// Test loss over the number of samples and the number of hidden dimensions: is there a bump in
/// either direction?
///
/// Source: Henighan et al., "Superposition, Memorization, and Double Descent" (2023), the heat map
/// over T and m; smaller here.
public struct DoubleDescentMap: Experiment {
  public static let name = "double-descent-map"
  public static let source =
    "Henighan et al. (2023), Superposition, Memorization, and Double Descent; test loss over T and m"
  public static let question = "Does double descent show in the size of the model too?"

  public var features = 300
  /// Ten features present in a sample, as in the source.
  public var active = 10.0
  public var sizes = [10, 20, 40, 70, 100, 150, 200, 300, 500, 1_000, 2_000]
  public var hidden = [1, 2, 3, 4, 5, 6, 8, 10]
  public var steps = 6_000
  public var weightDecay = 0.01
  public var restarts = 2
  public var testSamples = 1_000
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ours, for time; the source has 10,000"),
      Parameter("active", .number(active), from: "the source: 10,000 · 0.001"),
      Parameter("sizes", .array(sizes.map { .integer($0) }), from: "ours"),
      Parameter("hidden", .array(hidden.map { .integer($0) }), from: "ours"),
      Parameter("steps", .integer(steps), from: "ours, for time; the source has 50,000"),
      Parameter("weightDecay", .number(weightDecay), from: "the source"),
      Parameter("restarts", .integer(restarts), from: "ours"),
      Parameter("testSamples", .integer(testSamples), from: "ours"),
    ]
  }

  public var shortened: DoubleDescentMap {
    var copy = self
    copy.features = min(features, 100)
    copy.sizes = sizes.filter { $0 == 10 || $0 == 100 || $0 == 500 }
    copy.hidden = hidden.filter { $0 <= 4 && $0 != 3 }
    copy.steps = min(steps, 500)
    copy.restarts = 1
    return copy
  }

  public func run() throws -> DoubleDescentMapResult {
    let data = FiniteData(
      features: features, sparsity: max(0, 1 - active / Double(max(1, features))), steps: steps,
      weightDecay: weightDecay, restarts: restarts, testSamples: testSamples)
    let tasks = hidden.flatMap { m in sizes.map { FiniteData.Task(size: $0, hidden: m) } }
    // Models of different widths make separate runs.
    let models = try hidden.indices.flatMap { row in
      try data.fitted(Array(tasks[row * sizes.count..<(row + 1) * sizes.count]), seed: seed)
    }
    return DoubleDescentMapResult(
      experiment: self,
      losses: hidden.indices.map { row in
        sizes.indices.map { models[row * sizes.count + $0].testLoss }
      })
  }
}

/// The test loss of every width and size.
public struct DoubleDescentMapResult: ExperimentResult {
  public let experiment: DoubleDescentMap
  /// One row for each number of hidden dimensions, one column for each number of samples.
  public let losses: [[Double]]

  public func draw() -> [NamedFigure] { [NamedFigure("double-descent-map", map)] }

  private var map: Figure {
    let (sizes, hidden) = (experiment.sizes, experiment.hidden)
    let cells = hidden.indices.flatMap { row in
      sizes.indices.map { ("\(sizes[$0])", "\(hidden[row])", min(losses[row][$0], 3)) }
    }
    let plot = Plot {
      Cell(x: cells.map(\.0), y: cells.map(\.1), fill: cells.map(\.2))
    }
    .x(.categorical, categories: sizes.map { "\($0)" }, label: "training samples T")
    .y(
      .categorical, categories: hidden.reversed().map { "\($0)" }, label: "hidden dimensions m"
    )
    .color(.viridis, label: "test loss, cut at 3").size(620, 340)
    var figure = Figure(plot)
    figure.name = "Test loss over T and m"
    return figure
  }

  public var claims: Claims { [inSamples, inWidth] }

  /// For each row, whether an inner loss is above both ends by a hundredth.
  private static func bumps(_ rows: [[Double]]) -> Int {
    rows.count { row in
      guard let first = row.first, let last = row.last, let top = row.max() else { return false }
      return top > first + 0.01 && top > last + 0.01
    }
  }

  private var inSamples: Claim {
    let count = Self.bumps(losses)
    return Claim(
      "for a given model, test loss rises and falls again with the number of samples",
      measured: "for \(count) of \(losses.count) widths; highest "
        + losses.map { ($0.max() ?? 0).brief(3) }.joined(separator: ", "),
      held: count * 2 > losses.count)
  }

  private var inWidth: Claim {
    let columns = experiment.sizes.indices.map { column in losses.map { $0[column] } }
    let count = Self.bumps(columns)
    let named = zip(experiment.sizes, columns).filter { Self.bumps([$0.1]) == 1 }.map { "\($0.0)" }
    return Claim(
      "for given samples, test loss rises and falls again with the number of hidden dimensions",
      measured: "for \(count) of \(columns.count) sizes: T = \(named.joined(separator: ", "))",
      held: count >= 2)
  }
}
