internal import CToyEngine
internal import Synchronization

/// What one instance of a layered model trains on, and how.
struct LayerInstance: Sendable {
  let model: LayeredModel
  let features: any FeatureSampler
  let key: RandomKey
  let plan: SamplingPlan
  let updates: LayerUpdates
  /// Samples in a step.
  let batch: Int

  init(
    _ model: LayeredModel, features: any FeatureSampler, key: RandomKey, settings: LayerSettings
  ) throws {
    try features.validate()
    try features.samplingMethod.validate(count: features.count)
    guard features.count == model.inputs else {
      throw ToyLibError.mismatch(
        what: "features of the samples", expected: "\(model.inputs), one for each input of the model",
        found: "\(features.count)")
    }
    self.model = model
    self.features = features
    self.key = key
    plan = SamplingPlan(features)
    updates = try LayerUpdates(model, settings)
    if case .fixed(_, let samples) = plan.kind { batch = samples } else { batch = settings.training.batch }
  }

  /// Samples in a chunk, if gradients are made layer by layer.
  var chunk: Int { model.plan.chunk }
  var chunks: Int { (batch + chunk - 1) / chunk }
  func samples(inChunk index: Int) -> Int { min(chunk, batch - index * chunk) }

  /// A worker that makes gradients layer by layer.
  func worker(_ kernels: EngineKernels) -> LayerRun.LayeredWorker {
    LayerRun.LayeredWorker(model, trained: updates.trained, plan, samples: min(chunk, batch), kernels)
  }
}

/// Everything that changes while an instance trains. Training can resume from it with the same bits.
struct LayerState: Sendable {
  var step = 0
  /// As the plan lays them out.
  var parameters: [Float]
  /// What the update rule keeps: of Adam, two moments.
  var memories: [[Float]]
  var history: [LossRecord] = []
  var snapshots: [LayeredNetwork.Snapshot] = []
  var window = LossWindow()
  /// Why it stopped before its last step, if it did.
  var ending: Ending?

  init(parameters: [Float], memories: Int) {
    self.parameters = parameters
    self.memories = Array(repeating: Array(repeating: 0, count: parameters.count), count: memories)
  }
}

/// One instance of a layered model during training. Its state is consistent between steps.
///
/// `@unchecked Sendable`: `TrainingThreads` lets one thread at a time advance it.
final class LayerRun: SteppedRun, @unchecked Sendable {
  /// One thread's working memory.
  enum Worker {
    case layered(LayeredWorker)
    case tied(TiedWorker)
    case readOut(ReadOutWorker)
  }

  /// The same for gradients that are made layer by layer.
  struct LayeredWorker {
    let pass: LayerWorker
    let samples: LayerSamples

    /// For chunks of at most `samples` samples.
    init(
      _ model: LayeredModel, trained: [Bool], _ plan: SamplingPlan, samples: Int, _ kernels: EngineKernels
    ) {
      pass = LayerWorker(model, samples: samples, density: plan.density, trained: trained, kernels: kernels)
      self.samples = LayerSamples(plan, chunk: samples, kernels: kernels)
    }
  }

  /// A copy of the state for observers.
  struct Published {
    var step: Int
    var loss: Double
    /// Empty, as the history, if nothing watches the run.
    var parameters: [Float]
    var history: [LossRecord]
  }

  let instance: LayerInstance
  let training: Training
  let kernels: EngineKernels
  let parameters: AlignedFloats
  private let way: GradientWay
  /// The parameters of the way's model, if it is a folded one.
  private let folded: FoldedParameters?
  private(set) var step: Int
  private(set) var ending: Ending?
  private(set) var lastLoss: Double
  private let memories: [AlignedFloats]
  private let gradients: AlignedFloats
  private let penalty: WeightPenalty
  private var history: [LossRecord]
  private var snapshots: [LayeredNetwork.Snapshot]
  private var window: LossWindow
  private let end: Int
  private let isWatched: Bool
  private let published: Mutex<Published>

  /// `isWatched` says whether observers will ask for published parameters.
  init(_ instance: LayerInstance, from state: LayerState, training: Training, isWatched: Bool) {
    self.instance = instance
    self.training = training
    self.isWatched = isWatched
    kernels = training.vectorUnits.kernels
    parameters = AlignedFloats(state.parameters)
    memories = state.memories.map { AlignedFloats($0) }
    gradients = AlignedFloats(count: state.parameters.count)
    way = GradientWay(instance)
    folded = way.fold.map { [kernels] in FoldedParameters($0, kernels) }
    penalty = WeightPenalty(instance.model)
    step = state.step
    ending = state.ending
    history = state.history
    snapshots = state.snapshots
    window = state.window
    lastLoss = state.history.last?.loss ?? .nan
    end = min(training.steps, training.pauseAt ?? training.steps)
    published = Mutex(
      Published(
        step: state.step, loss: lastLoss, parameters: isWatched ? state.parameters : [],
        history: isWatched ? state.history : []))
    folded?.fold(parameters)
    if step == 0, snapshots.isEmpty, training.snapshots.contains(0) { keepSnapshot(loss: nil) }
  }

  var isDone: Bool { step >= end || ending != nil }
  private var chunk: Int {
    switch way.kind {
    case .layers: way.model.plan.chunk
    case .tied(let shape, _): GramSamples.chunk(features: shape.features)
    case .readOut: ReadOutShape.chunk
    }
  }

  var chunks: Int { (instance.batch + chunk - 1) / chunk }

  func makeWorker() -> Worker {
    let samples = min(chunk, instance.batch)
    switch way.kind {
    case .layers:
      return .layered(LayeredWorker(way.model, trained: way.trained, instance.plan, samples: samples, kernels))
    case .tied(let shape, let features):
      return .tied(TiedWorker(shape, features, chunk: samples, kernels: kernels))
    case .readOut(let shape):
      return .readOut(ReadOutWorker(shape, way, instance.features, chunk: samples, kernels: kernels))
    }
  }

  func gradients(chunk index: Int, by worker: Worker, into sums: AlignedFloats) -> Double {
    sums.pointer.update(repeating: 0, count: sums.count)
    let (first, count) = (index * chunk, min(chunk, instance.batch - index * chunk))
    let stream = instance.key.stream(.training, step: step)
    let parameters = folded?.parameters ?? parameters
    switch worker {
    case .tied(let worker):
      return worker.gradients(
        first: first, count: count, key: instance.key, stream: stream, parameters: parameters, version: step,
        into: sums)
    case .readOut(let worker):
      return worker.gradients(
        first: first, count: count, key: instance.key, stream: stream, parameters: parameters, version: step,
        into: sums)
    case .layered(let worker):
      worker.pass.use(parameters, version: step)
      let blocks = worker.samples.draw(first: first, count: count, key: instance.key, stream: stream)
      return worker.pass.loss(
        blocks.x, blocks: blocks.count, weights: blocks.weights, gradients: sums.pointer)
    }
  }

  var gradientCount: Int { (folded?.gradients ?? gradients).count }

  func advance(_ sum: (AlignedFloats) -> Double?) {
    guard let total = sum(folded?.gradients ?? gradients) else { return }
    folded?.unfold(into: gradients)
    let batch = Double(instance.batch)
    let loss =
      total / batch + penalty.add(parameters, to: gradients, times: Float(batch), kernels)
    guard loss.isFinite else {
      ending = .diverged
      return
    }
    instance.updates.update(
      parameters, gradients, memories, step: step, scale: Float(1 / batch), kernels)
    folded?.fold(parameters)
    step += 1
    note(loss)
  }

  private func note(_ loss: Double) {
    lastLoss = loss
    if step % training.recordInterval == 0 || step == training.steps {
      history.append(LossRecord(step: step, loss: loss))
    }
    if training.snapshots.contains(step) { keepSnapshot(loss: loss) }
    if let rule = training.earlyStop, window.shouldStop(rule, after: loss) { ending = .earlyStop }
  }

  private func keepSnapshot(loss: Double?) {
    let network = LayeredNetwork(unchecked: instance.model, Array(parameters.values))
    snapshots.append(LayeredNetwork.Snapshot(step: step, network: network, loss: loss))
  }

  /// The state after the last complete step.
  var state: LayerState {
    var state = LayerState(parameters: Array(parameters.values), memories: 0)
    state.step = step
    state.memories = memories.map { Array($0.values) }
    state.history = history
    state.snapshots = snapshots
    state.window = window
    state.ending = ending
    return state
  }

  func publish() {
    published.withLock { copy in
      copy.step = step
      copy.loss = lastLoss
      guard isWatched else { return }
      copy.parameters.withUnsafeMutableBufferPointer { _ = $0.update(from: parameters.values) }
      copy.history = history
    }
  }

  /// The state at the last ``publish()``. Any thread may call it.
  var lastPublished: Published { published.withLock(\.self) }
}

/// The terms of a loss that depend on the weights alone.
struct WeightPenalty: Sendable {
  private let terms: [(power: Float, factor: Float)]
  private let tensors: [LayerPlan.Tensor]

  init(_ model: LayeredModel) {
    terms = model.loss.terms.compactMap { term in
      guard case .weights(let power) = term.kind else { return nil }
      return (Float(power), Float(term.factor))
    }
    tensors = model.plan.tensors.filter { !$0.isBias }
  }

  /// Adds `scale` times the derivatives to `gradients`; returns the sum of the terms.
  func add(
    _ parameters: AlignedFloats, to gradients: AlignedFloats, times scale: Float,
    _ kernels: EngineKernels
  ) -> Double {
    guard !terms.isEmpty else { return 0 }
    let weights = AlignedFloats(repeating: scale, count: 16)
    var loss = 0.0
    for term in terms {
      for tensor in tensors {
        // Its numbers are one block of units; the zeros at the end add nothing.
        var power = EnginePower(
          units: Int32(tensor.range.count / 16), power: term.power, factor: term.factor, factors: nil)
        withExtendedLifetime((parameters, gradients, weights)) {
          loss += Double(
            kernels.powerLoss(
              &power, parameters.pointer + tensor.offset, nil, 1, weights.pointer, true,
              gradients.pointer + tensor.offset))
        }
      }
    }
    return loss / Double(scale)
  }

  /// The sum of the terms.
  func loss(_ parameters: AlignedFloats, _ kernels: EngineKernels) -> Double {
    terms.isEmpty ? 0 : add(parameters, to: AlignedFloats(count: parameters.count), times: 1, kernels)
  }
}
