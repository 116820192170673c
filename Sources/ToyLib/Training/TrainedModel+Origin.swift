internal import SuperposeJSON

extension TrainedModel {
  /// The model's architecture, sampler, instance and recipe, and its seed. `nil` where one of these
  /// cannot be written as JSON, such as a sampler of your own with numbers that are not finite.
  public var origin: Origin? {
    guard let model = try? JSONValue(encoding: network.architecture),
      let sampler = try? SamplerRecord(features)
    else { return nil }
    var parameters: JSONObject = [
      "model": model, "features": sampler.json, "instance": .integer(instance),
    ]
    for (name, value) in training.parameters { parameters[name] = value }
    if step != training.steps { parameters["step"] = .integer(step) }
    if hasGivenStart { parameters["initialWeights"] = "given" }
    return Origin(parameters: parameters, seed: seed)
  }
}
