internal import SuperposeDisplay
internal import SuperposeExperiments
internal import SuperposeJSON

/// What a sweep does at each point.
enum SweepWork: Sendable {
  case experiment(name: String, parameters: JSONObject, any Experiment)
  case function(name: String, @Sendable (SweepPoint) throws -> [String: Double])
  /// A function of a script, which only the script's own process can call.
  case script(name: String)

  /// Whether this process cannot run it, but the script's own can.
  var needsScript: Bool {
    if case .script = self { true } else { false }
  }

  /// What makes results of other work other results.
  var identity: JSONValue {
    switch self {
    case .experiment(let name, let parameters, _):
      ["experiment": .string(name), "parameters": JSONValue.object(parameters).canonical]
    case .function(let name, _), .script(let name): ["function": .string(name)]
    }
  }

  /// The measurements at a point.
  ///
  /// - Throws: What the work throws.
  func run(_ point: SweepPoint) throws -> JSONObject {
    switch self {
    case .experiment(_, _, let experiment): try Self.measure(experiment, point)
    case .function(_, let function): try function(point).mapValues(JSONValue.number)
    case .script(let name): throw SweepError.needsScript(work: name)
    }
  }

  private static func measure(_ experiment: some Experiment, _ point: SweepPoint) throws -> JSONObject {
    let values = JSONObject(uniqueKeysWithValues: point.parameters.map { ($0.name, $0.value) })
    var changed = try experiment.changed(values)
    changed.seed = point.seed
    return try changed.run().measurements
  }
}

extension Experiment {
  /// The parameters that can be changed.
  var settings: [Parameter] {
    let fixed = Set(constants.map(\.name))
    return parameters.filter { !fixed.contains($0.name) }
  }
}
