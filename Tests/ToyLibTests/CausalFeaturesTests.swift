import Testing
import ToyLib

@Suite struct CausalFeaturesTests {
  /// Feature 3 has two causes that share one; feature 4 has one.
  private func diamond() throws -> CausalFeatures {
    try CausalFeatures(
      base: [0.3, 0.1, 0.05, 0.02, 0],
      parents: [
        [], [.init(0, strength: 0.8)], [.init(0, strength: 0.6)],
        [.init(1, strength: 0.5), .init(2, strength: 0.9)], [.init(3, strength: 1)],
      ], magnitude: .one)
  }

  /// The probability of each set of present features, by the definition.
  private func probabilities(_ graph: CausalFeatures) -> [Double] {
    (0..<1 << graph.count).map { set in
      (0..<graph.count).reduce(1) { product, i in
        let absence = graph.parents[i].reduce(1 - graph.base[i]) {
          set >> $1.feature & 1 == 1 ? $0 * (1 - $1.strength) : $0
        }
        return product * (set >> i & 1 == 1 ? 1 - absence : absence)
      }
    }
  }

  @Test func `sets of features are as frequent as the noisy or says`() throws {
    let graph = try diamond()
    let wanted = probabilities(graph)
    let draws = 200_000
    let samples = try graph.samples(draws, seed: 3)
    var found = [Int](repeating: 0, count: wanted.count)
    for s in 0..<draws {
      found[(0..<graph.count).reduce(0) { samples[s, $1] != 0 ? $0 | 1 << $1 : $0 }] += 1
    }
    for (count, p) in zip(found, wanted) {
      #expect(abs(Double(count) / Double(draws) - p) < 5 * (p * (1 - p) / Double(draws)).squareRoot() + 1e-12)
    }
    // Feature 4 is there exactly with its only cause.
    #expect((0..<draws).allSatisfy { samples[$0, 4] == samples[$0, 3] })
  }

  @Test func `bounds are densities in trees, and above them where causes are shared`() throws {
    let graph = try diamond()
    let all = probabilities(graph)
    let bounds = graph.largestDensities
    for i in 0..<graph.count {
      let density = all.indices.reduce(0.0) { $1 >> i & 1 == 1 ? $0 + all[$1] : $0 }
      if i < 3 { #expect(abs(bounds[i] - density) < 1e-12) } else { #expect(bounds[i] > density + 0.01) }
    }
  }

  @Test func `random graphs have as many parents as expected`() throws {
    let graph = try CausalFeatures(count: 200, expectedParents: 3, base: 0.01, strength: 0.2, seed: 5)
    let edges = graph.parents.reduce(0) { $0 + $1.count }
    // 19,900 possible edges, of which 600 are expected: a standard deviation of 24.
    #expect(abs(edges - 600) < 120)
    #expect(
      graph.parents.enumerated().allSatisfy { i, list in list.allSatisfy { $0.feature < i && $0.strength == 0.2 } })
    #expect(try graph == CausalFeatures(count: 200, expectedParents: 3, base: 0.01, strength: 0.2, seed: 5))
    #expect(try graph != CausalFeatures(count: 200, expectedParents: 3, base: 0.01, strength: 0.2, seed: 6))
    let full = try CausalFeatures(count: 5, expectedParents: 2, base: 0.1, strength: 1)
    #expect(full.parents.map(\.count) == [0, 1, 2, 3, 4])
    #expect(try CausalFeatures(count: 1, expectedParents: 0, base: 0.5, strength: 1).parents == [[]])
  }

  @Test func `the same seed gives the same bits, in one model and in several`() throws {
    let graph = try CausalFeatures(count: 12, expectedParents: 2, base: 0.1, strength: 0.4, seed: 1)
    #expect(try graph.samples(100, seed: 7)[rows: 0..<40] == graph.samples(40, seed: 7))
    let three = try ReLUOutputModel(hidden: 3).train(on: graph, steps: 20, instances: 3, seed: 2)
    let one = try ReLUOutputModel(hidden: 3).train(on: graph, steps: 20, instances: 1, seed: 2)
    #expect(three[0].weights == one[0].weights)
  }

  @Test func `bad graphs are refused`() throws {
    typealias Parent = CausalFeatures.Parent
    func refusal(_ base: [Double], _ parents: [[Parent]]) -> String {
      do { _ = try CausalFeatures(base: base, parents: parents) } catch { return "\(error)" }
      return ""
    }
    #expect(
      refusal([0.1, 0.1], [[Parent(1, strength: 0.5)], []])
        == "parent of feature 0 is 1, but must be the number of a feature before it, once.")
    let twice = Parent(0, strength: 0.5)
    #expect(refusal([0.1, 0.1], [[], [twice, twice]]).contains("parent of feature 1 is 0"))
    #expect(refusal([0.1, 0.1], [[], [Parent(0, strength: 2)]]).contains("strength of a parent of feature 1 is 2"))
    #expect(refusal([0.1, .nan], [[], []]).contains("base probability of feature 1 is nan"))
    #expect(refusal([0.1, 0.1], [[]]).contains("one list for each of the 2 features"))
    #expect(refusal([], []).contains("features is 0"))
    #expect { try CausalFeatures(count: 5, expectedParents: 3, base: 0, strength: 1) } throws: {
      "\($0)".contains("expectedParents is 3.0, but must be between 0 and 2.0")
    }
  }

  @Test func `it describes itself`() throws {
    #expect("\(try diamond())" == "5 features with 5 edges, p = 0 to 0.3 without parents, always 1")
  }
}
