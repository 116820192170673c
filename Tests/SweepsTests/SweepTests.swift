import Foundation
import SuperposeDisplay
import SuperposeExperiments
import SuperposeJSON
import SuperposeSweeps
import Synchronization
import Testing
import ToyLib

/// A folder for one test.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appending(path: "sweeps-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

/// x · 10 + y + seed / 10 at each point, and how often that was computed.
final class CountedSweep: Sendable {
  let count = Atomic<Int>(0)

  func sweep(x: [Int] = [1, 2, 3], seeds: ClosedRange<UInt64> = 1...2) throws -> Sweep {
    try Sweep("counted", over: ["x": x, "y": [0.5, 1.5]], seeds: seeds) { [self] point in
      count.add(1, ordering: .relaxed)
      return ["value": try point.number("x") * 10 + point.number("y") + Double(point.seed) / 10]
    }
  }

  var runs: Int { count.load(ordering: .relaxed) }
}

@Suite struct SweepTests {
  @Test func `points are numbered in the order of the axes, with seeds fastest`() throws {
    let points = try CountedSweep().sweep().points
    #expect(points.count == 12 && points.map(\.number) == Array(0..<12))
    #expect(
      points.prefix(5).map(\.description) == [
        "x 1, y 0.5, seed 1", "x 1, y 0.5, seed 2", "x 1, y 1.5, seed 1", "x 1, y 1.5, seed 2", "x 2, y 0.5, seed 1",
      ])
  }

  @Test func `a point keeps its name when the sweep grows, and no two points share one`() throws {
    let (small, large) = (try CountedSweep().sweep(), try CountedSweep().sweep(x: [0, 1, 2, 3, 4], seeds: 1...9))
    let names = Set(large.points.map(\.name))
    #expect(names.count == large.points.count && names.isSuperset(of: small.points.map(\.name)))
    #expect(names.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil })
    let other = try Sweep("other", over: ["x": [1, 2, 3], "y": [0.5, 1.5]], seeds: 1...2) { _ in [:] }
    #expect(names.isDisjoint(with: other.points.map(\.name)))
  }

  @Test func `whole numbers are the same value with and without a fraction`() throws {
    let a = try Sweep("s", over: ["x": [1, 2]]) { _ in [:] }
    let b = try Sweep("s", over: ["x": [1.0, 2.0]]) { _ in [:] }
    #expect(a.points.map(\.name) == b.points.map(\.name))
  }

  @Test func `values of points have types`() throws {
    let sweep = try Sweep("s", over: ["x": [2.5], "kind": ["a"], "n": 3...3]) { _ in [:] }
    let point = sweep.points[0]
    #expect(try point.number("x") == 2.5 && point.number("n") == 3 && point.integer("n") == 3)
    #expect(try point.text("kind") == "a")
    #expect(throws: SweepError.wrongKind(name: "x", wanted: "a whole number", found: "2.5")) {
      try point.integer("x")
    }
    #expect(throws: SweepError.noParameter(name: "z", known: ["x", "kind", "n"])) { try point.number("z") }
  }

  @Test func `axes and seeds that make no sweep are refused`() throws {
    func sweep(_ axes: KeyValuePairs<String, any SweepValues>, seeds: [UInt64] = [1]) throws {
      _ = try Sweep(over: axes, seeds: seeds) { _ in [:] }
    }
    #expect(throws: SweepError.emptyAxis(name: "x")) { try sweep(["x": [Int]()]) }
    #expect(throws: SweepError.repeatedAxis(name: "x")) { try sweep(["x": [1], "x": [2]]) }
    #expect(throws: SweepError.repeatedValue(axis: "x", value: "1")) { try sweep(["x": [1, 1.0]]) }
    #expect(throws: SweepError.axisName("seed")) { try sweep(["seed": [1]]) }
    #expect(throws: SweepError.self) { try sweep(["x": [1]], seeds: []) }
    #expect(throws: SweepError.self) { try sweep(["x": [1]], seeds: [2, 2]) }
    #expect(throws: SweepError.self) { try sweep(["x": 1...2_000, "y": 1...2_000]) }
  }

  @Test func `the results are a table in the order of the points, exact in its files`() throws {
    let results = try CountedSweep().sweep().run(jobs: 3)
    #expect(results.table.columns == ["point", "x", "y", "seed", "value"] && results.missing.isEmpty)
    #expect(try results.table.column("point") == (0..<12).map(String.init))
    #expect(try results.table.numbers("value").prefix(3) == [10.6, 10.7, 11.6])
    let third = try Sweep("s", over: ["x": [3.0]]) { ["value": 1 / (try $0.number("x"))] }
    #expect(try third.run().table.numbers("value") == [1.0 / 3])
  }

  @Test func `a folder keeps results, and only what is missing runs again`() throws {
    try withFolder { folder in
      let counted = CountedSweep()
      let first = try counted.sweep().run(in: folder)
      #expect(counted.runs == 12)
      #expect(try counted.sweep().run(in: folder).table == first.table && counted.runs == 12)
      // Larger, damaged and foreign: two new points, and two files that are no results of theirs.
      let points = try counted.sweep().points
      try "{".write(toFile: "\(folder)/points/\(points[0].name).json", atomically: true, encoding: .utf8)
      try FileManager.default.removeItem(atPath: "\(folder)/points/\(points[1].name).json")
      try FileManager.default.copyItem(
        atPath: "\(folder)/points/\(points[2].name).json", toPath: "\(folder)/points/\(points[1].name).json")
      #expect(try counted.sweep().status(in: folder).done == 10)
      let larger = try counted.sweep(x: [1, 2, 3, 4]).run(in: folder)
      #expect(larger.missing.isEmpty && counted.runs == 12 + 2 + 4)
      #expect(try counted.sweep().results(in: folder).table == first.table)
    }
  }

  @Test func `a point that fails is reported and tried again, and the others are kept`() throws {
    try withFolder { folder in
      let isBroken = Atomic<Bool>(true)
      struct Broken: Error, CustomStringConvertible { var description: String { "the disk is upside down" } }
      func sweep() throws -> Sweep {
        try Sweep("s", over: ["x": 0...9]) { point in
          if point.number % 5 == 3, isBroken.load(ordering: .relaxed) { throw Broken() }
          return ["x": try point.number("x")]
        }
      }
      let results = try sweep().run(in: folder)
      #expect(results.missing.map(\.number) == [3, 8] && results.table.rows.count == 8)
      let status = try sweep().status(in: folder)
      #expect(status.description == "s: 8 of 10 points done, 2 failed")
      #expect(status.failures.map(\.reason) == ["the disk is upside down", "the disk is upside down"])
      isBroken.store(false, ordering: .relaxed)
      #expect(try sweep().run(in: folder).missing.isEmpty)
      #expect(try sweep().status(in: folder).isComplete && sweep().status(in: folder).failures.isEmpty)
    }
  }

  @Test func `when every point fails, the sweep fails`() throws {
    let sweep = try Sweep("s", over: ["x": 0...2]) { ["y": try $0.number("z")] }
    let error = #expect(throws: SweepError.self) { try sweep.run() }
    #expect("\(try #require(error))".hasPrefix("All 3 points failed. The first one that failed: x "))
  }

  @Test func `numbers that JSON does not have come back`() throws {
    let sweep = try Sweep("s", over: ["x": [0]]) { _ in ["a": .nan, "b": .infinity, "c": -.infinity] }
    let table = try sweep.run().table
    #expect(try table.numbers("a")[0].isNaN && table.numbers("b") == [.infinity] && table.numbers("c") == [-.infinity])
  }

  @Test func `two runs in one folder lose nothing and count nothing twice`() throws {
    try withFolder { folder in
      let counted = CountedSweep()
      let sweep = try counted.sweep(seeds: 1...20)
      let group = DispatchGroup()
      for _ in 0..<3 {
        group.enter()
        Thread.detachNewThread {
          _ = try? sweep.run(in: folder)
          group.leave()
        }
      }
      group.wait()
      #expect(try sweep.results(in: folder).table == sweep.run().table)
      #expect(sweep.status(in: folder).started == 0)
    }
  }

  @Test func `points that an earlier process started come last`() throws {
    try withFolder { folder in
      let order = Mutex<[Int]>([])
      let sweep = try Sweep("s", over: ["x": 0...5]) { point in
        order.withLock { $0.append(point.number) }
        return ["x": 1]
      }
      _ = try SweepRunner(sweep, in: folder)
      try "".write(toFile: "\(folder)/started/\(sweep.points[1].name)", atomically: true, encoding: .utf8)
      #expect(sweep.status(in: folder).description == "s: 0 of 6 points done, 1 started, 5 waiting")
      _ = try sweep.run(in: folder, jobs: 1)
      #expect(order.withLock(\.self) == [0, 2, 3, 4, 5, 1])
    }
  }

  @Test func `an experiment gives the same bits however the points are split`() throws {
    var model = SweptModel()
    (model.recipe.steps, model.restarts) = (100, 2)
    let sweep = try Sweep(model, over: ["features": [3, 5], "sparsity": [0, 0.9]], seeds: 1...2)
    let whole = try sweep.run(jobs: 1).table
    try withFolder { folder in
      for share in ["2/3", "0/3", "1/3"] {
        let points = try SweepSelection(share).points(of: sweep)
        #expect(try SweepRunner(sweep, in: folder, atOnce: 2).run(points) == 0)
      }
      #expect(sweep.results(in: folder).table == whole)
    }
    // And those of the experiment alone.
    var alone = model
    (alone.features, alone.sparsity, alone.seed) = (5, 0.9, 2)
    #expect(try whole.column("fingerprint").last == alone.run().model.network.fingerprint)
  }

  @Test func `an experiment of the catalogue gives its numbers and claims`() throws {
    var opening = OpeningFigure()
    opening.recipe.steps = 200
    let results = try Sweep(opening, over: ["restarts": [2]], seeds: 1...2).run()
    #expect(results.measurements.contains { $0.hasPrefix("claim: ") } && results.table.rows.count == 2)
    #expect(throws: ParameterError.self) { try Sweep(opening, over: ["restart": [2]]) }
  }

  @Test func `a share, numbers or all points can be selected`() throws {
    let sweep = try CountedSweep().sweep()
    func numbers(_ text: String) throws -> [Int] { try SweepSelection(text).points(of: sweep).map(\.number) }
    #expect(try numbers("all").count == 12 && numbers("1/4") == [1, 5, 9] && numbers("0-2,7") == [0, 1, 2, 7])
    #expect(try (0..<5).flatMap { try numbers("\($0)/5") }.sorted() == Array(0..<12))
    #expect(throws: SweepError.noPoint(number: 12, count: 12)) { try numbers("11-12") }
    for text in ["4/4", "-1/4", "1/0", "a", "3-1", "", "1,,2", "1/2/3", "99999999999999999999"] {
      #expect(throws: SweepError.self, "\(text)") { try SweepSelection(text) }
    }
  }
}
