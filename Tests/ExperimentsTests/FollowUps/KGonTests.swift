import Foundation
import SuperposeExperiments
import Testing
import ToyLib

@Suite struct KGonLandscapeTests {
  @Test func `critical points, levels and the transition are the source's`() throws {
    var experiment = KGonLandscape()
    experiment.observations = [500_000]
    experiment.descents = 40
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
    // Descents end at critical points, and at more than one of them.
    #expect(result.census.last?.count ?? 40 <= 2)
    #expect(result.census.count { $0.count > 0 } >= 3)
  }

  @Test func `the one-hot landscape's gradient is its slope`() throws {
    let landscape = OneHotLoss(features: 6, hidden: 2)
    var random = RandomSource(seed: 8)
    for _ in 0..<5 {
      let place = (0..<landscape.parameters).map { _ in 0.8 * Double(random.normal()) }
      var gradient: [Double] = []
      let value = landscape.value(at: place, gradient: &gradient)
      #expect(value == landscape.value(at: place))
      for i in place.indices {
        var (above, below) = (place, place)
        above[i] += 1e-5
        below[i] -= 1e-5
        let slope = (landscape.value(at: above) - landscape.value(at: below)) / 2e-5
        #expect(abs(slope - gradient[i]) < 1e-4, "parameter \(i)")
      }
    }
  }

  @Test func `free energies cross once`() throws {
    let five = try KGonLevel(5, of: 6)
    let six = try KGonLevel(6, of: 6)
    let n = try #require(KGonLandscapeResult.transition(from: five, to: six))
    func gain(_ n: Double) throws -> Double {
      try #require(KGonLandscapeResult.freeEnergy(five, observations: n))
        - #require(KGonLandscapeResult.freeEnergy(six, observations: n))
    }
    #expect(try gain(0.9 * n) < 0)
    #expect(try gain(1.1 * n) > 0)
    #expect(KGonLandscapeResult.transition(from: six, to: five) == nil)
  }
}

@Suite struct KGonDynamicsTests {
  @Test func `training dwells on polygons and goes down from one to the next`() throws {
    var experiment = KGonDynamics()
    experiment.runs = 3
    experiment.epochs = 3_000
    experiment.langevin.chains = 1
    let result = try experiment.run()
    #expect(result.timeOnLevels > 0.9)
    // The second run is the one that finds the pentagon.
    #expect(result.trajectories.contains { result.plateaus(of: $0).map(\.symbol) == ["4⁺", "5"] })
    #expect(result.claims.failed.map(\.statement) == [])
  }
}
