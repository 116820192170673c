public import SuperposeAutoencoders
internal import SuperposeJSON
internal import ToyLib

/// Sparse autoencoders on the hidden activations of the smallest model with superposition: five
/// features in a plane go in as two numbers; do five latents come out?
///
/// Source: ARENA's exercises on sparse autoencoders in toy models, after Bricken et al. (2023) and
/// Rajamanoharan et al. (2024, 2024).
public struct ToyAutoencoders: Experiment {
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

  public var features = 5
  public var density = 0.025
  /// The toy model's updates, and how many are trained to take the best of.
  public var modelSteps = 10_000
  public var modelRestarts = 6
  public var latents = 5
  public var variants = [
    Variant(.standard(), .none), Variant(.standard(), .random), Variant(.standard(), .highLoss),
    Variant(.gated(), .highLoss), Variant(.jumpReLU(), .highLoss),
  ]
  public var steps = 20_000
  /// Autoencoders of each variant.
  public var instances = 16
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ARENA"),
      Parameter("hidden", 2, from: "ARENA"),
      Parameter("density", .number(density), from: "ARENA"),
      Parameter("modelSteps", .integer(modelSteps), from: "ARENA"),
      Parameter("modelRestarts", .integer(modelRestarts), from: "ours"),
      Parameter("latents", .integer(latents), from: "ARENA"),
      Parameter("variants", .array(variants.map { .string("\($0.kind)") }), from: "ARENA"),
      Parameter("steps", .integer(steps), from: "ARENA"),
      Parameter("instances", .integer(instances), from: "ARENA"),
    ]
  }

  public var shortened: ToyAutoencoders {
    var copy = self
    copy.modelSteps = min(modelSteps, 2_000)
    copy.modelRestarts = min(modelRestarts, 3)
    copy.steps = min(steps, 1_000)
    copy.instances = min(instances, 2)
    return copy
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
      .train(on: data, steps: modelSteps, instances: modelRestarts, seed: seed).best
    let activations = try Activations(of: model)
    let runs = try variants.map { variant in
      var training = AutoencoderTraining()
      training.steps = steps
      training.resampling = variant.resampling
      training.snapshots = Set(snapshotSteps)
      return try variant.kind.train(
        on: activations, latents: latents, instances: instances, seed: seed, training: training)
    }
    let probe = try activations.samples(20_000, seed: seed)
    return try ToyAutoencodersResult(experiment: self, model: model, runs: runs, probe: probe)
  }
}
