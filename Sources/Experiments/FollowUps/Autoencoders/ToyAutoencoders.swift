public import SuperposeAutoencoders
public import SuperposeJSON
public import ToyLib

/// Sparse autoencoders on the hidden activations of the smallest model with superposition: can five
/// latents recover five features from two numbers?
///
/// Source: ARENA's exercises on sparse autoencoders in toy models, after Bricken et al. (2023) and
/// Rajamanoharan et al. (2024, 2024).
public struct ToyAutoencoders: TrainingExperiment {
  public static let name = "toy-autoencoders"
  public static let source =
    "ARENA, sparse autoencoders on toy models; Bricken et al. (2023); "
    + "Rajamanoharan et al. (2024)"
  public static let question = "Can the features be taken out of superposition again?"

  /// One way to train an autoencoder.
  public struct Variant: Sendable, Hashable {
    public var kind: AutoencoderKind
    public var resampling: AutoencoderTraining.Resampling

    public init(_ kind: AutoencoderKind, _ resampling: AutoencoderTraining.Resampling) {
      self.kind = kind
      self.resampling = resampling
    }

    /// `gated, random resampling`.
    public var name: String {
      resampling == .none
        ? "\(kind.name), no resampling" : "\(kind.name), \(resampling.name) resampling"
    }
  }

  @Setting(from: "ARENA") public var features = 5
  @Setting(from: "ARENA") public var density = 0.025
  /// How the toy model is trained.
  @Setting(from: "ARENA") public var modelRecipe = Training(steps: 10_000)
  /// Toy models; the best is taken.
  @Setting(from: "ours") public var modelRestarts = 6
  @Setting(from: "ARENA") public var latents = 5
  @Setting(from: "ARENA") public var variants = [
    Variant(.standard(), .none), Variant(.standard(), .random), Variant(.standard(), .highLoss),
    Variant(.gated(), .highLoss), Variant(.jumpReLU(), .highLoss),
  ]
  /// The training settings of the autoencoders; each variant has its own resampling.
  @Setting(from: "ARENA") public var recipe = AutoencoderTraining(steps: 20_000)
  /// Autoencoders of each variant.
  @Setting(from: "ARENA") public var instances = 16
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [Parameter("hidden", 2, from: "ARENA")]
  }

  public mutating func shorten() {
    modelRecipe.steps = min(modelRecipe.steps, 2_000)
    modelRestarts = min(modelRestarts, 3)
    recipe.steps = min(recipe.steps, 1_000)
    instances = min(instances, 2)
  }

  /// The steps whose dictionaries are kept.
  var snapshotSteps: [Int] {
    [0, steps / 100, steps / 20, steps / 5, steps].reduce(into: []) { kept, step in
      if !kept.contains(step) { kept.append(step) }
    }
  }

  public func run() throws -> ToyAutoencodersResult {
    let data = SparseFeatures(count: features, density: density)
    let model = try ReLUOutputModel(hidden: 2)
      .train(on: data, instances: modelRestarts, seed: seed, training: modelRecipe).best
    let activations = try Activations(of: model)
    let runs = try variants.map { variant in
      var training = recipe
      training.resampling = variant.resampling
      training.snapshots = Set(snapshotSteps)
      return try variant.kind.train(
        on: activations, latents: latents, instances: instances, seed: seed, training: training)
    }
    let probe = try activations.samples(20_000, seed: seed)
    return try ToyAutoencodersResult(experiment: self, model: model, runs: runs, probe: probe)
  }
}

extension ToyAutoencoders.Variant: ParameterValue {
  /// The kind with its parameters, and the resampling of its latents.
  public var json: JSONValue {
    var recipe = AutoencoderTraining()
    recipe.resampling = resampling
    let members = recipe.parameters.filter { $0.name.hasPrefix("resampling") }
    return .object(JSONObject([("kind", .string("\(kind)"))] + members))
  }
}
