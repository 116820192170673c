internal import CToyEngine

extension LayerWorker {
  /// The targets of a chunk, in blocks, after ``list(_:blocks:)``.
  func targets(_ x: UnsafePointer<Float>, blocks: Int) -> UnsafePointer<Float> {
    if model.target.isInputs { return x }
    let t = targets.pointer
    let outputs = model.outputs
    switch model.target.kind {
    case .elements(0, 0): t.update(repeating: 0, count: outputs * blocks * 16)
    case .elements(let linear, let rectified):
      kernels.elementTargets(linear, rectified, Int64(outputs * blocks * 16), x, t)
    case .pairs:
      if let pairs {
        kernels.pairTargets(
          pairs.isLogical, pairs.first.pointer, pairs.second.pointer, Int32(outputs), x,
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
  func outputLoss(
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
        loss = penalty(term.factor, power, layers, x, blocks, weights, &pass, addedTo: loss)
      case .weights: break  // once a step
      }
    }
    if let sums { backward(x, blocks, &pass, into: sums) }
    return loss
  }

  /// The penalties on activations, without the loss of the outputs.
  func activationPenalties(
    _ x: UnsafePointer<Float>, _ blocks: Int, _ weights: UnsafePointer<Float>, _ pass: inout BackwardPass
  ) -> Double {
    var loss = 0.0
    for term in model.loss.terms {
      guard case .activations(let power, let layers) = term.kind else { continue }
      loss = penalty(term.factor, power, layers, x, blocks, weights, &pass, addedTo: loss)
    }
    return loss
  }

  private func penalty(
    _ factor: Double, _ power: Double, _ layers: [Int]?, _ x: UnsafePointer<Float>, _ blocks: Int,
    _ weights: UnsafePointer<Float>, _ pass: inout BackwardPass, addedTo loss: Double
  ) -> Double {
    (layers ?? Array(model.plan.activations.indices)).reduce(loss) { loss, layer in
      loss + powers(power, factor, nil, model.plan.activations[layer], x, nil, blocks, weights, &pass)
    }
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
