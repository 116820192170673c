public import SuperposeExperiments
public import SuperposeJSON

/// The results of experiments: hashes of their figures, and their claims.
///
/// The hash of a figure is that of its SVG, which is text made from numbers alone. PNG and PDF
/// files depend on the system's cairo and fonts as well, so their hashes would differ between
/// systems.
public struct FigureManifest: ResultsFile, Hashable, Sendable {
  /// One experiment.
  public struct Entry: Codable, Hashable, Sendable {
    /// Its name on the command line.
    public var experiment: String
    public var source: String
    public var parameters: JSONObject
    public var seed: UInt64
    /// SHA-256 of the SVG of each figure without its provenance, by the figure's name.
    public var figures: [String: String]
    /// SHA-256 of ``claims`` as JSON with sorted keys.
    public var numbers: String
    public var claims: [Outcome]
  }

  /// The result of a claim.
  public struct Outcome: Codable, Hashable, Sendable {
    public var statement: String
    public var measured: String
    /// `nil` for a claim that the run could not answer.
    public var held: Bool?

    init(_ claim: Claim) {
      statement = claim.statement
      measured = claim.measured
      held = claim.isAsked ? claim.held : nil
    }
  }

  /// `full` or `fast`.
  public var pace: String
  public var experiments: [Entry]

  public init(pace: Pace, experiments: [Entry]) {
    self.pace = pace == .full ? "full" : "fast"
    self.experiments = experiments
  }
}

extension FigureManifest {
  /// The manifest with the experiments of `newer` replacing older ones, in the order of the
  /// catalogue.
  public func updated(with newer: FigureManifest) -> FigureManifest {
    let names = Set(newer.experiments.map(\.experiment))
    let kept = pace == newer.pace ? experiments.filter { !names.contains($0.experiment) } : []
    let order = Catalogue.experiments.map { $0.name }
    var copy = newer
    // Experiments that no longer exist are dropped.
    copy.experiments = order.compactMap { name in
      (newer.experiments + kept).first { $0.experiment == name }
    }
    return copy
  }

  /// The differences from `expected`, one sentence each. Experiments that only `expected` has are
  /// ignored.
  public func differences(from expected: FigureManifest) -> [String] {
    guard pace == expected.pace else {
      return ["the pace is \(pace), but the manifest has the pace \(expected.pace)"]
    }
    return experiments.flatMap { entry -> [String] in
      guard let wanted = expected.experiments.first(where: { $0.experiment == entry.experiment })
      else { return ["\(entry.experiment): not in the manifest"] }
      return entry.differences(from: wanted)
    }
  }
}

extension FigureManifest.Entry {
  fileprivate func differences(from wanted: Self) -> [String] {
    var found: [String] = []
    if seed != wanted.seed { found.append("seed \(seed), in the manifest \(wanted.seed)") }
    for name in Set(parameters.keys).union(wanted.parameters.keys).sorted()
    where parameters[name] != wanted.parameters[name] {
      found.append("parameter \(name) differs")
    }
    for name in Set(figures.keys).union(wanted.figures.keys).sorted() {
      switch (figures[name], wanted.figures[name]) {
      case (nil, _): found.append("figure \(name) is missing")
      case (_, nil): found.append("figure \(name) is not in the manifest")
      case (let now, let then) where now != then: found.append("figure \(name) differs")
      default: break
      }
    }
    if numbers != wanted.numbers { found += claimDifferences(from: wanted) }
    return found.map { "\(experiment): \($0)" }
  }

  private func claimDifferences(from wanted: Self) -> [String] {
    let before = Dictionary(wanted.claims.map { ($0.statement, $0) }) { first, _ in first }
    let changed = claims.filter { before[$0.statement] != $0 }
    guard !changed.isEmpty else { return ["claims are missing or in a different order"] }
    return changed.map { claim in
      let then = before[claim.statement].map { "“\($0.measured)”" } ?? "nothing"
      return "claim “\(claim.statement)”: measured “\(claim.measured)”, in the manifest \(then)"
    }
  }
}
