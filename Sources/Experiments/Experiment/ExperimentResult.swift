public import SuperposeDisplay
public import SuperposeJSON
public import SuperposePlot

/// The result of an experiment: measurements. Figures and claims are made from them on demand.
public protocol ExperimentResult: Displayable, CustomStringConvertible, Sendable {
  associatedtype Source: Experiment

  /// The experiment.
  var experiment: Source { get }
  /// The source's claims about this experiment, with the measurements.
  var claims: Claims { get }
  /// The models that are compared with networks made by hand, such as the best of each density. None
  /// by default.
  var compared: [ComparedModel] { get }
  /// The losses of trained models beside those of untrained solutions, on the same samples. By default
  /// those of ``compared``. Empty if the experiment has a ``Experiment/reasonWithoutBaselines``.
  ///
  /// - Throws: `CancellationError` when `Cancellation` is requested.
  var baselines: Baselines { get throws }
  /// The figures, the source's figure first. Use ``figures``, which adds provenance.
  ///
  /// - Throws: `PlotError` when the result cannot be drawn.
  func draw() throws -> [NamedFigure]
  /// What a sweep keeps of the result: names with numbers, words, or `true` and `false`. By default the
  /// key numbers of the figures, and for each claim whether it held.
  ///
  /// - Throws: as ``draw()``.
  var measurements: JSONObject { get throws }
}

/// A figure and its file name without extension.
public struct NamedFigure: Sendable {
  public var name: String
  public var figure: Figure

  /// - Parameters:
  ///   - name: Unique within its experiment, such as `phase-diagram`.
  ///   - figure: The drawing with its text.
  public init(_ name: String, _ figure: Figure) {
    self.name = name
    self.figure = figure
  }
}

extension ExperimentResult {
  public var compared: [ComparedModel] { [] }

  public var measurements: JSONObject {
    get throws {
      let numbers = try draw().flatMap(\.figure.numbers).map { ($0.name, JSONValue.number($0.value)) }
      let answers = claims.asked.map { ("claim: \($0.statement)", JSONValue.bool($0.held)) }
      return JSONObject(numbers + answers) { first, _ in first }
    }
  }

  public var baselines: Baselines {
    get throws {
      let models = compared
      // Maps have hundreds of small models.
      let samples = models.count > 200 ? 1 << 14 : 1 << 16
      return Baselines(try models.map { try $0.comparison(samples: samples, seed: experiment.seed) })
    }
  }

  /// The source's claims, and ours that no model loses to a baseline. Claims do not hold where models
  /// lose: those that the result did not judge itself need all of its models.
  ///
  /// - Throws: as ``baselines``.
  public var allClaims: Claims {
    get throws {
      let baselines = try baselines
      guard !baselines.isEmpty else { return claims }
      return Claims(claims.map { $0.isJudged ? $0 : $0.requiring(baselines) } + [baselines.claim])
    }
  }

  /// All figures, with provenance. If the result cannot be drawn, one figure that throws the error
  /// when it is shown or saved.
  public var figures: [NamedFigure] {
    do {
      return try draw().map { NamedFigure($0.name, $0.figure.provenance(experiment.provenance)) }
    } catch {
      return [NamedFigure(Source.name, .refusing("\(error)"))]
    }
  }

  /// The figure of the source; the first of ``figures``.
  public var figure: Figure { figures[0].figure }

  /// The figure named `name`.
  public func figure(_ name: String) -> Figure? { figures.first { $0.name == name }?.figure }

  /// A card: the question, how many claims held, and small pictures of the figures with their names.
  public var mimeBundle: MIMEBundle { get throws { try ResultCard(result: self).bundle } }

  /// `OpeningFigure: 5 of 6 claims held`.
  public var description: String { "\(Source.self): \(claims)" }
}
