public import ToyLib

/// A web page that trains a model again in its reader's browser, without a kernel or a network.
///
/// ```swift
/// let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
///   .train(on: SparseFeatures(count: 5, sparsity: 0.9), steps: 1_000, seed: 1)
/// try models.livePage.save("superposition.html")
/// ```
///
/// The page contains the engine of ToyLib as WebAssembly. Sliders change the numbers of features and
/// dimensions, the sparsity and the importance; the directions, WᵀW and the loss move while the model
/// trains. With the settings of the model that the page was made of, the weights have the same bits.
public struct LivePage: Sendable {
  /// The sizes that the engine has room for in a browser. With 32 features, native training uses other
  /// loops.
  static let mostFeatures = 31, mostHidden = 16

  /// The model that the page trains first.
  let model: TrainedModel
  /// Its settings.
  let settings: Settings

  /// What a page knows of its model, under the names that its script uses.
  struct Settings: Encodable, Sendable {
    var features: Int, hidden: Int
    var sparsity: Double
    /// Importance of feature i: scale · ratio^i.
    var scale: Double, ratio: Double
    /// A decimal number: JavaScript's numbers hold 53 bits.
    var seed: String
    var instance: Int
    var steps: Int, batch: Int
    var optimiser: Rates
    /// Of the trained weights.
    var fingerprint: String
  }

  struct Rates: Encodable, Sendable {
    var rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double
  }

  /// A page that trains the models of `model`'s kind.
  ///
  /// - Throws: `ToyLibError` if the page cannot train such a model. It trains ReLU output models with
  ///   tied weights and a bias, of 2 to 31 independent features in at most 16 dimensions, with Adam or
  ///   AdamW.
  public init(_ model: TrainedModel) throws {
    self.model = model
    settings = try Settings(model)
  }
}

extension TrainedModel {
  /// A page that trains this model again in a browser.
  public var livePage: LivePage { get throws { try LivePage(self) } }
}

extension TrainedModels {
  /// A page that trains the best of these models again in a browser.
  public var livePage: LivePage { get throws { try LivePage(best) } }
}

extension LivePage.Settings {
  fileprivate init(_ model: TrainedModel) throws {
    let a = model.network.architecture
    try Self.check(a)
    try Self.check(model)
    features = model.network.features
    hidden = a.hidden
    sparsity = try Self.sparsity(of: model.features)
    (scale, ratio) = try Self.series(a.importance)
    seed = String(model.seed)
    instance = model.instance
    steps = model.training.steps
    batch = model.training.batch
    optimiser = try LivePage.Rates(model.training.optimiser)
    fingerprint = model.network.fingerprint
  }

  private static func check(_ a: Architecture) throws {
    let isPlain =
      a.tied && a.bias && a.hiddenActivation == .linear && a.outputActivation == .relu
      && a.target == .identity && a.hiddenPenalty == 0 && a.initialWeights == .xavier
    try require(
      isPlain, "the model of a live page", a,
      "a ReLUOutputModel with tied weights, a bias, Xavier's initial weights and no penalty")
    try require(
      a.hidden <= LivePage.mostHidden, "hidden of a live page", a.hidden,
      "at most \(LivePage.mostHidden)")
  }

  private static func check(_ model: TrainedModel) throws {
    let training = model.training
    let features = model.network.features
    try require(
      (2...LivePage.mostFeatures).contains(features), "features of a live page", features,
      "between 2 and \(LivePage.mostFeatures)")
    try require(
      training.objective.isSquaredError, "the objective of a live page", "a function of your own",
      ".squaredError")
    try require(
      training.schedule == .constant, "the schedule of a live page", training.schedule, ".constant")
    let isWhole =
      !model.hasGivenStart && training.earlyStop == nil && training.steps >= 1
      && (model.step == training.steps || model.ending == .diverged)
    try require(
      isWhole, "the training of a live page", "a part of a run",
      "a whole run of at least one step, from random weights and without early stop")
  }

  private static func sparsity(of sampler: any FeatureSampler) throws -> Double {
    guard case .independent(_, .uniform) = sampler.samplingMethod,
      let sparsity = sampler.samplingMethod.commonSparsity
    else {
      throw ToyLibError.invalid(
        parameter: "the sampler of a live page", value: "\(sampler)",
        allowed: "SparseFeatures of one sparsity and uniform magnitude")
    }
    return sparsity
  }

  private static func series(_ importance: Importance) throws -> (scale: Double, ratio: Double) {
    switch importance {
    case .constant(let value): return (value, 1)
    case .geometric(let ratio): return (1, ratio)
    case .logSpaced, .custom:
      throw ToyLibError.invalid(
        parameter: "the importance of a live page", value: "\(importance)",
        allowed: ".constant or .geometric")
    }
  }
}

extension LivePage.Rates {
  fileprivate init(_ optimiser: Optimiser) throws {
    switch optimiser {
    case .adam(let rate, let beta1, let beta2, let epsilon):
      self.init(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: 0)
    case .adamW(let rate, let beta1, let beta2, let epsilon, let decay):
      self.init(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay)
    case .sgd, .coupledSGD:
      throw ToyLibError.invalid(
        parameter: "the optimiser of a live page", value: "\(optimiser)", allowed: ".adam or .adamW")
    }
  }
}
