public import SuperposeDisplay

/// How often a claim holds over seeds.
public enum Standing: String, Sendable, Hashable, Codable {
  /// For at least 80 % of the seeds.
  case held
  /// For 40 to 80 %.
  case often
  /// For fewer.
  case rarely
  /// Fewer than ``leastSeeds`` seeds tested it, so that nothing is said about how often it holds.
  case fewSeeds = "few seeds"
  /// No run could test it.
  case notAsked = "not asked"

  /// The fewest seeds after which a claim is called held, often or rarely.
  public static let leastSeeds = 5

  /// From the answers of the seeds that tested the claim.
  public init(_ answers: [Bool]) {
    guard answers.count >= Self.leastSeeds else {
      self = answers.isEmpty ? .notAsked : .fewSeeds
      return
    }
    let share = Double(answers.count { $0 }) / Double(answers.count)
    // 4 of 5 is 80 %, whatever rounding does.
    self = share >= 0.8 - 1e-9 ? .held : share >= 0.4 - 1e-9 ? .often : .rarely
  }
}

/// A claim of an experiment over several seeds.
public struct ClaimOverSeeds: Sendable, Hashable, Codable {
  /// What one seed measured.
  public struct Outcome: Sendable, Hashable, Codable {
    public var seed: UInt64
    public var measured: String
    /// `nil` if the run could not test the claim.
    public var held: Bool?

    public init(seed: UInt64, measured: String, held: Bool?) {
      self.seed = seed
      self.measured = measured
      self.held = held
    }
  }

  public var statement: String
  /// Where the limits of ``Claim/held`` come from.
  public var threshold: String
  public var outcomes: [Outcome]

  public init(_ statement: String, threshold: String, outcomes: [Outcome]) {
    self.statement = statement
    self.threshold = threshold
    self.outcomes = outcomes
  }

  /// The answers of the seeds that tested the claim.
  public var answers: [Bool] { outcomes.compactMap(\.held) }
  public var standing: Standing { Standing(answers) }
  /// `4 of 5`.
  public var count: String { "\(answers.count { $0 }) of \(answers.count)" }
  /// The standing in words; of few seeds their number: `0 of 1 seed`.
  public var verdict: String {
    standing == .fewSeeds ? "\(count) seed\(answers.count == 1 ? "" : "s")" : standing.rawValue
  }
  /// Whether it held in every seed that tested it.
  public var isHeldThroughout: Bool { !answers.isEmpty && answers.allSatisfy(\.self) }

  /// The measurements of all seeds in one text: a number that differs is given with its range,
  /// `0.37 (0.29 to 0.41)`, the first seed's before. Texts that differ in more than numbers are listed
  /// by seed.
  public var spread: String {
    let texts = outcomes.map(\.measured)
    guard let first = texts.first else { return "" }
    if texts.allSatisfy({ $0 == first }) { return first }
    let parts = texts.map { NumbersInText($0) }
    guard parts.allSatisfy({ $0.words == parts[0].words }) else {
      return outcomes.map { "seed \($0.seed): \($0.measured)" }.joined(separator: " · ")
    }
    return parts[0].text { index, number in
      let all = parts.map { $0.numbers[index] }
      let sorted = all.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
      guard let low = sorted.first, let high = sorted.last, Double(low) != Double(high)
      else { return number }
      return "\(number) (\(low) to \(high))"
    }
  }
}

/// A text, divided into its numbers and the words between them.
private struct NumbersInText {
  /// One more than numbers.
  let words: [String]
  let numbers: [String]

  init(_ text: String) {
    var words: [String] = []
    var numbers: [String] = []
    var rest = text[...]
    let number = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/
    while let match = rest.firstMatch(of: number) {
      words.append(String(rest[..<match.range.lowerBound]))
      numbers.append(String(match.output))
      rest = rest[match.range.upperBound...]
    }
    self.words = words + [String(rest)]
    self.numbers = numbers
  }

  func text(_ number: (Int, String) -> String) -> String {
    words.enumerated().map { index, word in
      word + (index < numbers.count ? number(index, numbers[index]) : "")
    }.joined()
  }
}

/// The claims of one experiment over several seeds, shown as a table.
public struct SeedSweep: Sendable, Hashable, Codable {
  /// The experiment's name on the command line.
  public var experiment: String
  public var claims: [ClaimOverSeeds]

  public init(experiment: String, claims: [ClaimOverSeeds]) {
    self.experiment = experiment
    self.claims = claims
  }

  /// The claims of one run.
  ///
  /// - Throws: as `ExperimentResult.baselines`.
  public init<Result: ExperimentResult>(_ result: Result) throws {
    let experiment = result.experiment
    self.experiment = Result.Source.name
    claims = try result.allClaims.map {
      ClaimOverSeeds(
        $0.statement, threshold: $0.threshold,
        outcomes: [
          .init(
            seed: experiment.seed, measured: $0.measured, held: $0.isAsked ? $0.held : nil)
        ])
    }
  }

  /// The seeds in ascending order.
  public var seeds: [UInt64] { Set(claims.flatMap { $0.outcomes.map(\.seed) }).sorted() }

  /// With the outcomes of `newer`, which replace older ones of the same claim and seed. Claims that
  /// `newer` does not have are dropped if it has their seed.
  public func merged(with newer: SeedSweep) -> SeedSweep {
    let renewed = Set(newer.seeds)
    var merged: [ClaimOverSeeds] = newer.claims
    for index in merged.indices {
      let old = claims.first { $0.statement == merged[index].statement }?.outcomes ?? []
      merged[index].outcomes = (old.filter { !renewed.contains($0.seed) } + merged[index].outcomes)
        .sorted { $0.seed < $1.seed }
    }
    for claim in claims where !merged.contains(where: { $0.statement == claim.statement }) {
      var claim = claim
      claim.outcomes.removeAll { renewed.contains($0.seed) }
      if !claim.outcomes.isEmpty { merged.append(claim) }
    }
    return SeedSweep(experiment: experiment, claims: merged)
  }
}

extension SeedSweep: CustomStringConvertible {
  /// `energy-levels, 5 seeds: 2 held, 1 often, 1 rarely`, or `energy-levels, seed 4: 3 of 4 claims held`.
  public var description: String {
    let seeds = seeds
    let span = seeds.count == 1 ? "seed \(seeds[0])" : "\(seeds.count) seeds"
    let counts = [Standing.held, .often, .rarely, .notAsked].compactMap { standing in
      let count = claims.count { $0.standing == standing }
      return count > 0 ? "\(count) \(standing.rawValue)" : nil
    }
    let few = claims.filter { $0.standing == .fewSeeds }
    let held = few.count(where: \.isHeldThroughout)
    let apart = few.isEmpty ? [] : ["\(held) of \(few.count) claims held" + (seeds.count > 1 ? " in each seed" : "")]
    return "\(experiment), \(span): \((apart + counts).joined(separator: ", "))"
  }
}

extension SeedSweep: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row a claim.
  public var table: Table {
    Table(
      columns: ["claim", "standing", "held in", "measured", "threshold"],
      rows: claims.map { claim in
        [claim.statement, claim.verdict, claim.count, claim.spread, claim.threshold]
          .map { Table.Cell(text: $0) }
      })
  }
}

extension Experiment {
  /// Runs the experiment with each of `seeds`, and collects what became of its claims.
  ///
  ///     try EnergyLevels().run(seeds: 1...5)
  ///
  /// - Throws: as ``run()``, and when there are no seeds.
  public func run(seeds: some Sequence<UInt64>) throws -> SeedSweep {
    let seeds = Array(seeds)
    var sweep: SeedSweep?
    for seed in tracked(seeds) {
      var copy = self
      copy.seed = seed
      let one = try SeedSweep(try copy.run())
      sweep = sweep?.merged(with: one) ?? one
    }
    guard let sweep else { throw SeedSweepError.noSeeds(experiment: Self.name) }
    return sweep
  }
}

/// An error of a sweep over seeds. The description is a full sentence.
public enum SeedSweepError: Error, Hashable, Sendable, CustomStringConvertible {
  case noSeeds(experiment: String)

  public var description: String {
    switch self {
    case .noSeeds(let experiment): "\(experiment) cannot run over no seeds: give at least one."
    }
  }
}
