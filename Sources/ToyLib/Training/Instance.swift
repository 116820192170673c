/// The constants of one instance's training.
struct Instance: Sendable {
  let architecture: Architecture
  let features: any FeatureSampler
  let key: RandomKey
  let layout: ParameterLayout
  let importance: [Float]
  let plan: SamplingPlan
  /// The samples, if gradients are computed from lists of present features and the Gram matrix of the
  /// weights.
  let gram: GramSamples?
  /// Samples in a step.
  let batch: Int

  init(
    _ architecture: Architecture, features: any FeatureSampler, key: RandomKey, training: Training
  ) throws {
    try features.validate()
    try features.samplingMethod.validate(count: features.count)
    try architecture.validate(features: features.count)
    self.architecture = architecture
    self.features = features
    self.key = key
    layout = ParameterLayout(
      features: features.count, hidden: architecture.hidden, tied: architecture.tied)
    importance = try architecture.importance.weights(count: features.count)
    let isBuiltIn = training.objective.sampleLoss == nil
    let usesGram =
      isBuiltIn && architecture.tied && architecture.hiddenActivation == .linear && architecture.hiddenPenalty == 0
      && GramSamples.areWorthwhile(features, hidden: architecture.hidden, batch: training.batch)
    gram = usesGram ? GramSamples(features) : nil
    plan = SamplingPlan(features, skippingZeros: isBuiltIn && !usesGram)
    if case .fixed(_, let samples) = plan.kind { batch = samples } else { batch = training.batch }
  }

  /// Samples in a chunk: one thread computes the sums of a chunk; chunks are then added in order.
  /// It depends only on the sizes and the data's density. Small models keep their sums in
  /// registers, large models their samples in cache; a Gram matrix is computed for each chunk and
  /// pays off with many samples.
  var chunk: Int {
    if gram != nil { return GramSamples.chunk(features: features.count) }
    if layout.weightCount <= 24 { return 1024 }
    return features.count <= 1024 ? 256 : 64
  }

  /// Whether the inner loops list present features instead of multiplying by zeros. In large models
  /// this costs less if at most about one feature in five is present. Like everything that affects
  /// the order of a sum, it depends only on the sizes and the data's density.
  var hasSparseInputs: Bool {
    plan.density <= 0.2 && features.count >= 32 && layout.hidden > 8 && layout.hidden <= 64
  }

  var chunks: Int { (batch + chunk - 1) / chunk }

  func samples(inChunk index: Int) -> Int { min(chunk, batch - index * chunk) }

  /// Normally distributed weights and biases of 0, from the instance's random numbers.
  func initialState() -> InstanceState {
    let deviation = Float(
      architecture.initialWeights.deviation(
        features: layout.features, hidden: layout.hidden))
    var random = RandomSource(key: key, purpose: .initialWeights)
    var parameters = [Float](repeating: 0, count: layout.count)
    for i in 0..<layout.biasOffset { parameters[i] = deviation * random.normal() }
    return InstanceState(parameters: parameters)
  }

  /// The mean of I_i x_i² of a fixed data set; 0 for other features.
  var meanSquare: Double {
    guard case .fixed(let samples) = features.samplingMethod else { return 0 }
    var sum = 0.0
    for s in 0..<samples.rows {
      for f in 0..<samples.columns {
        sum += Double(importance[f]) * Double(samples[s, f]) * Double(samples[s, f])
      }
    }
    return sum / Double(samples.elements.count)
  }
}
