internal import CToyEngine

/// The losses of single samples: of the objective, and the squared error regardless of it.
///
/// One thread uses it.
final class SampleLosses {
  private let instance: Instance
  private let objective: Objective
  private let kernels: EngineKernels
  private let parameters: AlignedFloats, importance: AlignedFloats, noImportance: AlignedFloats
  /// Room for a chunk of samples in blocks.
  let x: AlignedFloats
  private let exactHidden: AlignedMemory<Double>
  private let squared: AlignedMemory<Double>, minimised: AlignedMemory<Double>
  /// Only for an objective of the user's.
  private let hidden: AlignedFloats, output: AlignedFloats

  init(
    _ instance: Instance, _ parameters: [Float], objective: Objective, kernels: EngineKernels
  ) {
    self.instance = instance
    self.objective = objective
    self.kernels = kernels
    let n = instance.layout.features
    let m = instance.layout.hidden
    let samples = (instance.chunk + 15) / 16 * 16
    let own = objective.sampleLoss == nil ? 0 : samples
    self.parameters = AlignedFloats(parameters)
    importance = AlignedFloats(instance.importance)
    noImportance = AlignedFloats(count: n)
    x = AlignedFloats(count: samples * n)
    exactHidden = AlignedMemory(count: m * 16)
    squared = AlignedMemory(count: samples)
    minimised = AlignedMemory(count: samples)
    hidden = AlignedFloats(count: own * m)
    output = AlignedFloats(count: own * n)
  }

  /// Whether a sample's loss is its squared error.
  var isPlain: Bool { objective.sampleLoss == nil && instance.architecture.hiddenPenalty == 0 }

  /// Adds `count` samples in blocks, at most a chunk; the first one has the number `first`.
  func add(
    _ x: UnsafePointer<Float>, _ count: Int, first: Int, to sums: inout PartSums
  ) throws(CancellationError) {
    if Cancellation.isRequested { throw CancellationError() }
    exact(x, count, importance, withPenalty: false, into: squared)
    if isPlain {
      for s in 0..<count {
        sums.add(squared.pointer[s], squared.pointer[s], sample: first + s)
      }
      return
    }
    minimise(x, count)
    for s in 0..<count { sums.add(minimised.pointer[s], squared.pointer[s], sample: first + s) }
  }

  /// What training minimises.
  private func minimise(_ x: UnsafePointer<Float>, _ count: Int) {
    guard let loss = objective.sampleLoss else {
      return exact(x, count, importance, withPenalty: true, into: minimised)
    }
    exact(x, count, noImportance, withPenalty: true, into: minimised)
    let n = instance.layout.features
    var model = instance.engineModel(parameters.pointer, importance: importance.pointer)
    kernels.forward(&model, x, Int32((count + 15) / 16), hidden.pointer, output.pointer)
    for s in 0..<count {
      let at = s / 16 * n * 16 + s % 16
      let input = (0..<n).map { x[at + $0 * 16] }
      var gradient = [Float](repeating: 0, count: n)
      minimised.pointer[s] += Double(
        loss(
          model.absoluteTarget ? input.map(abs) : input,
          (0..<n).map { output.pointer[at + $0 * 16] }, &gradient))
    }
  }

  private func exact(
    _ x: UnsafePointer<Float>, _ count: Int, _ importance: AlignedFloats, withPenalty: Bool,
    into losses: AlignedMemory<Double>
  ) {
    var model = instance.engineModel(parameters.pointer, importance: importance.pointer)
    if !withPenalty { model.hiddenPenalty = 0 }
    kernels.losses(&model, x, Int32(count), exactHidden.pointer, losses.pointer, nil)
  }

  /// Every feature's squared error, summed over `count` samples in blocks.
  func featureLosses(_ x: AlignedFloats, _ count: Int) -> [Double] {
    var model = instance.engineModel(parameters.pointer, importance: importance.pointer)
    model.hiddenPenalty = 0
    let losses = AlignedMemory<Double>(count: (count + 15) / 16 * 16)
    let sums = AlignedMemory<Double>(count: instance.layout.features)
    return withExtendedLifetime((x, losses, sums)) {
      kernels.losses(
        &model, x.pointer, Int32(count), exactHidden.pointer, losses.pointer, sums.pointer)
      return Array(sums.values)
    }
  }
}

extension Instance {
  /// The model as the inner loops see it.
  func engineModel(
    _ parameters: UnsafePointer<Float>, importance: UnsafePointer<Float>
  ) -> EngineModel {
    let a = architecture
    return EngineModel(
      features: Int32(layout.features), hidden: Int32(layout.hidden), tied: a.tied,
      hiddenReLU: a.hiddenActivation == .relu, outputReLU: a.outputActivation == .relu,
      absoluteTarget: a.target == .absoluteValue, sparseInputs: hasSparseInputs,
      hiddenPenalty: Float(a.hiddenPenalty * Double(layout.features)), encoder: parameters,
      decoder: parameters + layout.outputOffset, bias: parameters + layout.biasOffset,
      importance: importance)
  }
}
