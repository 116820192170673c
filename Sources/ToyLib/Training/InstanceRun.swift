internal import CToyEngine
internal import Synchronization

/// One instance during training. Its state is consistent between steps.
///
/// `@unchecked Sendable`: `TrainingThreads` lets one thread at a time advance it.
final class InstanceRun: SteppedRun, @unchecked Sendable {
  let instance: Instance
  let training: Training
  private(set) var step: Int
  private(set) var ending: Ending?
  /// The last recorded loss.
  private(set) var lastLoss = Double.nan
  let kernels: EngineKernels

  let parameters: AlignedFloats
  private let mean: AlignedFloats, variance: AlignedFloats
  private let gradients: AlignedFloats
  private var history: [LossRecord]
  private var snapshots: [Snapshot]
  private var window: LossWindow
  private let end: Int
  private let recordInterval: Int
  /// Below this loss, single precision leaves little but rounding in the losses of a fixed data set.
  private let exactBelow: Double
  /// A copy for observers on other threads; `nil` when nothing watches the run.
  private let published: Mutex<Published>?

  /// The state of the instance between two steps.
  struct Published {
    var step: Int
    var parameters: [Float]
    var history: [LossRecord]
  }

  /// `isWatched` says whether observers will ask for ``lastPublished``.
  init(_ instance: Instance, from state: InstanceState, training: Training, isWatched: Bool) {
    self.instance = instance
    self.training = training
    kernels = training.vectorUnits.kernels
    step = state.step
    ending = state.ending
    parameters = AlignedFloats(state.parameters)
    mean = AlignedFloats(state.mean)
    variance = AlignedFloats(state.variance)
    gradients = AlignedFloats(count: state.parameters.count)
    history = state.history
    snapshots = state.snapshots
    window = state.window
    lastLoss = state.history.last?.loss ?? .nan
    end = min(training.steps, training.pauseAt ?? training.steps)
    recordInterval = training.recordInterval
    exactBelow = training.objective.sampleLoss == nil ? 1e-6 * instance.meanSquare : 0
    published =
      isWatched
      ? Mutex(Published(step: state.step, parameters: state.parameters, history: state.history))
      : nil
    if step == 0, snapshots.isEmpty, training.snapshots.contains(0) {
      keepSnapshot(gradient: nil, loss: nil)
    }
  }

  var isDone: Bool { step >= end || ending != nil }
  var chunks: Int { instance.chunks }
  var gradientCount: Int { gradients.count }

  func makeWorker() -> ChunkWorker { ChunkWorker(instance, kernels: kernels) }

  func gradients(chunk: Int, by worker: ChunkWorker, into sums: AlignedFloats) -> Double {
    worker.gradients(
      chunk: chunk, step: step, purpose: .training, parameters: parameters.pointer,
      into: sums.pointer, objective: training.objective)
  }

  /// Copies the current state for observers. Called between steps by the thread that trains.
  func publish() {
    published?.withLock { copy in
      copy.step = step
      copy.parameters.withUnsafeMutableBufferPointer { _ = $0.update(from: parameters.values) }
      copy.history = history
    }
  }

  /// The state at the last ``publish()``. Any thread may call it.
  var lastPublished: Published {
    published?.withLock(\.self) ?? Published(step: 0, parameters: [], history: [])
  }

  /// The state after the last complete step.
  var state: InstanceState {
    var state = InstanceState(parameters: Array(parameters.values))
    state.step = step
    state.mean = Array(mean.values)
    state.variance = Array(variance.values)
    state.history = history
    state.snapshots = snapshots
    state.window = window
    state.ending = ending
    return state
  }

  /// One update. `sum` adds the sums of all chunks, in order, to the buffer that it is given; it
  /// returns `nil` if cancelled, and then nothing changes.
  func advance(_ sum: (AlignedFloats) -> Double?) {
    guard let total = sum(gradients) else { return }
    var loss = total / Double(instance.batch * instance.layout.features)
    if loss < exactBelow, isKept(step + 1) { loss = exactLoss ?? loss }
    loss += addWeightTerms()
    guard loss.isFinite else {
      ending = .diverged
      return
    }
    update()
    note(loss)
  }

  private func update() {
    let scale = Float(1 / Double(instance.batch * instance.layout.features))
    if !instance.architecture.bias { clearBiasGradient() }
    let factor = training.schedule.factor(step: step, of: training.steps)
    training.optimiser.update(
      parameters, gradients, mean, variance, step: step + 1, factor: factor, scale: scale, kernels)
    step += 1
  }

  private func clearBiasGradient() {
    let layout = instance.layout
    for i in layout.biasOffset..<layout.used { gradients.pointer[i] = 0 }
  }

  private func note(_ loss: Double) {
    lastLoss = loss
    if isRecorded(step) {
      history.append(LossRecord(step: step, loss: loss))
    }
    if !training.snapshots.isEmpty && training.snapshots.contains(step) {
      keepSnapshot(gradient: meanGradient, loss: loss)
    }
    if let rule = training.earlyStop, window.shouldStop(rule, after: loss) { ending = .earlyStop }
  }

  private func isRecorded(_ step: Int) -> Bool {
    step % recordInterval == 0 || step == training.steps
  }

  /// Whether the loss before this step is kept.
  private func isKept(_ step: Int) -> Bool {
    isRecorded(step) || training.snapshots.contains(step)
  }

  /// The loss of the data set in double precision, without terms on the weights; `nil` if cancelled.
  private var exactLoss: Double? {
    try? Evaluation(
      instance, samples: 0, objective: .squaredError, units: training.vectorUnits
    ).loss(Array(parameters.values)).value
  }

  private func keepSnapshot(gradient: ParameterGradient?, loss: Double?) {
    let network = instance.layout.unpack(parameters.values, instance.architecture)
    snapshots.append(Snapshot(step: step, network: network, gradient: gradient, loss: loss))
  }

  private var meanGradient: ParameterGradient {
    let scale = Float(1 / Double(instance.batch * instance.layout.features))
    return ParameterGradient(
      instance.layout, gradients.values.map { $0 * scale }, instance.architecture)
  }

  /// Adds the objective's terms on the weights to the gradient; returns their value.
  private func addWeightTerms() -> Double {
    guard !training.objective.weightTerms.isEmpty else { return 0 }
    let layout = instance.layout
    let network = layout.unpack(parameters.values, instance.architecture)
    var gradient = ParameterGradient(zerosFor: network)
    let value = training.objective.weightTerms.reduce(0) { $0 + Double($1(network, &gradient)) }
    let scale = Float(instance.batch * layout.features)
    for (i, term) in gradient.packed.enumerated() { gradients.pointer[i] += term * scale }
    return value
  }
}

extension ParameterGradient {
  init(_ layout: ParameterLayout, _ values: [Float], _ architecture: Architecture) {
    let network = layout.unpack(values, architecture)
    weights = network.weights
    outputWeights = layout.tied ? nil : network.outputWeights
    bias = network.bias
  }

  var packed: [Float] { weights.elements + (outputWeights?.elements ?? []) + bias }
}
