internal import CToyEngine

/// How a run of a layered model trains: everything but the samples.
struct LayerSettings: Sendable {
  var training: Training
  let groups: [ParameterGroup]
  /// Used instead of the training's optimiser.
  let rule: UpdateRule?

  /// What the update rule keeps for each parameter: of Adam, two moments.
  var memories: Int { rule?.memories ?? 2 }

  func validate(_ plan: LayerPlan) throws {
    try training.validate()
    try require(
      training.objective.isSquaredError, "objective", "set",
      "the default: a layered model's loss is one of its own parameters")
    for group in groups { try group.validate(plan) }
    guard let rule else { return }
    try rule.validate()
    for group in groups {
      try require(
        group.decay == nil, "decay of a group", group.decay ?? 0,
        "nil with the rule \(rule.name), which has to decay weights itself")
    }
  }
}

/// How each tensor of a model is updated.
struct LayerUpdates: Sendable {
  private struct TensorRule {
    let optimiser: Optimiser
    /// Before the schedule's factor.
    let rate: Double
    let lengthPull: Double
    let isFrozen: Bool
  }

  private let plan: LayerPlan
  private let rules: [TensorRule]
  private let ownRule: UpdateRule?
  private let schedule: Schedule
  private let steps: Int

  init(_ model: LayeredModel, _ settings: LayerSettings) throws {
    try settings.validate(model.plan)
    let training = settings.training
    plan = model.plan
    schedule = training.schedule
    steps = training.steps
    ownRule = settings.rule
    rules = model.plan.tensors.map { tensor in
      let group = settings.groups.last { $0.contains(tensor) }
      let optimiser = training.optimiser.with(rate: group?.rate, decay: group?.decay)
      return TensorRule(
        optimiser: optimiser, rate: group?.rate ?? settings.rule?.rate ?? optimiser.rate,
        lengthPull: tensor.isBias ? 0 : group?.lengthPull ?? 0, isFrozen: group?.isFrozen ?? false)
    }
  }

  /// For each tensor, whether it is trained.
  var trained: [Bool] { rules.map { !$0.isFrozen } }

  /// Update number `step` + 1 of all parameters. `scale` turns the gradient's sums into means.
  func update(
    _ parameters: AlignedFloats, _ gradients: AlignedFloats, _ memories: [AlignedFloats], step: Int,
    scale: Float, _ kernels: EngineKernels
  ) {
    let factor = schedule.factor(step: step, of: steps)
    for (tensor, rule) in zip(plan.tensors, rules) where !rule.isFrozen {
      clear(gradients, of: tensor)
      if rule.lengthPull > 0 {
        let size = Float(rule.rate * factor * rule.lengthPull)
        pull(tensor, parameters.pointer + tensor.offset, by: size)
      }
      if let ownRule {
        for i in tensor.range { gradients.pointer[i] *= scale }
        let rate = Float(rule.rate * factor)
        ownRule.body(update(of: tensor, parameters, gradients, memories, rate: rate, step: step + 1))
        clear(parameters, of: tensor)
      } else {
        rule.optimiser.update(
          parameters, gradients, memories[0], memories[1], part: tensor.range, step: step + 1, factor: factor,
          scale: scale, kernels)
      }
    }
  }

  private func update(
    of tensor: LayerPlan.Tensor, _ parameters: AlignedFloats, _ gradients: AlignedFloats,
    _ memories: [AlignedFloats], rate: Float, step: Int
  ) -> ParameterUpdate {
    func buffer(_ memory: AlignedFloats) -> UnsafeMutableBufferPointer<Float> {
      UnsafeMutableBufferPointer(start: memory.pointer + tensor.offset, count: tensor.count)
    }
    return ParameterUpdate(
      name: tensor.name, rows: tensor.rows, columns: tensor.columns, parameters: buffer(parameters),
      gradient: UnsafeBufferPointer(buffer(gradients)), memories: memories.map { buffer($0) }, rate: rate, step: step)
  }

  /// Sets what the tensor's mask leaves out to 0.
  private func clear(_ values: AlignedFloats, of tensor: LayerPlan.Tensor) {
    guard let mask = tensor.mask else { return }
    for (i, kept) in mask.elements.enumerated() where kept == 0 { values.pointer[tensor.offset + i] = 0 }
  }

  private func pull(_ tensor: LayerPlan.Tensor, _ weights: UnsafeMutablePointer<Float>, by size: Float) {
    for column in 0..<tensor.columns {
      var square: Float = 0
      for row in 0..<tensor.rows {
        let w = weights[row * tensor.columns + column]
        square += w * w
      }
      let factor = 1 - size * (1 - 1 / (square.squareRoot() + 1e-8))
      for row in 0..<tensor.rows { weights[row * tensor.columns + column] *= factor }
    }
  }
}
