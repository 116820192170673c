internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Models from random weights, and one from square antiprisms.
public struct SquareAntiprismsResult: ExperimentResult {
  /// A trained model, and its features as a product of polytopes.
  public struct Entry: Sendable {
    public let model: TrainedModel
    public let decomposition: TegumDecomposition
    /// The model's squared error, on the same samples as the others'.
    public let loss: LossEstimate

    init(_ model: TrainedModel, seed: UInt64) throws {
      self.model = model
      decomposition = try model.tegumDecomposition()
      loss = try model.network.squaredError(on: model.features, samples: 1 << 18, seed: seed)
    }

    /// The number of square antiprisms.
    public var antiprisms: Int { decomposition.factors.count { $0.name == "square antiprism" } }
  }

  public let experiment: SquareAntiprisms
  /// From random weights, the models of one deviation after those of another.
  public let random: [Entry]
  /// From square antiprisms.
  public let constructed: Entry

  init(experiment: SquareAntiprisms, random: [TrainedModel], constructed: TrainedModel) throws {
    self.experiment = experiment
    self.random = try random.map { try Entry($0, seed: experiment.seed) }
    self.constructed = try Entry(constructed, seed: experiment.seed)
  }

  public var compared: [ComparedModel] {
    random.enumerated().map { ComparedModel("random start \($0 + 1)", $1.model) }
      + [ComparedModel("from antiprisms", constructed.model)]
  }

  public func draw() -> [NamedFigure] {
    let models = random.map(\.model) + [constructed.model]
    let names = random.indices.map { "random start \($0 + 1)" } + ["from antiprisms"]
    let points = zip(names, models).flatMap { name, model in
      model.norms.indices.filter { model.norms[$0] > 0.5 }.map {
        (name: name, value: Double(model.featureDimensionality[$0]))
      }
    }
    let plot = Plot {
      Rule(y: 3.0 / 8, text: "3/8, a square antiprism", dash: [4, 3])
      Dot(x: points.map(\.name), y: points.map(\.value), radius: 2.5, fill: Color.blue, opacity: 0.4)
    }
    .x(categories: names).y(label: "dimensionality of a feature", grid: true).size(560, 300)
    return [
      NamedFigure(
        "square-antiprisms",
        Figure(plot).named(
          "Random starts beside ten square antiprisms",
          "The dimensionality of every represented feature, one column for each model."))
    ]
  }

  public var claims: Claims { [found, kept, better] }

  private var wanted: Int { experiment.hidden / 3 }

  private var found: Claim {
    let counts = random.map(\.antiprisms)
    return Claim(
      "features form \(wanted) square antiprisms",
      measured: "\(counts.map { "\($0)" }.joined(separator: ", ")) from random weights, with "
        + random.map { "\($0.model.representedFeatures())" }.joined(separator: ", ") + " features",
      held: counts.contains(wanted), threshold: "the paper's graph")
  }

  private var kept: Claim {
    Claim(
      "\(wanted) square antiprisms are a solution that training keeps",
      measured: "\(constructed.antiprisms) of \(wanted) after \(experiment.steps) steps",
      held: constructed.antiprisms == wanted)
  }

  private var better: Claim {
    let best = random.min { $0.loss.value < $1.loss.value }
    let difference = best.map { $0.loss.difference(from: constructed.loss) }
    return Claim(
      "it is a better solution than those found from random weights",
      measured: "loss \(constructed.loss.value.brief(4)); from random weights at least "
        + "\((best?.loss.value ?? .nan).brief(4)), \((difference?.value ?? .nan).brief(2)) ± "
        + "\((difference?.standardError ?? .nan).brief(1)) more",
      held: difference.map { $0.value > 3 * $0.standardError } ?? false,
      threshold: "ours: 3 standard errors")
  }
}
