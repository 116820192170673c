internal import SuperposeJSON
internal import SuperposePlot
internal import ToyLib

/// A toy model of superposition that sees T samples again and again: what it stores when T is small,
/// when T is large, and in between.
///
/// Source: Henighan et al., "Superposition, Memorization, and Double Descent" (2023). There n is
/// 10,000 and S 0.999; a tenth of the features at ten times the density has as many present in a
/// sample (ten) and is ARENA's choice.
public struct DoubleDescent: Experiment {
  public static let name = "double-descent"
  public static let source =
    "Henighan et al. (2023), Superposition, Memorization, and Double Descent"
  public static let question =
    "Does a model that sees few samples store features, or the samples themselves?"

  public var features = 1_000
  public var sparsity = 0.99
  public var hidden = 2
  /// T, one model for each.
  public var sizes = [3, 5, 6, 8, 10, 15, 30, 50, 100, 200, 500, 1_000, 2_000]
  public var steps = 20_000
  public var weightDecay = 0.01
  /// Models for each T; the one of lowest training loss is kept.
  public var restarts = 4
  public var testSamples = 2_000
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ARENA; the source has 10,000"),
      Parameter("sparsity", .number(sparsity), from: "ARENA; the source has 0.999"),
      Parameter("hidden", .integer(hidden), from: "the source, mostly"),
      Parameter("sizes", .array(sizes.map { .integer($0) }), from: "ARENA"),
      Parameter("steps", .integer(steps), from: "ours, for time; the source has 50,000"),
      Parameter("weightDecay", .number(weightDecay), from: "the source"),
      Parameter("restarts", .integer(restarts), from: "ours; the source keeps the best of several"),
      Parameter("testSamples", .integer(testSamples), from: "ours"),
    ]
  }

  public var shortened: DoubleDescent {
    var copy = self
    copy.features = min(features, 200)
    copy.sparsity = max(0, 1 - 10 / Double(max(copy.features, 10)))
    copy.sizes = sizes.filter { $0 <= 500 }
    copy.steps = min(steps, 2_000)
    copy.restarts = 1
    return copy
  }

  public func run() throws -> DoubleDescentResult {
    let data = FiniteData(
      features: features, sparsity: sparsity, steps: steps, weightDecay: weightDecay,
      restarts: restarts, testSamples: testSamples)
    let tasks = sizes.map { FiniteData.Task(size: $0, hidden: hidden) }
    return DoubleDescentResult(experiment: self, models: try data.fitted(tasks, seed: seed))
  }
}

/// The best model of each T.
public struct DoubleDescentResult: ExperimentResult {
  public let experiment: DoubleDescent
  /// One for each T, in the order of the experiment's sizes.
  public let models: [MemorisingModel]

  /// The model trained on `size` samples, if that was one of the sizes.
  public func model(trainedOn size: Int) -> MemorisingModel? {
    models.first { $0.size == size }
  }

  /// The model of highest test loss.
  public var worst: MemorisingModel? { models.max { $0.testLoss < $1.testLoss } }

  public var claims: Claims {
    Claims([polygons, memorised, bump, generalised, pentagon, norm].compactMap(\.self))
  }

  private var polygons: Claim? {
    let few = models.filter { (4...8).contains($0.size) }
    guard !few.isEmpty, experiment.hidden == 2 else { return nil }
    let parts = few.map { "T = \($0.size): within \(($0.polygonError * 100).brief(2)) %" }
    return Claim(
      "few samples are stored as a T-gon of hidden vectors: each has D = 2/T",
      measured: parts.joined(separator: "; "), held: few.allSatisfy { $0.polygonError < 0.2 },
      remark:
        "held means within 20 % for every sample; samples share features, so are not orthogonal")
  }

  private var memorised: Claim? {
    guard let smallest = models.first else { return nil }
    return Claim(
      "a model of few samples knows these and nothing else",
      measured: "T = \(smallest.size): train \(smallest.trainLoss.brief(3)), "
        + "test \(smallest.testLoss.brief(4))",
      held: smallest.trainLoss < 0.05 && smallest.testLoss > 0.95,
      remark: "an output of zeros costs 1")
  }

  private var bump: Claim? {
    guard let worst, let first = models.first, let last = models.last else { return nil }
    return Claim(
      "between them test loss rises above that of small and of large sets",
      measured: "\(worst.testLoss.brief(4)) at T = \(worst.size); \(first.testLoss.brief(4)) at "
        + "T = \(first.size), \(last.testLoss.brief(4)) at T = \(last.size)",
      held: worst.testLoss > first.testLoss && worst.testLoss > last.testLoss + 0.005
        && worst.size > first.size && worst.size < last.size)
  }

  private var generalised: Claim? {
    guard let last = models.last else { return nil }
    return Claim(
      "a model of many samples does on new ones what it does on its own",
      measured:
        "T = \(last.size): train \(last.trainLoss.brief(4)), test \(last.testLoss.brief(4))",
      held: last.testLoss < 1 && last.testLoss - last.trainLoss < 0.02)
  }

  private var pentagon: Claim? {
    guard let last = models.last, experiment.hidden == 2 else { return nil }
    let count = last.network.representedFeatures()
    let largest = last.largestFeatureDimensionality(6)
    return Claim(
      "many samples leave five features in a pentagon, D below 2/5",
      measured: "T = \(last.size): \(count) features longer than 0.5, largest D "
        + largest.map { $0.brief(2) }.joined(separator: ", "),
      held: count == 5 && largest.prefix(5).allSatisfy { $0 > 0.25 && $0 <= 0.4 },
      remark: "the short ones take the rest of the plane; held means D above 1/4")
  }

  private var norm: Claim? {
    guard let last = models.last, let worst, experiment.hidden == 2 else { return nil }
    return Claim(
      "with many samples ‖W‖_F settles near √5 ≈ 2.24, after a maximum in between",
      measured: "\(last.weightNorm.brief(3)) at T = \(last.size), "
        + "\(worst.weightNorm.brief(3)) at the bump",
      held: abs(last.weightNorm - 5.squareRoot()) < 0.35 && worst.weightNorm > last.weightNorm)
  }
}
