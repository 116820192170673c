internal import Foundation
internal import SuperposeJSON

/// The metadata of a file of trained layered networks.
private struct LayeredHeader: Codable {
  var training: JSONObject
  var groups: [ParameterGroup]
  /// The name of the update rule of one's own, if there is one.
  var rule: String?
  var instances: [Instance]

  struct Instance: Codable {
    var features: SamplerRecord
    var seed: UInt64
    var instance: Int
    var step: Int
    /// `nil` if it is not finite, because JSON cannot represent such numbers.
    var loss: Double?
    var lossError: Double?
    var ending: Ending?
    var history: [LossRecord]
    var window: LossWindow
  }
}

private let format = "superpose-layers-training-1"

extension TrainedLayeredNetworks {
  /// The networks as safetensors: for instance i the tensors `i.W1`, `i.b1` and so on, the buffers of
  /// the optimiser `memory0.i`, `memory1.i`, and in the metadata's `training` everything else as JSON.
  ///
  /// This is enough to resume with the same bits. The model, an update rule of your own and snapshots
  /// are not stored.
  public var safetensors: Safetensors {
    get throws {
      var file = Safetensors()
      for (i, model) in enumerated() {
        for (name, tensor) in try model.network.safetensors.tensors { file.tensors["\(i).\(name)"] = tensor }
        for (k, memory) in model.state.memories.enumerated() {
          file.tensors["memory\(k).\(i)"] = try Tensor(shape: [memory.count], values: memory)
        }
      }
      file.metadata["format"] = format
      file.metadata["model"] = first?.network.model.description
      try file.setTrainingHeader(header())
      return file
    }
  }

  /// Writes the networks as safetensors.
  public func write(to path: String) throws { try safetensors.write(to: path) }

  private func header() throws -> LayeredHeader {
    var parameters: JSONObject = [:]
    for (name, value) in training.parameters { parameters[name] = value }
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    return LayeredHeader(
      training: parameters, groups: settings.groups, rule: settings.rule?.name,
      instances: try map {
        try LayeredHeader.Instance(
          features: SamplerRecord($0.features), seed: $0.seed, instance: $0.instance, step: $0.step,
          loss: finite($0.loss), lossError: finite($0.lossEstimate.standardError), ending: $0.ending,
          history: $0.history, window: $0.state.window)
      })
  }

  /// Reads networks that `write(to:)` wrote.
  ///
  /// - Parameters:
  ///   - model: The model that was trained: a file cannot contain its functions.
  ///   - path: The file.
  ///   - rule: The update rule of your own that it was trained with, if there was one.
  ///   - features: The samplers, one for each network or one for all. They are required for samplers of
  ///     your own and fixed data sets, which a file cannot contain.
  ///   - samplers: The types of stored samplers of your own.
  /// - Throws: `ToyLibError` if the file is damaged, does not fit the model, or something is missing.
  public init(
    _ model: LayeredModel, contentsOf path: String, rule: UpdateRule? = nil,
    features: [any FeatureSampler]? = nil, samplers: [any StoredSampler.Type] = []
  ) throws {
    try self.init(
      model, Safetensors(contentsOf: path), name: path, rule: rule, features: features, samplers: samplers)
  }

  /// Reads networks from `file`. Errors use `name`.
  public init(
    _ model: LayeredModel, _ file: Safetensors, name: String = "safetensors", rule: UpdateRule? = nil,
    features: [any FeatureSampler]? = nil, samplers: [any StoredSampler.Type] = []
  ) throws {
    let reader = LayeredReader(model: model, file: file, name: name)
    let header = try reader.header()
    guard header.rule == rule?.name else {
      throw ToyLibError.mismatch(
        what: "update rule of \(name)", expected: header.rule.map { "the rule '\($0)'" } ?? "none",
        found: rule.map { "'\($0.name)'" } ?? "none")
    }
    let stored = try StoredSamplers(
      of: name, given: features, types: samplers, count: header.instances.count, things: "networks")
    let settings = LayerSettings(
      training: try Training(parameters: header.training), groups: header.groups, rule: rule)
    try settings.validate(model.plan)
    let networks = try header.instances.enumerated().map { i, instance in
      try reader.network(i, instance, stored.sampler(instance.features, i), settings)
    }
    self.init(networks, settings: settings)
  }
}

/// Reads the parts of a file.
private struct LayeredReader {
  let model: LayeredModel
  let file: Safetensors
  let name: String

  private func damaged(_ reason: String) -> ToyLibError { .damaged(file: name, reason: reason) }

  func header() throws -> LayeredHeader {
    guard file.metadata["format"] == format else {
      throw damaged("it contains no trained layered networks: the format in its metadata is not \(format)")
    }
    guard let formula = file.metadata["model"], formula == model.description else {
      throw ToyLibError.mismatch(
        what: "the model of \(name)", expected: model.description, found: file.metadata["model"] ?? "none")
    }
    let header = try file.trainingHeader(LayeredHeader.self, of: name)
    guard !header.instances.isEmpty else { throw damaged("it contains no network") }
    return header
  }

  func network(
    _ i: Int, _ header: LayeredHeader.Instance, _ features: any FeatureSampler, _ settings: LayerSettings
  ) throws -> TrainedLayeredNetwork {
    var own = Safetensors()
    for tensor in model.plan.tensors { own.tensors[tensor.name] = file.tensors["\(i).\(tensor.name)"] }
    let network = try LayeredNetwork(model, own, name: "\(name), instance \(i)")
    var state = LayerState(parameters: network.parameters, memories: 0)
    state.memories = try (0..<settings.memories).map {
      try file.values(of: "memory\($0).\(i)", shape: [model.plan.count], of: name)
    }
    state.step = header.step
    state.history = header.history
    state.window = header.window
    state.ending = header.ending
    return TrainedLayeredNetwork(
      model: model, features: features, seed: header.seed, instance: header.instance,
      lossEstimate: LossEstimate(header.loss ?? .nan, standardError: header.lossError ?? .nan),
      settings: settings, state: state)
  }
}
