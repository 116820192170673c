public import SuperposeDisplay
public import SuperposeExperiments
internal import SuperposeJSON

/// An experiment or a function, run with every combination of some parameters' values and with several seeds.
///
/// ```swift
/// let sweep = try Sweep("pairs", over: ["sparsity": [0, 0.7, 0.9], "hidden": 2...4], seeds: 1...5) { point in
///   let features = SparseFeatures(count: 6, sparsity: try point.number("sparsity"))
///   let model = ReLUOutputModel(hidden: try point.integer("hidden"))
///   return ["loss": try model.train(on: features, steps: 2_000, seed: point.seed).best.loss]
/// }
/// let results = try sweep.run()
/// try results.lines(x: "sparsity", y: "loss", by: "hidden")
/// ```
///
/// Points are numbered in the order of the axes, the seeds vary fastest. Each point runs on one thread, and
/// gives the same bits wherever and beside whatever it runs.
public struct Sweep: Sendable {
  /// What it is called in files, jobs and figures.
  public let name: String
  public let axes: [SweepAxis]
  public let seeds: [UInt64]
  /// All points, in the order of their numbers.
  public let points: [SweepPoint]
  let work: SweepWork

  /// Whether only a script's own process can run its points.
  package var needsScript: Bool { work.needsScript }

  /// The largest number of points.
  public static let pointLimit = 1_000_000

  init(name: String, axes: [SweepAxis], seeds: [UInt64], work: SweepWork) throws {
    guard !seeds.isEmpty else { throw SweepError.seeds(reason: "are none: give at least one") }
    guard Set(seeds).count == seeds.count else { throw SweepError.seeds(reason: "have a seed twice") }
    var names: Set<String> = []
    for axis in axes where !names.insert(axis.name).inserted { throw SweepError.repeatedAxis(name: axis.name) }
    self.name = name
    self.axes = axes
    self.seeds = seeds
    self.work = work
    points = try Self.points(axes, seeds, work.identity)
  }

  private static func points(_ axes: [SweepAxis], _ seeds: [UInt64], _ work: JSONValue) throws -> [SweepPoint] {
    let sizes = axes.map(\.values.count) + [seeds.count]
    let count = sizes.reduce(1.0) { $0 * Double($1) }
    guard count <= Double(pointLimit) else {
      throw SweepError.tooManyPoints(count: NumberText.brief(count), limit: pointLimit)
    }
    let points = (0..<Int(count)).map { number in
      var rest = number / seeds.count
      var parameters: [SweepPoint.Parameter] = []
      for axis in axes.reversed() {
        parameters.append(.init(name: axis.name, value: axis.values[rest % axis.values.count]))
        rest /= axis.values.count
      }
      return SweepPoint(
        number: number, parameters: parameters.reversed(), seed: seeds[number % seeds.count], work: work)
    }
    var known: [String: SweepPoint] = [:]
    for point in points {
      if let other = known.updateValue(point, forKey: point.name) {
        throw SweepError.sameName(points: "\(other) and \(point)")
      }
    }
    return points
  }

  /// The point with a number.
  ///
  /// - Throws: ``SweepError`` when there is none.
  public func point(_ number: Int) throws -> SweepPoint {
    guard points.indices.contains(number) else {
      throw SweepError.noPoint(number: number, count: points.count)
    }
    return points[number]
  }
}

extension Sweep {
  /// A function at every point.
  ///
  /// - Parameters:
  ///   - name: A name of the function. Results are kept under it: give another name when the function changes.
  ///   - axes: Names and values, the slowest first.
  ///   - seeds: By default 1.
  ///   - function: Measures; it runs on several threads at a time.
  /// - Throws: ``SweepError`` for axes or seeds that make no sweep.
  public init(
    _ name: String = "sweep", over axes: KeyValuePairs<String, any SweepValues>,
    seeds: some Sequence<UInt64> = [1], _ function: @escaping @Sendable (SweepPoint) throws -> [String: Double]
  ) throws {
    try self.init(
      name: name, axes: axes.map { try SweepAxis($0.key, $0.value.sweepValues) }, seeds: Array(seeds),
      work: .function(name: name, function))
  }

  /// An experiment at every point, with the axes' values as parameters.
  ///
  ///     try Sweep(SweptModel(), over: ["features": 2...8, "sparsity": [0, 0.9]], seeds: 1...3)
  ///
  /// - Parameter axes: Names as in the experiment's ``Experiment/parameters``, such as `recipe.steps`.
  /// - Throws: ``SweepError``, and `ParameterError` for a parameter that the experiment does not have.
  public init(
    _ experiment: some Experiment, over axes: KeyValuePairs<String, any SweepValues>,
    seeds: some Sequence<UInt64> = [1]
  ) throws {
    let parameters = JSONObject(uniqueKeysWithValues: experiment.settings.map { ($0.name, $0.value) })
    try self.init(
      experiment: type(of: experiment).name, parameters: parameters, experiment,
      axes: axes.map { try SweepAxis($0.key, $0.value.sweepValues) }, seeds: Array(seeds))
  }

  /// - Parameter name: The sweep's; `nil` for the experiment's.
  init(
    named name: String? = nil, experiment: String, parameters: JSONObject, _ value: any Experiment,
    axes: [SweepAxis], seeds: [UInt64]
  ) throws {
    // Wrong names and values show now, and not after hours.
    for axis in axes {
      for element in axis.values { _ = try value.changed([axis.name: element]) }
    }
    try self.init(
      name: name ?? experiment, axes: axes, seeds: seeds,
      work: .experiment(name: experiment, parameters: parameters, value))
  }
}

extension Sweep: CustomStringConvertible, Displayable {
  /// `phase: 40 points: sparsity (4), hidden (2), seed (5)`.
  public var description: String {
    let sizes = axes.map { "\($0.name) (\($0.values.count))" } + ["seed (\(seeds.count))"]
    return "\(name): \(points.count) points: \(sizes.joined(separator: ", "))"
  }

  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description) }
}
