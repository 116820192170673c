internal import CToyEngine

/// One thread's working memory for a layered model, and the computation of one chunk of samples.
///
/// `@unchecked Sendable`: only one thread at a time uses it.
final class LayerWorker: @unchecked Sendable {
  let model: LayeredModel
  let kernels: EngineKernels
  /// Which tensors are trained.
  let trained: [Bool]
  let needsGradient: [Bool]

  /// For each operation, its weights as its products read them.
  let packed: [PackedWeights?]
  /// The version of the parameters that are packed.
  private var version: Int?
  private(set) var parameters: AlignedFloats?

  // For each value, in blocks; value 0 is the chunk itself.
  let values: [AlignedFloats]
  let gradients: [AlignedFloats]
  /// The derivatives of activation functions of one's own, by output value.
  private(set) var slopes: [Int: AlignedFloats] = [:]
  let targets: AlignedFloats
  /// Scratch for a loss of one's own.
  let ownGradient: AlignedFloats
  let matrix: PackedWeights?
  let pairs: PairTargets?
  let importances: [AlignedFloats?]
  let lists: LayerLists?

  /// A worker for chunks of at most `samples` samples, whose inputs are present with probability
  /// `density`.
  init(
    _ model: LayeredModel, samples: Int, density: Double, trained: [Bool], kernels: EngineKernels
  ) {
    self.model = model
    self.kernels = kernels
    self.trained = trained
    let plan = model.plan
    let needsGradient = plan.needsGradient(trained: trained)
    self.needsGradient = needsGradient
    let usesLists = LayerWork.usesLists(inputs: model.inputs, density: density)
    let blocks = (samples + 15) / 16 + 1  // one more, for samples of zeros
    let sizes = plan.widths.map { $0 * blocks * 16 }
    values = sizes.enumerated().map { AlignedFloats(count: $0.offset == 0 ? 16 : $0.element) }
    // Terms of the loss write the gradients of outputs and activations, whoever needs them.
    let kept = Set(plan.activations + [plan.output])
    gradients = sizes.indices.map { i in
      AlignedFloats(count: needsGradient[i] || kept.contains(i) ? sizes[i] : 16)
    }
    targets = AlignedFloats(count: sizes[plan.output])
    ownGradient = AlignedFloats(count: model.outputs * 16)
    packed = plan.operations.map {
      LayerWorker.memory(for: $0, plan, usesLists: usesLists, needsGradient)
    }
    for case .activation(let function, _, let output) in plan.operations where function.body != nil {
      slopes[output] = AlignedFloats(count: sizes[output])
    }
    matrix = model.target.matrix.map { matrix in
      let memory = PackedWeights(
        outputs: matrix.rows, inputs: matrix.columns, forward: !usesLists, backward: false,
        columns: usesLists)
      memory.pack(matrix, transposed: false, kernels)
      return memory
    }
    pairs = PairTargets(model.target, inputs: model.inputs)
    importances = model.loss.terms.map { LayerWorker.importances(of: $0, outputs: model.outputs) }
    let widest = max(
      plan.operations.compactMap { operation -> Int? in
        guard case .linear(let linear) = operation, linear.input == 0 else { return nil }
        return plan.widths[linear.output]
      }.max() ?? 0, model.target.matrix?.rows ?? 0)
    lists =
      usesLists && widest > 0
      ? LayerLists(inputs: model.inputs, outputs: widest, blocks: blocks) : nil
  }

  private static func memory(
    for operation: LayerPlan.Operation, _ plan: LayerPlan, usesLists: Bool, _ needsGradient: [Bool]
  ) -> PackedWeights? {
    guard case .linear(let linear) = operation else { return nil }
    let fromLists = usesLists && linear.input == 0
    return PackedWeights(
      outputs: plan.widths[linear.output], inputs: plan.widths[linear.input], forward: !fromLists,
      backward: needsGradient[linear.input], columns: fromLists)
  }

  private static func importances(of term: LossFunction.Term, outputs: Int) -> AlignedFloats? {
    guard case .power(_, let importance) = term.kind, importance != .uniform,
      let weights = try? importance.weights(count: outputs)  // the model has checked them
    else { return nil }
    let factor = Float(term.factor / Double(outputs))
    return AlignedFloats(weights.map { $0 * factor })
  }

  /// Makes `parameters` those of the next chunks. Equal versions are equal parameters.
  func use(_ parameters: AlignedFloats, version: Int) {
    self.parameters = parameters
    guard self.version != version else { return }
    let isFirst = self.version == nil
    self.version = version
    for (operation, packed) in zip(model.plan.operations, packed) {
      guard case .linear(let linear) = operation, let packed else { continue }
      switch linear.weights {
      case .tensor(let i):
        packed.pack(
          parameters.pointer + model.plan.tensors[i].offset, transposed: linear.transposed, kernels)
      case .constant(let i) where isFirst:
        packed.pack(model.plan.constants[i], transposed: linear.transposed, kernels)
      case .constant: break
      }
    }
  }

  /// A chunk's loss, and, where `sums` is given, its gradients by the parameters, which are added to
  /// `sums`. Both are sums over samples; `weights` has a weight for each sample.
  func loss(
    _ x: UnsafePointer<Float>, blocks: Int, weights: UnsafePointer<Float>,
    gradients sums: UnsafeMutablePointer<Float>? = nil
  ) -> Double {
    forward(x, blocks: blocks)
    return outputLoss(x, blocks, weights, backTo: sums)
  }

  /// Lists the inputs that are present in x, for products with x.
  func list(_ x: UnsafePointer<Float>, blocks: Int) {
    lists?.list(x, inputs: model.inputs, blocks: blocks, kernels)
  }

  /// Computes all values from x.
  func forward(_ x: UnsafePointer<Float>, blocks: Int) {
    compute(model.plan.operations[...], x, blocks)
  }

  /// Computes all values but the last one from x.
  func forwardToReadOut(_ x: UnsafePointer<Float>, blocks: Int) {
    compute(model.plan.operations.dropLast(), x, blocks)
  }

  private func compute(_ operations: ArraySlice<LayerPlan.Operation>, _ x: UnsafePointer<Float>, _ blocks: Int) {
    list(x, blocks: blocks)
    for (operation, packed) in zip(operations, packed) {
      switch operation {
      case .linear(let linear):
        if let packed { product(linear, packed, x, blocks) }
      case .activation(let function, let input, let output):
        activate(function, value(input, x), output, blocks)
      case .sum(let a, let b, let output):
        let out = values[output].pointer
        let count = model.plan.widths[output] * blocks * 16
        out.update(from: value(a, x), count: count)
        kernels.add(Int64(count), out, value(b, x))
      }
    }
  }

  /// A value's numbers in blocks, after ``forward(_:blocks:)``.
  func value(_ number: Int, _ x: UnsafePointer<Float>) -> UnsafePointer<Float> {
    number == 0 ? x : UnsafePointer(values[number].pointer)
  }

  func layer(_ linear: LayerPlan.Linear) -> EngineLayer {
    let plan = model.plan
    let bias = linear.bias.flatMap { i in parameters.map { $0.pointer + plan.tensors[i].offset } }
    return EngineLayer(
      inputs: Int32(plan.widths[linear.input]), outputs: Int32(plan.widths[linear.output]),
      bias: bias.map { UnsafePointer($0) })
  }

  private func product(
    _ linear: LayerPlan.Linear, _ packed: PackedWeights, _ x: UnsafePointer<Float>, _ blocks: Int
  ) {
    var layer = layer(linear)
    let addend = linear.addend.map { value($0, x) }
    let out = values[linear.output].pointer
    if let columns = packed.columns, let lists {
      kernels.listProduct(
        &layer, columns.pointer, addend, &lists.entries, Int32(blocks), lists.rows.pointer, out)
    } else if let forward = packed.forward {
      kernels.layerProduct(
        &layer, forward.pointer, addend, value(linear.input, x), Int32(blocks), out)
    }
  }

  private func activate(
    _ function: ActivationFunction, _ z: UnsafePointer<Float>, _ output: Int, _ blocks: Int
  ) {
    let units = model.plan.widths[output]
    let y = values[output].pointer
    guard let body = function.body, let slope = slopes[output] else {
      kernels.activate(function.kind, Int64(units * blocks * 16), z, y)
      return
    }
    for block in 0..<blocks {
      let at = block * units * 16
      body(
        SampleBlock(UnsafeMutablePointer(mutating: z + at), units: units),
        SampleBlock(y + at, units: units), SampleBlock(slope.pointer + at, units: units))
    }
  }
}
