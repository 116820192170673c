public import SuperposeDisplay
public import SuperposeJSON
public import SuperposePlot
public import ToyLib

/// An experiment. Its properties are its parameters and its seed; `run()` runs it.
///
/// ```swift
/// let opening = OpeningFigure(sparsities: [0, 0.8, 0.9], seed: 1)
/// let result = try opening.run()
/// result.figure   // the paper's figure
/// result.claims   // what the paper says, what was measured, held or not
/// ```
///
/// Equal experiments give equal results, bit for bit. Running draws nothing. Each parameter is a
/// ``Setting``; the training settings are also a setting, called `recipe`, and ``run()`` does not
/// change them.
public protocol Experiment: Displayable, CustomStringConvertible, Sendable {
  associatedtype Outcome: ExperimentResult where Outcome.Source == Self

  /// Its name on the command line and in file names: `opening`.
  static var name: String { get }
  /// Its source: `Elhage et al. (2022), Introduction; figure 1`.
  static var source: String { get }
  /// Its question, in one sentence that ends with a question mark.
  static var question: String { get }

  /// With the parameters of the source.
  init()

  /// Why its results have no baselines, in one sentence; `nil`, the default, if they have some.
  static var reasonWithoutBaselines: String? { get }

  /// The seed of all its random numbers.
  var seed: UInt64 { get set }
  /// Its parameters with their sources: its settings, then its constants.
  var parameters: [Parameter] { get }
  /// Parameters that cannot be changed: `Parameter("hidden", 2, from: "figure 17")`. By default
  /// none.
  var constants: [Parameter] { get }
  /// Shortens its training and its grids to seconds, to check that it runs. Do not use the results.
  /// The default implementation changes nothing.
  mutating func shorten()

  /// Trains and measures.
  ///
  /// - Throws: `ToyLibError` for invalid parameters, `TrainingStopped` on cancellation.
  func run() throws -> Outcome
}

/// An experiment with one recipe for all of its models.
public protocol TrainingExperiment: Experiment {
  associatedtype TrainingRecipe: Recipe

  /// How its models are trained.
  var recipe: TrainingRecipe { get set }
}

extension TrainingExperiment {
  /// The number of updates: `recipe.steps`.
  public var steps: Int {
    get { recipe.steps }
    set { recipe.steps = newValue }
  }
}

/// A parameter of an experiment, as shown in its table.
public struct Parameter: Sendable, Hashable {
  public var name: String
  public var value: JSONValue
  /// The source: a section of the paper, its Colab, or `ours` with the reason.
  public var source: String

  public init(_ name: String, _ value: JSONValue, from source: String) {
    self.name = name
    self.value = value
    self.source = source
  }
}

extension Experiment {
  /// With the parameters of the source and the given seed.
  public init(seed: UInt64) {
    self.init()
    self.seed = seed
  }

  public static var reasonWithoutBaselines: String? { nil }
  public var constants: [Parameter] { [] }
  public mutating func shorten() {}

  public var parameters: [Parameter] {
    Mirror(reflecting: self).children.flatMap { child -> [Parameter] in
      guard let label = child.label, let setting = child.value as? any AnySetting else { return [] }
      // The compiler calls the wrapper of `features` `_features`.
      return setting.parameters(named: String(label.dropFirst()))
    } + constants
  }

  /// The same experiment shortened to seconds, to check that it runs. Do not use the results.
  public var shortened: Self {
    var copy = self
    copy.shorten()
    return copy
  }

  /// The same experiment, shortened when `pace` is fast.
  public func paced(_ pace: Pace = .current) -> Self { pace == .fast ? shortened : self }

  /// `parts`, for the loop in `run()`: in a notebook a bar shows how many of them are done, with
  /// the current training below it.
  ///
  ///     for density in tracked(densities) { … }
  public func tracked<Parts: Collection>(_ parts: Parts) -> ProgressSequence<Parts> {
    ProgressSequence(parts, title: "\(Self.self)", total: parts.count, occasion: .automatic)
  }

  /// The provenance of its figures.
  public var provenance: Provenance {
    Provenance(
      experiment: "\(Self.self)",
      parameters: JSONObject(parameters.map { ($0.name, $0.value) }), seed: seed)
  }

  /// `OpeningFigure(features: 5, recipe.steps: 10000, …, seed: 1)`.
  public var description: String {
    let listed = parameters.map { "\($0.name): \($0.value.brief)" } + ["seed: \(seed)"]
    return "\(Self.self)(\(listed.joined(separator: ", ")))"
  }

  /// Its question, and a table of its parameters.
  public var mimeBundle: MIMEBundle {
    get throws {
      let rows = parameters.map { [$0.name, $0.value.brief, $0.source] }
      let table = Table([["parameter", "value", "from"]] + rows + [["seed", "\(seed)", ""]])
        .mimeBundle
      var bundle = MIMEBundle(plainText: description)
      if case .text(let html)? = table.data[.html] {
        bundle.data[.html] = .text(
          "<p><b>\(Self.question.htmlEscaped)</b><br>\(Self.source.htmlEscaped)</p>\(html)")
      }
      return bundle
    }
  }
}

extension Provenance {
  /// The members of a recipe that an experiment recorded: `Training(parameters: p.members(of: "recipe"))`
  /// rebuilds it.
  public func members(of recipe: String) -> JSONObject {
    JSONObject(
      parameters.filter { $0.key.hasPrefix(recipe + ".") }
        .map { (String($0.key.dropFirst(recipe.count + 1)), $0.value) })
  }
}

extension JSONValue {
  /// A readable form; long lists are cut.
  var brief: String {
    switch self {
    case .null: "none"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.brief
    case .string(let value): value
    case .array(let values) where values.count > 12:
      "\(values.prefix(4).map(\.briefElement).joined(separator: ", ")), … "
        + "\(values.suffix(2).map(\.briefElement).joined(separator: ", ")) (\(values.count))"
    case .array(let values): values.map(\.briefElement).joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.briefElement)" }
        .joined(separator: ", ")
    }
  }

  /// Inside a list or an object: lists and objects in parentheses.
  private var briefElement: String {
    switch self {
    case .array, .object: "(\(brief))"
    default: brief
    }
  }
}
