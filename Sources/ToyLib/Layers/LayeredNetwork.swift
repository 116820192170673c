internal import CToyEngine
internal import SuperposeFingerprints

/// A ``LayeredModel`` with its parameters.
///
///     var network = model.network(seed: 1)          // with initial parameters
///     try network.set("W1", to: matrix)
///     try network.outputs(of: samples)              // [samples, outputs]
public struct LayeredNetwork: Sendable {
  public let model: LayeredModel
  /// All parameters, as the plan lays them out.
  var parameters: [Float]

  init(unchecked model: LayeredModel, _ parameters: [Float]) {
    self.model = model
    self.parameters = parameters
  }

  /// The parameters with this name: weights [outputs, inputs], or a bias [1, outputs].
  public subscript(name: String) -> Matrix {
    get throws {
      let tensor = try tensor(name)
      return Matrix(
        rows: tensor.rows, columns: tensor.columns,
        elements: Array(parameters[tensor.offset..<tensor.offset + tensor.count]))
    }
  }

  /// Changes the parameters with this name.
  ///
  /// - Throws: `ToyLibError` for an unknown name, another shape, or numbers that are not finite.
  public mutating func set(_ name: String, to matrix: Matrix) throws {
    let tensor = try tensor(name)
    try matrix.check(name, rows: tensor.rows, columns: tensor.columns)
    parameters.replaceSubrange(tensor.offset..<tensor.offset + tensor.count, with: matrix.elements)
  }

  private func tensor(_ name: String) throws(ToyLibError) -> LayerPlan.Tensor {
    guard let tensor = model.plan.tensors.first(where: { $0.name == name }) else {
      throw .invalid(
        parameter: "the name of parameters", value: "'\(name)'",
        allowed: "one of \(model.plan.tensors.map(\.name).joined(separator: ", "))")
    }
    return tensor
  }

  /// The network after some step of training.
  public struct Snapshot: Sendable {
    /// The number of updates before it.
    public let step: Int
    public let network: LayeredNetwork
    /// The loss of the last update's samples; `nil` at step 0.
    public let loss: Double?

    /// The weights with this name as a snapshot of an embedding: each input's vector.
    package func embedding(of name: String) throws -> ToyLib.Snapshot {
      let weights = try network[name].transposed
      return ToyLib.Snapshot(
        step: step,
        network: Network(
          ReLUOutputModel(hidden: weights.columns).architecture, unchecked: weights, nil,
          Array(repeating: 0, count: weights.rows)), gradient: nil, loss: loss)
    }
  }
}

extension LayeredModel {
  /// A network with initial parameters. Equal seeds give equal parameters: those with which training
  /// with this seed and instance begins.
  public func network(seed: UInt64 = 0, instance: Int = 0) -> LayeredNetwork {
    let key = RandomKey(seed: seed, instance: instance)
    return LayeredNetwork(unchecked: self, plan.initialParameters(key))
  }
}

extension LayeredNetwork {
  /// The outputs for each sample: [samples, inputs] → [samples, outputs].
  public func outputs(of samples: Matrix) throws -> Matrix {
    try values([model.plan.output], of: samples)[0]
  }

  /// The outputs of every activation function, in order: each [samples, units].
  public func activations(of samples: Matrix) throws -> [Matrix] {
    try values(model.plan.activations, of: samples)
  }

  /// What the model is trained to output: [samples, inputs] → [samples, outputs].
  public func targets(of samples: Matrix) throws -> Matrix {
    var result = Matrix(rows: samples.rows, columns: model.outputs)
    try forEachChunk(of: samples) { worker, x, blocks, _, first in
      worker.list(x, blocks: blocks)
      let targets = worker.targets(x, blocks: blocks)
      copy(targets, to: &result, from: first)
    }
    return result
  }

  /// The loss on these samples, without the noise of drawing them.
  public func loss(on samples: Matrix) throws -> Double {
    try pass(samples, sums: nil)
  }

  /// The loss on these samples, and its derivatives by each parameter.
  public func lossAndGradient(on samples: Matrix) throws -> (loss: Double, gradient: LayeredNetwork) {
    let sums = AlignedFloats(count: max(16, parameters.count))
    let loss = try pass(samples, sums: sums)
    let scale = Float(1 / Double(samples.rows))
    var gradient = self
    gradient.parameters = sums.values.prefix(parameters.count).map { $0 * scale }
    for tensor in model.plan.tensors {
      for (i, kept) in (tensor.mask?.elements ?? []).enumerated() where kept == 0 {
        gradient.parameters[tensor.offset + i] = 0
      }
    }
    return (loss, gradient)
  }

  private func pass(_ samples: Matrix, sums: AlignedFloats?) throws -> Double {
    var loss = 0.0
    try forEachChunk(of: samples) { worker, x, blocks, weights, _ in
      loss += worker.loss(x, blocks: blocks, weights: weights, gradients: sums?.pointer)
    }
    let (penalty, packed) = (WeightPenalty(model), AlignedFloats(parameters))
    let kernels = VectorUnits.preferred.kernels
    let more =
      sums.map { penalty.add(packed, to: $0, times: Float(samples.rows), kernels) }
      ?? penalty.loss(packed, kernels)
    return loss / Double(samples.rows) + more
  }

  private func values(_ numbers: [Int], of samples: Matrix) throws -> [Matrix] {
    var results = numbers.map { Matrix(rows: samples.rows, columns: model.plan.widths[$0]) }
    try forEachChunk(of: samples) { worker, x, blocks, _, first in
      worker.forward(x, blocks: blocks)
      for i in results.indices { copy(worker.value(numbers[i], x), to: &results[i], from: first) }
    }
    return results
  }

  private func copy(_ blocks: UnsafePointer<Float>, to result: inout Matrix, from first: Int) {
    let units = result.columns
    for sample in 0..<min(model.plan.chunk, result.rows - first) {
      for unit in 0..<units {
        result[first + sample, unit] = blocks[(sample / 16 * units + unit) * 16 + sample % 16]
      }
    }
  }

  private func forEachChunk(
    of samples: Matrix,
    _ body: (LayerWorker, UnsafePointer<Float>, _ blocks: Int, UnsafePointer<Float>, _ first: Int) -> Void
  ) throws {
    guard samples.columns == model.inputs else {
      throw ToyLibError.mismatch(
        what: "samples", expected: "\(model.inputs) inputs each", found: "\(samples.columns)")
    }
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
    let present = samples.elements.count { $0 != 0 }
    let chunk = model.plan.chunk
    let worker = LayerWorker(
      model, samples: chunk, density: Double(present) / Double(samples.elements.count),
      trained: model.plan.tensors.map { _ in true }, kernels: VectorUnits.preferred.kernels)
    worker.use(AlignedFloats(parameters), version: 0)
    let weights = AlignedFloats(count: chunk)
    let x = SamplingPlan.blocks(samples)
    for first in stride(from: 0, to: samples.rows, by: chunk) {
      if Cancellation.isRequested { throw CancellationError() }
      let count = min(chunk, samples.rows - first)
      for i in 0..<chunk { weights.pointer[i] = i < count ? 1 : 0 }
      withExtendedLifetime((x, weights)) {
        body(
          worker, x.pointer + first * model.inputs, (count + 15) / 16, weights.pointer, first)
      }
    }
  }
}

extension LayeredNetwork {
  /// The loss on new samples of `features`. Equal seeds give equal samples.
  public func loss(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> Double {
    try lossEstimate(on: features, samples: samples, seed: seed).value
  }

  /// The loss on new samples of `features`, with its standard error.
  public func lossEstimate(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> LossEstimate {
    try require(samples >= 1 && samples <= 1 << 30, "samples", samples, "between 1 and 2^30")
    var training = Training()
    training.batch = samples
    let instance = try LayerInstance(
      model, features: features, key: RandomKey(seed: seed, instance: 0),
      settings: LayerSettings(training: training, groups: [], rule: nil))
    return try LayerEvaluation(instance, VectorUnits.preferred.kernels).loss(parameters)
  }

  /// A hash of the parameters: sixteen hexadecimal digits. Any changed bit changes it.
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(parameters)
    return fingerprint.hexadecimal
  }
}

extension LayeredNetwork: CustomStringConvertible {
  public var description: String {
    let count = model.plan.tensors.reduce(0) { $0 + $1.count }
    return "Network of \(model.inputs) inputs and \(model.outputs) outputs with \(count) parameters"
  }
}

// MARK: - Files

extension LayeredNetwork {
  /// The trained parameters by name, for files that Python's `safetensors` reads.
  public var safetensors: Safetensors {
    get throws {
      var file = Safetensors(metadata: ["format": "superpose-layers-1", "model": model.description])
      for tensor in model.plan.tensors { file.tensors[tensor.name] = Tensor(try self[tensor.name]) }
      return file
    }
  }

  /// Writes the trained parameters to a safetensors file. The model itself is not in the file.
  public func write(to path: String) throws { try safetensors.write(to: path) }

  /// The model with parameters of a safetensors file: its tensors must have the names and shapes of
  /// the model's parameters. A bias may have one axis, as PyTorch writes it.
  public init(_ model: LayeredModel, contentsOf path: String) throws {
    try self.init(model, Safetensors(contentsOf: path), name: path)
  }

  /// The model with the parameters of `file`. Errors use `name`.
  public init(_ model: LayeredModel, _ file: Safetensors, name: String = "safetensors") throws {
    self.init(unchecked: model, Array(repeating: 0, count: model.plan.count))
    for tensor in model.plan.tensors {
      guard let found = file.tensors[tensor.name] else {
        throw ToyLibError.damaged(file: name, reason: "tensor \(tensor.name) is missing")
      }
      let shape = [tensor.rows, tensor.columns]
      guard found.shape == shape || tensor.isBias && found.shape == [tensor.columns] else {
        throw ToyLibError.mismatch(
          what: "tensor \(tensor.name) of \(name)", expected: "shape \(shape)", found: "\(found.shape)")
      }
      try set(
        tensor.name,
        to: Matrix(rows: tensor.rows, columns: tensor.columns, elements: found.values))
    }
  }
}
