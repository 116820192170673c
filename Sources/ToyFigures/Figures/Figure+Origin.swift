internal import SuperposeJSON
internal import SuperposePlot
internal import ToyLib

extension Figure {
  /// The figure with the origins of the trained models that it shows as its provenance; unchanged
  /// where none is known, or it has a provenance. `maker` is what made it.
  func showing(_ origins: [Origin?], by maker: String) -> Figure {
    let known = origins.compactMap(\.self)
    guard provenance == nil, !known.isEmpty else { return self }
    return provenance(Provenance(by: maker, of: known))
  }
}

extension Provenance {
  /// What the models have in common once, what differs as a list with one value for each model.
  init(by maker: String, of origins: [Origin]) {
    let names = Set(origins.flatMap(\.parameters.keys))
    var parameters: JSONObject = ["models": .integer(origins.count)]
    for name in names {
      let values = origins.map { $0.parameters[name] ?? .null }
      parameters[name] = Set(values).count == 1 ? values[0] : .array(values)
    }
    let seeds = Set(origins.map(\.seed))
    if seeds.count > 1 { parameters["seeds"] = .array(origins.map { .string("\($0.seed)") }) }
    self.init(
      experiment: maker, parameters: parameters,
      seed: seeds.count == 1 ? seeds.first : nil)
  }
}
