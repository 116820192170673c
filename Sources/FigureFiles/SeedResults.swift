internal import Foundation
public import SuperposeExperiments

/// What became of the claims of all experiments over seeds: a file, and a page made of it.
public struct SeedResults: ResultsFile, Hashable, Sendable {
  /// In the order of the catalogue.
  public var experiments: [SeedSweep]

  public init(_ experiments: [SeedSweep] = []) { self.experiments = experiments }

  /// With the outcomes of `newer`; experiments that no longer exist are dropped.
  public func merged(with newer: [SeedSweep]) -> SeedResults {
    SeedResults(
      Catalogue.experiments.compactMap { type in
        let old = experiments.first { $0.experiment == type.name }
        let new = newer.filter { $0.experiment == type.name }
        return new.reduce(old) { $0?.merged(with: $1) ?? $1 }
      })
  }
}

extension SeedResults {
  /// With the claims of `manifest` for experiments that have none: one run, with its seed.
  public func completed(with manifest: FigureManifest) -> SeedResults {
    let known = Set(experiments.map(\.experiment))
    return merged(
      with: manifest.experiments.filter { !known.contains($0.experiment) }.map { entry in
        SeedSweep(
          experiment: entry.experiment,
          claims: entry.claims.map { claim in
            ClaimOverSeeds(
              claim.statement, threshold: "ours",
              outcomes: [.init(seed: entry.seed, measured: claim.measured, held: claim.held)])
          })
      })
  }

  /// The results as a page in Markdown: a summary, then one table for each experiment.
  public var page: String {
    let several = experiments.filter { $0.seeds.count > 1 }
    let single = experiments.filter { $0.seeds.count == 1 }
    var lines = [
      "# Claims over seeds", "",
      "`superpose figures --seeds 1...5 --update` makes this page and `claims-over-seeds.json`. *Held* "
        + "means in at least 80 % of the seeds that",
      "tested the claim, *often* in 40 to 80 %, *rarely* in fewer. A number that differs between seeds "
        + "is followed by its range. *Threshold* says where",
      "the limits come from that decide whether a claim holds; all limits were fixed before the seeds "
        + "were run.", "",
      "| | claims | held | often | rarely | not asked |", "|---|---|---|---|---|---|",
      Self.summary("experiments with several seeds (\(several.count))", several),
      Self.summary("experiments with one seed (\(single.count))", single), "",
    ]
    for sweep in experiments { lines += Self.section(sweep) }
    return lines.joined(separator: "\n") + "\nNext: [Sweeps](sweeps.md)\n"
  }

  private static func summary(_ name: String, _ sweeps: [SeedSweep]) -> String {
    let claims = sweeps.flatMap(\.claims)
    let counts = [Standing.held, .often, .rarely, .notAsked].map { standing in
      "\(claims.count { $0.standing == standing })"
    }
    return row([name, "\(claims.count)"] + counts)
  }

  private static func section(_ sweep: SeedSweep) -> [String] {
    let seeds = sweep.seeds.map(String.init).joined(separator: ", ")
    return [
      "## \(sweep.experiment)", "", sweep.seeds.count == 1 ? "One seed: \(seeds)." : "Seeds: \(seeds).",
      "", "| claim | standing | held in | measured | threshold |", "|---|---|---|---|---|",
    ]
      + sweep.claims.map {
        row([$0.statement, $0.standing.rawValue, $0.count, $0.spread, $0.threshold])
      } + [""]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}
