/// Adversarial training of models with linear hidden units. Each sample is moved along the row of
/// WᵀW of a random feature; the target stays the sample without the attack.
///
/// It has a separate training loop, because in the built-in loop the target equals the input.
/// Source: Elhage et al. (2022), "Adversarial robustness".
public struct AdversarialTraining: Sendable {
  /// The length of the attack, as a fraction of the inputs' mean length; the paper attacks with 0.1
  /// and finds that 0.8 leaves no superposition.
  public var strength: Double
  /// Updates.
  public var steps = 4_000
  /// New samples in each update.
  public var batch = 256
  public var optimiser = Optimiser.adamW(rate: 3e-3)
  public var schedule = Schedule.linear

  public init(strength: Double) { self.strength = strength }

  /// Uses the steps, batch, optimiser and schedule of `recipe`, and ignores its other members.
  public init(strength: Double, recipe: Training) {
    self.strength = strength
    steps = recipe.steps
    batch = recipe.batch
    optimiser = recipe.optimiser
    schedule = recipe.schedule
  }

  /// The network after the last step. Equal seeds give equal networks on one machine.
  ///
  /// - Throws: `ToyLibError` for invalid parameters, and for models with ReLU neurons or untied
  ///   weights; `CancellationError` when `Cancellation` is requested.
  public func train(
    _ model: some ToyModel, on features: some FeatureSampler, seed: UInt64 = 0
  ) throws -> Network {
    try require(
      strength >= 0 && strength.isFinite, "strength", strength, "0 or more, finite")
    try require(model.architecture.tied, "tied", false, "true: the attack needs WᵀW")
    var training = Training()
    training.steps = steps
    training.batch = batch
    training.optimiser = optimiser
    training.schedule = schedule
    try training.validate()
    UsedRecipes.note(training)
    let instance = try Instance(
      model.architecture, features: features, key: RandomKey(seed: seed, instance: 0),
      training: training)
    let start = instance.layout.unpack(instance.initialState().parameters, model.architecture)
    _ = try AttackSurface(start)
    let radius = strength * (try features.samples(1 << 12, seed: seed).meanRowNorm)
    return try AttackedRun(instance, training, radius: radius).network()
  }
}

/// One model during adversarial training.
private struct AttackedRun {
  let instance: Instance
  let training: Training
  let radius: Double
  private let parameters: AlignedFloats
  private let mean: AlignedFloats, variance: AlignedFloats

  init(_ instance: Instance, _ training: Training, radius: Double) {
    self.instance = instance
    self.training = training
    self.radius = radius
    parameters = AlignedFloats(instance.initialState().parameters)
    mean = AlignedFloats(count: parameters.count)
    variance = AlignedFloats(count: parameters.count)
  }

  func network() throws -> Network {
    for step in 0..<training.steps {
      if Cancellation.isRequested { throw CancellationError() }
      let network = current
      let clean = samples(step: step)
      let gradient = gradient(of: network, at: attacked(clean, network, step: step), asking: clean)
      training.optimiser.update(
        parameters, AlignedFloats(gradient), mean, variance, step: step + 1,
        factor: training.schedule.factor(step: step, of: training.steps), scale: 1,
        training.vectorUnits.kernels)
    }
    return current
  }

  private var current: Network {
    instance.layout.unpack(parameters.values, instance.architecture)
  }

  /// The step's samples, shape [batch, features].
  private func samples(step: Int) -> Matrix {
    let rows = (0..<training.batch).map { sample in
      var random = RandomSource(
        key: instance.key, purpose: .training, step: step, sample: sample)
      return instance.features.drawn(using: &random)
    }
    return Matrix(rows)
  }

  /// Each sample moved by `radius` along the row of WᵀW of a random feature.
  private func attacked(_ clean: Matrix, _ network: Network, step: Int) -> Matrix {
    guard radius > 0 else { return clean }
    let gram = network.weights.gram
    let norms = gram.rowNorms
    var random = RandomSource(key: instance.key.shared, purpose: .training, step: step)
    var moved = clean
    for s in 0..<clean.rows {
      let feature = random.index(below: clean.columns)
      let scale = Float(radius) / max(norms[feature], 1e-6)
      for j in 0..<clean.columns { moved[s, j] += scale * gram[feature, j] }
    }
    return moved
  }

  /// Derivatives of the mean loss over samples and features, laid out as the parameters are. The
  /// attack is treated as a constant.
  private func gradient(of network: Network, at inputs: Matrix, asking targets: Matrix) -> [Float] {
    let w = network.weights  // [features, hidden]
    let hidden = inputs.times(w)  // [batch, hidden]
    let sums = hidden.times(w.transposed)  // [batch, features]
    let isReLU = instance.architecture.outputActivation == .relu
    let scale = 2 / Float(inputs.rows * inputs.columns)
    let delta = Matrix(rows: inputs.rows, columns: inputs.columns) { s, i in
      let z = sums[s, i] + network.bias[i]
      guard !isReLU || z > 0 else { return 0 }
      return scale * instance.importance[i] * (z - targets[s, i])
    }
    let decoder = delta.transposed.times(hidden)
    let encoder = inputs.transposed.times(delta.times(w))
    var gradient = zip(decoder.elements, encoder.elements).map { $0 + $1 }
    for i in 0..<inputs.columns {
      let bias = (0..<inputs.rows).reduce(Float(0)) { $0 + delta[$1, i] }
      gradient.append(instance.architecture.bias ? bias : 0)
    }
    return gradient + Array(repeating: 0, count: instance.layout.count - gradient.count)
  }
}
