import Foundation
import SuperposeAutoencoders
import SuperposeExperiments
import Testing
import ToyLib

@Suite struct BaselinesTests {
  /// A model beside one baseline; nothing represented costs 1.
  private func comparison(_ data: String, trained: Double, baseline: Double) -> BaselineComparison {
    BaselineComparison(
      data: data, trained: LossEstimate(exact: trained),
      baselines: [
        .init("zero output", loss: LossEstimate(exact: 1)),
        .init("by hand", loss: LossEstimate(exact: baseline)),
      ])
  }

  @Test func `a model loses by more than 1 % and more than noise`() {
    #expect(!comparison("a", trained: 0.1009, baseline: 0.1).isLost)
    #expect(comparison("a", trained: 0.102, baseline: 0.1).isLost)
    // A ten-thousandth of what there is to gain is not a loss.
    #expect(!comparison("a", trained: 5e-5, baseline: 0).isLost)
    func noisy(_ parts: [Double]) -> BaselineComparison {
      BaselineComparison(
        data: "a", trained: LossEstimate(meanOf: parts),
        baselines: [.init("zero output", loss: LossEstimate(meanOf: [1, 1, 1, 1]))])
    }
    #expect(!noisy([0.5, 1.7, 0.6, 1.4]).isLost)
    #expect(noisy([1.04, 1.06, 1.05, 1.05]).isLost)
  }

  @Test func `the mean of parts has their noise, and parts are compared one by one`() {
    let one = LossEstimate(meanOf: [1, 3])
    #expect(one.value == 2 && abs(one.standardError - 1) < 1e-12)
    let other = LossEstimate(meanOf: [0.5, 2.5])
    #expect(one.difference(from: other).value == 0.5)
    #expect(one.difference(from: other).standardError == 0)
    #expect(LossEstimate(exact: 0.25).standardError == 0)
  }

  @Test func `claims do not hold where models lose`() throws {
    let claims = try Losing(experiment: Schematics()).allClaims
    #expect(claims.count == 2)
    #expect(!claims[0].held && !claims[1].held)
    let remark = try #require(claims[0].remark)
    #expect(remark.contains("1 − S = 0.1 by 2 times") && !remark.contains("dense"))
    #expect(claims[1].measured.contains("dense: 0.5"))
  }

  @Test func `a table of different baselines has a column for each`() throws {
    let other = BaselineComparison(
      data: "b", trained: LossEstimate(exact: 0.5),
      baselines: [
        .init("zero output", loss: LossEstimate(exact: 1)), .init("linear", loss: LossEstimate(exact: 0.7)),
      ])
    let text = "\(Baselines([comparison("a", trained: 0.2, baseline: 0.1), other]).table)"
    for name in ["zero output", "by hand", "linear", "0.714"] { #expect(text.contains(name)) }
  }

  /// Orthogonal features without penalty: the true dictionary and the principal components lose nothing.
  @Test func `baselines of an autoencoder have their closed forms`() throws {
    var sweep = WrongSparsity()
    sweep.correlations = [0]
    sweep.active = [2]
    sweep.recipe.steps = 1
    let comparison = try #require(try sweep.run().baselines.first)
    func loss(_ name: String) throws -> Double {
      try #require(comparison.baselines.first { $0.name == name }).loss.value
    }
    // Five features with probability 0.4 and a mean square of 1 + 0.15², spread over 20 dimensions.
    let zero = 5 * 0.4 * (1 + 0.15 * 0.15) / 20
    #expect(abs(try loss("zero output") / zero - 1) < 0.03)
    let mean = zero - 5 * 0.4 * 0.4 / 20
    #expect(abs(try loss("mean output") / mean - 1) < 0.03)
    #expect(try loss("true features") < loss("random directions"))
    // The first step starts at the truth.
    #expect(abs(comparison.trained.value - (try loss("true features"))) < 0.05 * zero)
  }

  /// One of two halves of the features costs density / 6 for each that is left out.
  @Test func `baselines of ReLUs have their closed forms`() throws {
    var power = PowerLosses()
    power.powers = [2]
    power.recipe.steps = 1
    power.measuredSamples = 1 << 16
    let comparison = try #require(try power.run().baselines.first)
    let zero = power.density / 6
    #expect(abs(comparison.baselines[0].loss.value / zero - 1) < 0.02)
    #expect(abs(comparison.baselines[2].loss.value / (zero / 2) - 1) < 0.02)
    #expect(comparison.baselines[2].name == "one neuron for each of 50")
  }
}

/// A result with one good model and one that is worse than an output of zeros.
private struct Losing: ExperimentResult {
  let experiment: Schematics
  let claims: Claims = [Claim("features form a pentagon", measured: "a pentagon", held: true)]
  func draw() -> [NamedFigure] { [] }
  var baselines: Baselines {
    func row(_ data: String, _ loss: Double) -> BaselineComparison {
      BaselineComparison(
        data: data, trained: LossEstimate(exact: loss),
        baselines: [.init("zero output", loss: LossEstimate(exact: 1))])
    }
    return Baselines([row("dense", 0.5), row("1 − S = 0.1", 2)])
  }
}
