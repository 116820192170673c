internal import Foundation
internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

/// The dimensionality of every feature while a model learns: features jump between levels, and the
/// loss falls when they do.
///
/// Source: Elhage et al. (2022), "Superposition and Learning Dynamics"; figure 24. The paper picks
/// one model whose features all end as digons; so does this, the one that jumps last. The paper
/// gives no sizes: few dimensions make few jumps at a time, so that single ones are seen.
public struct EnergyLevels: Experiment {
  public static let name = "energy-levels"
  public static let source = "Elhage et al. (2022), Superposition and Learning Dynamics; figure 24"
  public static let question = "What happens to features while the loss falls?"

  public var features = 60
  public var hidden = 6
  /// 1 − S.
  public var density = 0.3
  public var steps = 10_000
  /// Models to pick from.
  public var instances = 8
  /// Steps that are looked at, equally far apart on a logarithmic scale from step 100 on.
  public var looks = 160
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    let source = "ours: the paper gives none"
    return [
      Parameter("features", .integer(features), from: source),
      Parameter("hidden", .integer(hidden), from: source),
      Parameter("density", .number(density), from: "ours: where features end as digons"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("instances", .integer(instances), from: "ours: the paper picks one, too"),
    ]
  }

  public var shortened: EnergyLevels {
    var copy = self
    copy.steps = 1_000
    copy.instances = 3
    copy.looks = 30
    return copy
  }

  public func run() throws -> EnergyLevelsResult {
    var training = Training()
    training.steps = steps
    training.optimiser = .adam()
    training.evaluationSamples = 1 << 12
    training.snapshots = Set((0...looks).map(step))
    let sampler = SparseFeatures(count: features, density: density)
    let models = try ReLUOutputModel(hidden: hidden).train(
      on: sampler, instances: instances, seed: seed, training: training)
    let courses = models.map { FeatureCourse($0.snapshots) }
    let chosen = courses.indices.max { courses[$0].rank < courses[$1].rank } ?? 0
    let losses = try models[chosen].snapshots.sorted { $0.step < $1.step }.map {
      try $0.network.loss(on: sampler, samples: 1 << 17)
    }
    return EnergyLevelsResult(
      experiment: self, course: courses[chosen], losses: losses, instance: chosen,
      digons: courses.map(\.digons))
  }

  private func step(_ look: Int) -> Int {
    let first = min(100.0, Double(steps))
    return Int((first * pow(Double(steps) / first, Double(look) / Double(looks))).rounded())
  }
}

/// The dimensionality of every feature of one model at some steps of its training.
public struct FeatureCourse: Sendable, Hashable {
  public let steps: [Int]
  /// D_i of all features at each of the steps.
  public let dimensionalities: [[Float]]

  init(_ snapshots: [Snapshot]) {
    let ordered = snapshots.sorted { $0.step < $1.step }
    steps = ordered.map(\.step)
    dimensionalities = ordered.map(\.featureDimensionality)
  }

  /// How many features end within 0.03 of 1/2, and how many end higher than 1/4 in all.
  public var digons: (atHalf: Int, represented: Int) {
    let last = dimensionalities.last ?? []
    return (last.count { abs($0 - 0.5) < 0.03 }, last.count { $0 > 0.25 })
  }

  /// Stretches of steps, from `start` on, in which some feature's D_i moves by more than 0.02 from
  /// one look to the next.
  public func jumps(from start: Int) -> [ClosedRange<Int>] {
    var found: [ClosedRange<Int>] = []
    for k in steps.indices.dropFirst() where steps[k - 1] >= start {
      let largest =
        zip(dimensionalities[k], dimensionalities[k - 1]).map { abs($0 - $1) }.max() ?? 0
      guard largest > 0.02 else { continue }
      if let last = found.last, last.upperBound == k - 1 {
        found[found.count - 1] = last.lowerBound...k
      } else {
        found.append((k - 1)...k)
      }
    }
    return found
  }

  /// Models that end as digons and jump late come first.
  fileprivate var rank: (Int, Int) {
    let (atHalf, represented) = digons
    let isPure = represented > 0 && atHalf == represented
    return (isPure ? 1 : 0, jumps(from: 0).last?.upperBound ?? 0)
  }
}

/// One model's course, and its loss on the way.
public struct EnergyLevelsResult: ExperimentResult {
  public let experiment: EnergyLevels
  public let course: FeatureCourse
  /// Its loss (mean over features) at the course's steps, on the same 131,072 samples.
  public let losses: [Double]
  /// Which of the instances it is.
  public let instance: Int
  /// How every instance ended.
  public let digons: [(atHalf: Int, represented: Int)]

  public func draw() -> [NamedFigure] {
    [
      NamedFigure(
        "energy-levels",
        .dimensionalityTrajectories(
          steps: course.steps, dimensionalities: course.dimensionalities, losses: losses))
    ]
  }

  /// A jump after most features have settled, and what the loss did meanwhile.
  public struct Jump: Sendable, Hashable {
    public let from: Int, to: Int
    /// By how much the loss fell.
    public let drop: Double
    /// Features that moved by more than 0.1.
    public let features: [Int]
  }

  /// The step from which on most represented features stay at 1/2: jumps are looked for later.
  public var settled: Int {
    let final = (course.dimensionalities.last ?? []).indices.filter {
      (course.dimensionalities.last?[$0] ?? 0) > 0.25
    }
    let place = course.dimensionalities.firstIndex { row in
      2 * final.count { abs(row[$0] - 0.5) < 0.05 } > final.count
    }
    return place.map { course.steps[$0] } ?? 0
  }

  /// The jumps after ``settled`` in which a feature moved by more than 0.1.
  public var jumps: [Jump] {
    course.jumps(from: settled).compactMap { range in
      let before = course.dimensionalities[range.lowerBound]
      let after = course.dimensionalities[range.upperBound]
      let moved = before.indices.filter { abs(before[$0] - after[$0]) > 0.1 }
      guard !moved.isEmpty else { return nil }
      return Jump(
        from: course.steps[range.lowerBound], to: course.steps[range.upperBound],
        drop: losses[range.lowerBound] - losses[range.upperBound], features: moved)
    }
  }

  public var claims: Claims {
    let (atHalf, represented) = course.digons
    let jumps = jumps
    let place = course.steps.firstIndex { $0 >= settled } ?? 0
    let whole = (losses.indices.contains(place) ? losses[place] : .nan) - (losses.last ?? .nan)
    let share = jumps.map(\.drop).reduce(0, +) / whole
    let time = jumps.map { Double($0.to - $0.from) }.reduce(0, +)
    let timeShare = time / Double(max((course.steps.last ?? 0) - settled, 1))
    let listed = jumps.map { jump in
      "steps \(jump.from) to \(jump.to), \(jump.features.count) features, loss −\(jump.drop.brief(2))"
    }.joined(separator: "; ")
    let pure = digons.count { $0.represented > 0 && $0.atHalf == $0.represented }
    return [
      Claim(
        "all learned features end as digons",
        measured: "\(atHalf) of \(represented) learned features at 1/2",
        held: atHalf == represented && represented == 2 * experiment.hidden,
        remark: "in \(pure) of \(digons.count) models; this one was picked, as the paper's was"),
      Claim(
        "features jump between levels",
        measured: "after step \(settled), when most were at 1/2: \(listed)", held: !jumps.isEmpty),
      Claim(
        "the loss falls when they jump",
        measured: "\((share * 100).brief(3)) % of what the loss still had to fall fell in "
          + "\((timeShare * 100).brief(2)) % of the steps",
        held: share > 0.6 && timeShare < 0.35),
      Claim(
        "a small drop at the first jump, a larger one at the second",
        measured: jumps.map { $0.drop.brief(2) }.joined(separator: ", then "),
        held: jumps.count >= 2 && (jumps.last?.drop ?? 0) > (jumps.first?.drop ?? .infinity)),
    ]
  }
}
