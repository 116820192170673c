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
    let claims = experiments.flatMap(\.claims)
    var lines = [
      "# Claims over seeds", "",
      "`superpose figures --seeds 1...5 --update` makes this page and `claims-over-seeds.json`. *Held* "
        + "means in at least 80 % of the seeds that",
      "tested the claim, *often* in 40 to 80 %, *rarely* in fewer. Claims that fewer than five seeds "
        + "tested are counted apart: their standing",
      "is the number of seeds in which they held. A number that differs between seeds is followed by its "
        + "range. *Threshold* says where the",
      "limits come from that decide whether a claim holds; all limits were fixed before the seeds were run.",
      "", "| claims tested with five seeds or more | held | often | rarely |", "|---|---|---|---|",
      Self.row(Self.counts(claims)), "",
    ]
    let few = claims.filter { $0.standing == .fewSeeds }
    if !few.isEmpty {
      lines += [
        "| claims tested with fewer seeds | held in all of them | in some | in none |", "|---|---|---|---|",
        Self.row(Self.fewCounts(few)), "",
      ]
    }
    let notAsked = claims.count { $0.standing == .notAsked }
    if notAsked > 0 { lines += ["\(notAsked) claims need settings other than the experiment's.", ""] }
    for sweep in experiments { lines += Self.section(sweep) }
    return lines.joined(separator: "\n") + "\nNext: [Sweeps](sweeps.md)\n"
  }

  /// All claims of five seeds or more, and how many of them held, often or rarely.
  private static func counts(_ claims: [ClaimOverSeeds]) -> [String] {
    let counts = [Standing.held, .often, .rarely].map { standing in
      claims.count { $0.standing == standing }
    }
    return ([counts.reduce(0, +)] + counts).map { "\($0)" }
  }

  /// All claims of fewer seeds, and how many of them held in all, some and none of the seeds.
  private static func fewCounts(_ few: [ClaimOverSeeds]) -> [String] {
    let all = few.count(where: \.isHeldThroughout)
    let none = few.count { !$0.answers.contains(true) }
    return [few.count, all, few.count - all - none, none].map { "\($0)" }
  }

  private static func section(_ sweep: SeedSweep) -> [String] {
    let seeds = sweep.seeds.map(String.init).joined(separator: ", ")
    return [
      "## \(sweep.experiment)", "", sweep.seeds.count == 1 ? "One seed: \(seeds)." : "Seeds: \(seeds).",
      "", "| claim | standing | held in | measured | threshold |", "|---|---|---|---|---|",
    ]
      + sweep.claims.map {
        row([$0.statement, $0.verdict, $0.count, $0.spread, $0.threshold])
      } + [""]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}
