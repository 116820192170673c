internal import Foundation
internal import SuperposeExperiments
package import SuperposeJSON

extension Sweep {
  /// The sweep of a file of JSON:
  ///
  /// ```json
  /// {
  ///   "experiment": "model",
  ///   "parameters": {"features": 6, "recipe.steps": 2000},
  ///   "axes": [
  ///     {"name": "sparsity", "values": [0, 0.7, 0.9]},
  ///     {"name": "hidden", "from": 2, "to": 4}
  ///   ],
  ///   "seeds": {"from": 1, "to": 5}
  /// }
  /// ```
  ///
  /// An axis without `values` has all whole numbers `from` … `to`, or `count` numbers at equal distances; with
  /// `"scale": "log"`, at equal ratios. `parameters` and `name` can be left out, and so can `seeds`: it is 1.
  ///
  /// - Throws: ``SweepError`` and `ParameterError`, in sentences.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SweepError.file(path: path, reason: "it does not exist, or cannot be read")
    }
    let value: JSONValue
    do { value = try JSONReader.value(in: data) } catch {
      throw SweepError.file(path: path, reason: "it is not JSON: \(error)")
    }
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    try self.init(json: value, name: stem, path: path)
  }

  init(json: JSONValue, name stem: String, path: String) throws {
    let reader = SweepFileReader(path: path)
    let members = try reader.object(
      json, "the file", allowed: ["name", "experiment", "parameters", "axes", "seeds"])
    guard let experiment = members["experiment"]?.string else {
      throw reader.error("'experiment' must be the name of an experiment")
    }
    var parameters = JSONObject()
    if let given = members["parameters"] {
      guard let object = given.object else { throw reader.error("'parameters' must be an object") }
      parameters = object
    }
    let value = try Self.experiment(named: experiment).changed(parameters)
    let all = JSONObject(uniqueKeysWithValues: value.settings.map { ($0.name, $0.value) })
    try self.init(
      named: members["name"]?.string ?? stem, experiment: experiment, parameters: all, value,
      axes: try reader.axes(members["axes"]), seeds: try reader.seeds(members["seeds"]))
  }

  /// The sweep that a script described: see ``scriptDescription``.
  package init(ofScript path: String, description json: JSONValue) throws {
    if json["experiment"] != nil {
      try self.init(json: json, name: "", path: path)
      return
    }
    let reader = SweepFileReader(path: path)
    guard let name = json["name"]?.string, let function = json["function"]?.string else {
      throw reader.error("the script described no sweep")
    }
    try self.init(
      name: name, axes: try reader.axes(json["axes"]), seeds: try reader.seeds(json["seeds"]),
      work: .script(name: function))
  }

  /// Experiments that sweeps can run: ``SweptModel``, and those of the catalogue.
  ///
  /// - Throws: ``SweepError`` for an unknown name.
  static func experiment(named name: String) throws -> any Experiment {
    if name == SweptModel.name { return SweptModel() }
    guard let experiment = Catalogue.experiment(named: name) else {
      throw SweepError.unknownExperiment(
        name: name, known: [SweptModel.name] + Catalogue.experiments.map { $0.name })
    }
    return experiment
  }
}

/// Reads the parts of a sweep's file.
struct SweepFileReader {
  let path: String

  func error(_ reason: String) -> SweepError { .file(path: path, reason: reason) }

  /// The members of an object without unknown names, which would be mistakes that nobody sees.
  func object(_ value: JSONValue, _ what: String, allowed: [String]) throws -> JSONObject {
    guard let members = value.object else { throw error("\(what) must be an object") }
    if let unknown = members.keys.sorted().first(where: { !allowed.contains($0) }) {
      throw error("\(what) has '\(unknown)'; wanted only \(allowed.joined(separator: ", "))")
    }
    return members
  }

  func axes(_ value: JSONValue?) throws -> [SweepAxis] {
    guard let value else { return [] }
    guard let list = value.array else { throw error("'axes' must be a list of objects") }
    return try list.map { element in
      let members = try object(
        element, "an axis", allowed: ["name", "values", "from", "to", "count", "scale"])
      guard let name = members["name"]?.string else { throw error("an axis has no 'name'") }
      return try SweepAxis(name, try values(members, of: "the axis \(name)"))
    }
  }

  func seeds(_ value: JSONValue?) throws -> [UInt64] {
    guard let value else { return [1] }
    let list: [JSONValue]
    if let array = value.array {
      list = array
    } else {
      list = try values(try object(value, "'seeds'", allowed: ["from", "to"]), of: "'seeds'")
    }
    // A seed that is no whole number of JSON is written as text.
    let seeds = list.compactMap { UInt64($0.brief) }
    guard seeds.count == list.count else { throw error("'seeds' must be whole numbers from 0") }
    return seeds
  }

  private func values(_ members: JSONObject, of what: String) throws -> [JSONValue] {
    if let values = members["values"] {
      guard let list = values.array, members.count == 2 else {
        throw error("\(what) must have a list of 'values', or 'from' and 'to'")
      }
      return list
    }
    guard let first = members["from"]?.number, let last = members["to"]?.number else {
      throw error("\(what) must have a list of 'values', or the numbers 'from' and 'to'")
    }
    let scale = members["scale"]?.string ?? "linear"
    guard scale == "linear" || scale == "log", members["scale"] == nil || members["count"] != nil else {
      throw error("the 'scale' of \(what) must be 'linear' or 'log', with a 'count'")
    }
    guard let count = members["count"] else { return try whole(first, last, what) }
    guard let count = count.integer, (2...Sweep.pointLimit).contains(count) else {
      throw error("the 'count' of \(what) must be a whole number from 2 to \(Sweep.pointLimit)")
    }
    guard scale == "linear" || (first > 0 && last > 0) else {
      throw error("\(what) cannot be logarithmic: wanted 'from' and 'to' above 0")
    }
    return Self.spaced(from: first, to: last, count: count, isLogarithmic: scale == "log")
  }

  private func whole(_ first: Double, _ last: Double, _ what: String) throws -> [JSONValue] {
    guard let low = Int(exactly: first), let high = Int(exactly: last), low <= high,
      last - first < Double(Sweep.pointLimit)
    else {
      throw error("\(what) must have whole numbers 'from' ≤ 'to', or a 'count'")
    }
    return (low...high).map { .integer($0) }
  }

  /// Both ends are exact.
  private static func spaced(
    from first: Double, to last: Double, count: Int, isLogarithmic: Bool
  ) -> [JSONValue] {
    (0..<count).map { index in
      if index == 0 { return .number(first) }
      if index == count - 1 { return .number(last) }
      let share = Double(index) / Double(count - 1)
      return .number(isLogarithmic ? first * pow(last / first, share) : first + (last - first) * share)
    }
  }
}

extension Sweep {
  /// The sweep as a file; `nil` for a function, which no file can hold.
  var fileContents: JSONValue? {
    guard case .experiment(let experiment, let parameters, _) = work else { return nil }
    return [
      "name": .string(name), "experiment": .string(experiment), "parameters": .object(parameters),
      "axes": axesAsJSON, "seeds": seedsAsJSON,
    ]
  }

  /// What a script tells of its sweep: all of an experiment, and of a function its name.
  var scriptDescription: JSONValue {
    fileContents ?? ["name": .string(name), "function": .string(name), "axes": axesAsJSON, "seeds": seedsAsJSON]
  }

  private var axesAsJSON: JSONValue {
    .array(axes.map { ["name": .string($0.name), "values": .array($0.values)] })
  }

  private var seedsAsJSON: JSONValue {
    .array(seeds.map { Int(exactly: $0).map(JSONValue.integer) ?? .string("\($0)") })
  }
}
