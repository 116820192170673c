import Foundation
import SuperposeExperiments
import SuperposeFigureFiles
import Synchronization
import Testing
import ToyLib

@Suite struct SeedSweepTests {
  private func claim(_ held: [Bool?], _ measured: [String]? = nil) -> ClaimOverSeeds {
    ClaimOverSeeds(
      "it holds", threshold: "ours",
      outcomes: held.enumerated().map { index, held in
        .init(seed: UInt64(index + 1), measured: measured?[index] ?? "1", held: held)
      })
  }

  @Test func `a claim holds with four of five seeds, and often with two`() {
    #expect(claim([true, true, true, true, false]).standing == .held)
    #expect(claim([true, true, true, false, false]).standing == .often)
    #expect(claim([true, false, true, false, false]).standing == .often)
    #expect(claim([true, false, false, false, false]).standing == .rarely)
    #expect(claim([nil, nil]).standing == .notAsked)
    // Runs that could not test the claim do not count.
    #expect(claim([true, nil, true, true, true, true]).standing == .held)
    #expect(claim([true, nil, false, true]).count == "2 of 3")
  }

  @Test func `fewer than five seeds have no standing, only numbers`() {
    for (answers, verdict) in [
      ([true], "1 of 1 seed"), ([false], "0 of 1 seed"), ([true, false, true, true], "3 of 4 seeds"),
      ([false, nil, nil, nil, nil, nil], "0 of 1 seed"),
    ] as [([Bool?], String)] {
      #expect(claim(answers).standing == .fewSeeds && claim(answers).verdict == verdict)
    }
    #expect(claim([false, false, false, false, false]).verdict == "rarely")
    #expect(claim([nil]).verdict == "not asked")
    let one = SeedSweep(experiment: "opening", claims: [claim([true]), claim([false])])
    #expect("\(one)" == "opening, seed 1: 1 of 2 claims held")
    let five = SeedSweep(experiment: "opening", claims: [claim([true, true, true, true, false])])
    #expect("\(five)" == "opening, 5 seeds: 1 held")
    let page = SeedResults([one, five]).page
    #expect(page.contains("| 1 | 1 | 0 | 0 |") && page.contains("| 2 | 1 | 0 | 1 |"))
    #expect(page.contains("| it holds | 0 of 1 seed | 0 of 1 | 1 | ours |"))
    #expect(!page.contains("| it holds | rarely"))
  }

  @Test func `numbers that differ are given with their range`() {
    let texts = ["0.37 of 10 axes", "0.29 of 10 axes", "-1.5e-05 of 10 axes"]
    #expect(claim([true, true, true], texts).spread == "0.37 (-1.5e-05 to 0.37) of 10 axes")
    #expect(claim([true, true], ["never", "from 62 % on"]).spread == "seed 1: never · seed 2: from 62 % on")
    #expect(claim([true, true], ["all 5", "all 5"]).spread == "all 5")
  }

  @Test func `an experiment runs over seeds, each as if alone`() throws {
    var experiment = OpeningFigure()
    experiment.recipe.steps = 300
    let sweep = try experiment.run(seeds: [3, 1])
    #expect(sweep.seeds == [1, 3] && sweep.experiment == "opening")
    experiment.seed = 3
    let alone = try experiment.run().allClaims
    #expect(sweep.claims.map(\.statement) == alone.map(\.statement))
    #expect(sweep.claims.map { $0.outcomes[1].measured } == alone.map(\.measured))
    #expect(throws: SeedSweepError.self) { try experiment.run(seeds: []) }
  }

  @Test func `runs on several threads give what runs one after the other give`() throws {
    let found = Mutex<[SeedSweep]>([])
    let experiments: [any Experiment] = [OpeningFigure(), HiddenPenalty()]
    try SeedSweeper(pace: .fast, runs: 3).sweep(experiments, seeds: [1, 2]) { sweep in
      found.withLock { $0.append(sweep) }
    }
    let all = SeedResults().merged(with: found.withLock(\.self))
    #expect(all.experiments.map(\.experiment) == ["opening", "hidden-penalty"])
    #expect(all.experiments[0] == (try OpeningFigure().shortened.run(seeds: 1...2)))
    #expect(all.experiments[1].seeds == [1, 2])
  }

  @Test func `new results replace those of the same seed and claim`() {
    let old = SeedSweep(experiment: "opening", claims: [claim([true, true, false])])
    let new = SeedSweep(
      experiment: "opening",
      claims: [
        ClaimOverSeeds(
          "it holds", threshold: "ours", outcomes: [.init(seed: 3, measured: "2", held: true)])
      ])
    let merged = old.merged(with: new)
    #expect(merged.claims[0].outcomes.map(\.held) == [true, true, true])
    #expect(merged.claims[0].outcomes.map(\.measured) == ["1", "1", "2"])
  }

  @Test func `the file and the page hold every claim`() throws {
    let results = SeedResults([
      SeedSweep(experiment: "opening", claims: [claim([true, false, true, true, true])])
    ])
    let path = FileManager.default.temporaryDirectory.path + "/seeds-\(UInt64.random(in: 0 ... .max)).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try results.write(to: path)
    #expect(try SeedResults(contentsOf: path) == results)
    #expect(results.page.contains("| it holds | held | 4 of 5 | 1 | ours |"))
    #expect(throws: FigureFileError.self) { try SeedResults(contentsOf: path + "x") }
  }

  /// The committed page is made of the committed results.
  @Test func `the committed results are of all experiments, over five seeds, and the page is theirs`() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")
    let results = try SeedResults(contentsOf: docs.appendingPathComponent("claims-over-seeds.json").path)
    let page = try String(contentsOf: docs.appendingPathComponent("claims-over-seeds.md"), encoding: .utf8)
    #expect(page == results.page)
    let manifest = try FigureManifest(contentsOf: docs.appendingPathComponent("figures-manifest.json").path)
    let names = Catalogue.experiments.map { $0.name }
    #expect(manifest.experiments.map(\.experiment) == names)
    #expect(results.experiments.map(\.experiment) == names)
    #expect(results.experiments.allSatisfy { $0.claims.isEmpty || $0.seeds.count >= 5 })
  }
}
