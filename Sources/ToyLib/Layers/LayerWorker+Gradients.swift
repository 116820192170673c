internal import CToyEngine

extension LayerWorker {
  /// From the gradients by outputs and penalised values to those by the parameters.
  func backward(
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
struct BackwardPass {
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
