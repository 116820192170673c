internal import Foundation
internal import SuperposeJSON

/// The metadata of a file of trained models.
private struct CheckpointHeader: Codable {
  var steps: Int, batch: Int
  var optimiser: Optimiser
  var schedule: Schedule
  var recordEvery: Int?
  var earlyStop: EarlyStop?
  var evaluationSamples: Int
  /// Whether the objective was one of the user's, which a file cannot hold.
  var hasOwnObjective: Bool?
  var instances: [InstanceHeader]
}

private struct InstanceHeader: Codable {
  var architecture: Architecture
  var features: SamplerRecord
  var seed: UInt64
  var instance: Int
  var step: Int
  /// `nil` if it is not finite, because JSON cannot represent such numbers.
  var loss: Double?
  /// `nil` if it is unknown, as in files of older versions.
  var lossError: Double?
  var squaredError: Double?
  var ending: Ending?
  var history: [LossRecord]
  var window: LossWindow
}

extension LossWindow: Codable {
  private enum CodingKeys: String, CodingKey { case sum, count, best }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sum = try values.decode(Double.self, forKey: .sum)
    count = try values.decode(Int.self, forKey: .count)
    best = try values.decodeIfPresent(Double.self, forKey: .best) ?? .infinity
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(sum, forKey: .sum)
    try values.encode(count, forKey: .count)
    if best.isFinite { try values.encode(best, forKey: .best) }
  }
}

extension TrainedModels {
  /// The models as safetensors: for instance i the tensors `i.W`, `i.V` (unless tied) and `i.b`,
  /// the optimiser's `i.mean` and `i.variance`, and in the metadata's `training` everything else as
  /// JSON.
  ///
  /// This is enough to resume with the same bits. Snapshots, an objective of your own and the observer
  /// are not stored; the losses that are stored are those of the objective.
  public var safetensors: Safetensors {
    get throws {
      var file = Safetensors()
      for (i, model) in enumerated() {
        file.tensors["\(i).W"] = Tensor(model.weights)
        if !model.network.architecture.tied { file.tensors["\(i).V"] = Tensor(model.outputWeights) }
        file.tensors["\(i).b"] = try Tensor(shape: [model.bias.count], values: model.bias)
        let state = model.state
        file.tensors["\(i).mean"] = try Tensor(shape: [state.mean.count], values: state.mean)
        file.tensors["\(i).variance"] = try Tensor(
          shape: [state.variance.count], values: state.variance)
      }
      file.metadata["format"] = "superpose-toylib-1"
      file.metadata["seed"] = "\(first?.seed ?? 0)"
      try file.setTrainingHeader(header())
      return file
    }
  }

  /// Writes the models as safetensors.
  public func write(to path: String) throws { try safetensors.write(to: path) }

  /// JSON cannot represent other numbers.
  private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

  private func header() throws -> CheckpointHeader {
    CheckpointHeader(
      steps: training.steps, batch: training.batch, optimiser: training.optimiser,
      schedule: training.schedule, recordEvery: training.recordEvery,
      earlyStop: training.earlyStop, evaluationSamples: training.evaluationSamples,
      hasOwnObjective: training.objective.isSquaredError ? nil : true,
      instances: try map {
        try InstanceHeader(
          architecture: $0.network.architecture, features: SamplerRecord($0.features),
          seed: $0.seed, instance: $0.instance, step: $0.step,
          loss: finite($0.loss), lossError: finite($0.lossEstimate.standardError),
          squaredError: finite($0.squaredError), ending: $0.ending, history: $0.history,
          window: $0.state.window)
      })
  }

  /// Reads models that `write(to:)` wrote.
  ///
  /// `features` are the models' samplers: one for each, or one for all of them. They are required
  /// for custom samplers and fixed data sets, which a file cannot contain. `objective` is the one the
  /// models were trained with, if it was one of your own: without it they cannot train on. Throws
  /// `ToyLibError` if the file is damaged, its shapes are inconsistent, or samplers are missing.
  public init(
    contentsOf path: String, features: [any FeatureSampler]? = nil,
    samplers: [any StoredSampler.Type] = [], objective: Objective? = nil
  ) throws {
    try self.init(
      Safetensors(contentsOf: path), name: path, features: features, samplers: samplers,
      objective: objective)
  }

  /// Reads models from `file`. Errors use `name`.
  public init(
    _ file: Safetensors, name: String = "safetensors", features: [any FeatureSampler]? = nil,
    samplers: [any StoredSampler.Type] = [], objective: Objective? = nil
  ) throws {
    guard file.metadata["format"] == "superpose-toylib-1" else {
      throw ToyLibError.damaged(
        file: name,
        reason: "it contains no trained models: the format in its metadata is not superpose-toylib-1")
    }
    let header = try file.trainingHeader(CheckpointHeader.self, of: name)
    let stored = try StoredSamplers(
      of: name, given: features, types: samplers, count: header.instances.count, things: "models")
    var training = Training(header)
    if header.hasOwnObjective == true { training.objective = objective ?? .unknown }
    let models = try header.instances.enumerated().map { i, instance in
      try TrainedModel(file, i, instance, stored.sampler(instance.features, i), training, name)
    }
    self.init(models, training: training)
  }
}

extension Training {
  fileprivate init(_ header: CheckpointHeader) {
    self.init()
    steps = header.steps
    batch = header.batch
    optimiser = header.optimiser
    schedule = header.schedule
    recordEvery = header.recordEvery
    earlyStop = header.earlyStop
    evaluationSamples = header.evaluationSamples
  }
}

extension TrainedModel {
  fileprivate init(
    _ file: Safetensors, _ i: Int, _ header: InstanceHeader, _ sampler: any FeatureSampler,
    _ training: Training, _ name: String
  ) throws {
    func tensor(_ suffix: String, _ shape: [Int]) throws(ToyLibError) -> [Float] {
      try file.values(of: "\(i).\(suffix)", shape: shape, of: name)
    }
    let n = sampler.count
    let m = header.architecture.hidden
    try header.architecture.validate(features: n)
    let layout = ParameterLayout(features: n, hidden: m, tied: header.architecture.tied)
    let weights = Matrix(rows: n, columns: m, elements: try tensor("W", [n, m]))
    let output =
      layout.tied ? nil : Matrix(rows: n, columns: m, elements: try tensor("V", [n, m]))
    network = Network(header.architecture, unchecked: weights, output, try tensor("b", [n]))
    features = sampler
    seed = header.seed
    instance = header.instance
    lossEstimate = LossEstimate(header.loss ?? .nan, standardError: header.lossError ?? .nan)
    squaredError = header.squaredError ?? .nan
    var state = InstanceState(parameters: layout.pack(network))
    state.step = header.step
    state.mean = try tensor("mean", [layout.count])
    state.variance = try tensor("variance", [layout.count])
    state.history = header.history
    state.window = header.window
    state.ending = header.ending
    self.state = state
    self.training = training
  }
}

extension TrainedModels {
  /// The weights and biases as NumPy arrays over all instances: `W` [instances, features, hidden],
  /// `V` likewise unless tied, `b` [instances, features] and `loss` [instances].
  public var numpyArrays: [String: Tensor] {
    get throws {
      guard let network = first?.network else { return [:] }
      let n = network.features
      let m = network.hidden
      var arrays: [String: Tensor] = [:]
      arrays["W"] = try Tensor(shape: [count, n, m], values: flatMap(\.weights.elements))
      if !network.architecture.tied {
        arrays["V"] = try Tensor(shape: [count, n, m], values: flatMap(\.outputWeights.elements))
      }
      arrays["b"] = try Tensor(shape: [count, n], values: flatMap(\.bias))
      arrays["loss"] = try Tensor(shape: [count], values: map { Float($0.loss) })
      return arrays
    }
  }
}
