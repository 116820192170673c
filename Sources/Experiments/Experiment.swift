public import SuperposeDisplay
public import SuperposeJSON
public import SuperposePlot

/// One experiment: its parameters and its seed are its properties, and all it does is run.
///
/// ```swift
/// let opening = OpeningFigure(sparsities: [0, 0.8, 0.9], seed: 1)
/// let result = try opening.run()
/// result.figure   // the paper's figure
/// result.claims   // what the paper says, what was measured, held or not
/// ```
///
/// Equal experiments give equal results, to the bit. Nothing is drawn while it runs.
public protocol Experiment: Displayable, CustomStringConvertible, Sendable {
  associatedtype Outcome: ExperimentResult where Outcome.Source == Self

  /// What it is called on the command line and in names of files: `opening`.
  static var name: String { get }
  /// Where it comes from: `Elhage et al. (2022), Introduction; figure 1`.
  static var source: String { get }
  /// What it asks, in one sentence that ends in a question mark.
  static var question: String { get }

  /// With the parameters of the source.
  init()

  /// From which all of its random numbers follow.
  var seed: UInt64 { get set }
  /// What it was asked to do, and where each number comes from.
  var parameters: [Parameter] { get }
  /// The same with so little training that it takes seconds: to see that it runs, not for results.
  var shortened: Self { get }

  /// Trains and measures.
  ///
  /// - Throws: `ToyLibError` for parameters that make no sense, `TrainingStopped` on cancellation.
  func run() throws -> Outcome
}

/// A parameter of an experiment, as its table shows it.
public struct Parameter: Sendable, Hashable {
  public var name: String
  public var value: JSONValue
  /// Who says so: a section of the paper, its Colab, or `ours` with the reason.
  public var source: String

  public init(_ name: String, _ value: JSONValue, from source: String) {
    self.name = name
    self.value = value
    self.source = source
  }
}

extension Experiment {
  /// The same experiment, shortened when `pace` is fast.
  public func paced(_ pace: Pace = .current) -> Self { pace == .fast ? shortened : self }

  /// `parts`, for the loop in ``run()``: in a notebook one bar shows how many of them are done, with
  /// the training that is under way below it.
  ///
  ///     for density in tracked(densities) { … }
  public func tracked<Parts: Collection>(_ parts: Parts) -> ProgressSequence<Parts> {
    ProgressSequence(parts, title: "\(Self.self)", total: parts.count, occasion: .automatic)
  }

  /// Carried by each of its figures.
  public var provenance: Provenance {
    Provenance(
      experiment: "\(Self.self)",
      parameters: Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value) }),
      seed: seed)
  }

  /// `OpeningFigure(features: 5, hidden: 2, …, seed: 1)`.
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

extension JSONValue {
  /// As a person would write it; long lists are cut.
  var brief: String {
    switch self {
    case .null: "none"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.brief
    case .string(let value): value
    case .array(let values) where values.count > 12:
      "\(values.prefix(4).map(\.brief).joined(separator: ", ")), … "
        + "\(values.suffix(2).map(\.brief).joined(separator: ", ")) (\(values.count))"
    case .array(let values): values.map(\.brief).joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.brief)" }
        .joined(separator: ", ")
    }
  }
}
