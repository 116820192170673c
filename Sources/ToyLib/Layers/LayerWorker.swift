internal import CToyEngine

/// One thread's working memory for a layered model, and the computation of one chunk of samples.
///
/// `@unchecked Sendable`: only one thread at a time uses it.
final class LayerWorker: @unchecked Sendable {
  private let model: LayeredModel
  private let kernels: EngineKernels
  /// Which tensors are trained.
  private let trained: [Bool]
  private let needsGradient: [Bool]

  /// For each operation, its weights as its products read them.
  private let packed: [PackedWeights?]
  /// The version of the parameters that are packed.
  private var version: Int?
  private var parameters: AlignedFloats?

  // For each value, in blocks; value 0 is the chunk itself.
  private let values: [AlignedFloats]
  private let gradients: [AlignedFloats]
  /// The derivatives of activation functions of one's own, by output value.
  private var slopes: [Int: AlignedFloats] = [:]
  private let targets: AlignedFloats
  /// Scratch for a loss of one's own.
  private let ownGradient: AlignedFloats
  private let matrix: PackedWeights?
  private let pairs: (first: AlignedMemory<Int32>, second: AlignedMemory<Int32>)?
  private let importances: [AlignedFloats?]
  private let lists: LayerLists?

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
    // Like everything that affects the order of a sum, this depends on sizes and density alone.
    let usesLists = density <= 0.2 && model.inputs >= 32
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
    if case .pairs(let pairs, _) = model.target.kind {
      self.pairs = (
        AlignedMemory(pairs.map { Int32($0.0) }), AlignedMemory(pairs.map { Int32($0.1) })
      )
    } else {
      pairs = nil
    }
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

  /// Computes all values from x.
  func forward(_ x: UnsafePointer<Float>, blocks: Int) {
    lists?.list(x, inputs: model.inputs, blocks: blocks, kernels)
    for (operation, packed) in zip(model.plan.operations, packed) {
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

  private func layer(_ linear: LayerPlan.Linear) -> EngineLayer {
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

// MARK: - Targets and losses

extension LayerWorker {
  /// The targets of a chunk, in blocks.
  func targets(_ x: UnsafePointer<Float>, blocks: Int) -> UnsafePointer<Float> {
    if model.target.isInputs { return x }
    let t = targets.pointer
    let outputs = model.outputs
    switch model.target.kind {
    case .elements(0, 0): t.update(repeating: 0, count: outputs * blocks * 16)
    case .elements(let linear, let rectified):
      kernels.elementTargets(linear, rectified, Int64(outputs * blocks * 16), x, t)
    case .pairs(_, let logical):
      if let pairs {
        kernels.pairTargets(
          logical, pairs.first.pointer, pairs.second.pointer, Int32(outputs), x,
          Int32(model.inputs), Int32(blocks), t)
      }
    case .own(_, let body):
      for block in 0..<blocks {
        let inputs = UnsafeMutablePointer(mutating: x + block * model.inputs * 16)
        body(
          SampleBlock(inputs, units: model.inputs),
          SampleBlock(t + block * outputs * 16, units: outputs))
      }
    }
    addMatrix(x, blocks, to: t)
    return UnsafePointer(t)
  }

  private func addMatrix(_ x: UnsafePointer<Float>, _ blocks: Int, to t: UnsafeMutablePointer<Float>) {
    guard let matrix else { return }
    var layer = EngineLayer(inputs: Int32(model.inputs), outputs: Int32(model.outputs), bias: nil)
    if let columns = matrix.columns, let lists {
      kernels.listProduct(
        &layer, columns.pointer, t, &lists.entries, Int32(blocks), lists.rows.pointer, t)
    } else if let forward = matrix.forward {
      kernels.layerProduct(&layer, forward.pointer, t, x, Int32(blocks), t)
    }
  }

  /// The loss of the values of ``forward(_:blocks:)``.
  private func outputLoss(
    _ x: UnsafePointer<Float>, _ blocks: Int, _ weights: UnsafePointer<Float>,
    backTo sums: UnsafeMutablePointer<Float>?
  ) -> Double {
    let output = model.plan.output
    let target = targets(x, blocks: blocks)
    var loss = 0.0
    var pass = BackwardPass(count: model.plan.widths.count)
    for (term, importance) in zip(model.loss.terms, importances) {
      switch term.kind {
      case .power(let power, _):
        loss += powers(
          power, term.factor / Double(model.outputs), importance, output, x, target, blocks, weights,
          &pass)
      case .crossEntropy:
        var engine = EnginePower(
          units: Int32(model.outputs), power: 1, factor: Float(term.factor), factors: nil)
        let (gradient, adds) = pass.start(output, in: gradients)
        loss += Double(
          kernels.crossEntropy(
            &engine, value(output, x), target, Int32(blocks), weights, adds, gradient))
      case .own(_, let body):
        loss += own(body, Float(term.factor), x, target, blocks, weights, &pass)
      case .activations(let power, let layers):
        for layer in layers ?? Array(model.plan.activations.indices) {
          loss += powers(
            power, term.factor, nil, model.plan.activations[layer], x, nil, blocks, weights, &pass)
        }
      case .weights: break  // once a step
      }
    }
    if let sums { backward(x, blocks, &pass, into: sums) }
    return loss
  }

  private func powers(
    _ power: Double, _ factor: Double, _ factors: AlignedFloats?, _ number: Int,
    _ x: UnsafePointer<Float>, _ target: UnsafePointer<Float>?, _ blocks: Int,
    _ weights: UnsafePointer<Float>, _ pass: inout BackwardPass
  ) -> Double {
    var engine = EnginePower(
      units: Int32(model.plan.widths[number]), power: Float(power), factor: Float(factor),
      factors: factors.map { UnsafePointer($0.pointer) })
    let (gradient, adds) = pass.start(number, in: gradients)
    return Double(
      kernels.powerLoss(&engine, value(number, x), target, Int32(blocks), weights, adds, gradient))
  }

  private func own(
    _ body: LossFunction.Body, _ factor: Float, _ x: UnsafePointer<Float>,
    _ target: UnsafePointer<Float>, _ blocks: Int, _ weights: UnsafePointer<Float>,
    _ pass: inout BackwardPass
  ) -> Double {
    let output = model.plan.output
    let units = model.outputs
    let (gradient, adds) = pass.start(output, in: gradients)
    var loss = 0.0
    for block in 0..<blocks {
      let at = block * units * 16
      ownGradient.pointer.update(repeating: 0, count: units * 16)
      let own = SampleBlock(ownGradient.pointer, units: units)
      let losses = body(
        SampleBlock(UnsafeMutablePointer(mutating: value(output, x) + at), units: units),
        SampleBlock(UnsafeMutablePointer(mutating: target + at), units: units), own)
      let weight = UnsafeRawPointer(weights + block * 16).load(as: SIMD16<Float>.self) * factor
      let counts = weight .!= 0
      loss += Double((losses * weight).replacing(with: 0, where: .!counts).sum())
      let to = SampleBlock(gradient + at, units: units)
      for unit in 0..<units {
        let term = (own[unit] * weight).replacing(with: 0, where: .!counts)
        to[unit] = adds ? to[unit] + term : term
      }
    }
    return loss
  }
}

// MARK: - Gradients

extension LayerWorker {
  /// From the gradients by outputs and penalised values to those by the parameters.
  private func backward(
    _ x: UnsafePointer<Float>, _ blocks: Int, _ pass: inout BackwardPass,
    into sums: UnsafeMutablePointer<Float>
  ) {
    for (operation, packed) in zip(model.plan.operations, packed).reversed() {
      switch operation {
      case .linear(let linear):
        guard needsGradient[linear.output], let packed, let delta = pass.gradient[linear.output]
        else { continue }
        if let addend = linear.addend { carry(delta, to: addend, blocks, &pass) }
        addSums(linear, packed, x, delta, blocks, into: sums)
        back(linear, packed, delta, blocks, &pass)
      case .activation(let function, let input, let output):
        guard needsGradient[input], let delta = pass.gradient[output] else { continue }
        let z = slopes[output].map { UnsafePointer($0.pointer) } ?? value(input, x)
        let to = gradients[input].pointer
        kernels.activationGradient(
          function.kind, Int64(model.plan.widths[input] * blocks * 16), z, delta,
          pass.gradient[input], to)
        pass.gradient[input] = UnsafePointer(to)
      case .sum(let a, let b, let output):
        guard let delta = pass.gradient[output] else { continue }
        carry(delta, to: a, blocks, &pass)
        carry(delta, to: b, blocks, &pass)
      }
    }
  }

  private func carry(
    _ delta: UnsafePointer<Float>, to value: Int, _ blocks: Int, _ pass: inout BackwardPass
  ) {
    guard needsGradient[value] else { return }
    guard let before = pass.gradient[value] else {
      pass.gradient[value] = delta
      return
    }
    let own = gradients[value].pointer
    let count = model.plan.widths[value] * blocks * 16
    if before != UnsafePointer(own) { own.update(from: before, count: count) }
    kernels.add(Int64(count), own, delta)
    pass.gradient[value] = UnsafePointer(own)
  }

  /// The gradients by a layer's weights and biases.
  private func addSums(
    _ linear: LayerPlan.Linear, _ packed: PackedWeights, _ x: UnsafePointer<Float>,
    _ delta: UnsafePointer<Float>, _ blocks: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    let plan = model.plan
    var layer = layer(linear)
    if let bias = linear.bias, trained[bias] {
      kernels.biasSums(delta, layer.outputs, Int32(blocks), sums + plan.tensors[bias].offset)
    }
    guard case .tensor(let i) = linear.weights, trained[i] else { return }
    let to = sums + plan.tensors[i].offset
    if let lists, packed.columns != nil {
      lists.addOuter(&layer, delta, blocks, transposed: linear.transposed, to, kernels)
    } else if linear.transposed {
      // The weights are [inputs][outputs]: x takes the part of δ.
      var turned = EngineLayer(inputs: layer.outputs, outputs: layer.inputs, bias: nil)
      kernels.layerOuter(&turned, value(linear.input, x), delta, Int32(blocks), to)
    } else {
      kernels.layerOuter(&layer, delta, value(linear.input, x), Int32(blocks), to)
    }
  }

  /// Wᵀδ, added to what has come back to the layer's input.
  private func back(
    _ linear: LayerPlan.Linear, _ packed: PackedWeights, _ delta: UnsafePointer<Float>,
    _ blocks: Int, _ pass: inout BackwardPass
  ) {
    guard needsGradient[linear.input], let backward = packed.backward else { return }
    var turned = EngineLayer(
      inputs: Int32(model.plan.widths[linear.output]),
      outputs: Int32(model.plan.widths[linear.input]), bias: nil)
    let to = gradients[linear.input].pointer
    kernels.layerProduct(
      &turned, backward.pointer, pass.gradient[linear.input], delta, Int32(blocks), to)
    pass.gradient[linear.input] = UnsafePointer(to)
  }
}

/// Where the gradient by each value is, once something has come back to it.
private struct BackwardPass {
  var gradient: [UnsafePointer<Float>?]

  init(count: Int) { gradient = Array(repeating: nil, count: count) }

  /// Memory for a term of the loss that depends on a value, and whether to add to what is there.
  mutating func start(
    _ value: Int, in memory: [AlignedFloats]
  ) -> (UnsafeMutablePointer<Float>, adds: Bool) {
    let adds = gradient[value] != nil
    gradient[value] = UnsafePointer(memory[value].pointer)
    return (memory[value].pointer, adds)
  }
}
