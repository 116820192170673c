internal import Foundation
public import ToyLib

extension KGonDynamicsResult {
  public var claims: Claims { [time, downwards, staircase, progress] }

  private var time: Claim {
    Claim(
      "the loss is level most of the time, and the levels are those of regular polygons",
      measured: "\((timeOnLevels * 100).brief(3)) % of training is within "
        + "\(Self.tolerance.brief) of a level; by chance \((chanceOnLevels * 100).brief(2)) %",
      held: timeOnLevels > 0.7 && timeOnLevels > 1.4 * chanceOnLevels)
  }

  private var downwards: Claim {
    let sequences = trajectories.map { plateaus(of: $0) }
    let whole = sequences.count { $0.map(\.symbol) == ["4", "4⁺", "5", "5⁺", "6"] }
    let falling = sequences.count { levels in
      zip(levels, levels.dropFirst()).allSatisfy { $0.loss > $1.loss }
    }
    let told = Dictionary(grouping: sequences) { $0.map(\.symbol).joined(separator: "→") }
      .map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    return Claim(
      "training passes from polygon to polygon, always downwards",
      measured: told.prefix(5).map { "\($0.1)× \($0.0)" }.joined(separator: ", "),
      held: falling == sequences.count && sequences.contains { $0.count > 1 },
      remark: "the source's whole path 4 → 4⁺ → 5 → 5⁺ → 6 is gone by \(whole) of "
        + "\(sequences.count) runs in \(experiment.epochs) epochs")
  }

  /// Every step from one plateau to the next, with the mean of λ̂ on both.
  public var transitions: [(from: KGonLevel, to: KGonLevel, before: Double, after: Double)] {
    trajectories.flatMap { run in
      let levels = plateaus(of: run)
      func mean(_ level: KGonLevel) -> Double {
        let all = zip(run.losses, run.coefficients).filter { self.level(at: $0.0) == level }
        return all.reduce(0) { $0 + $1.1 } / Double(max(all.count, 1))
      }
      return zip(levels, levels.dropFirst()).map { ($0, $1, mean($0), mean($1)) }
    }
  }

  private var staircase: Claim {
    let steps = transitions.map {
      "\($0.from.symbol) → \($0.to.symbol): \($0.before.brief(3)) to \($0.after.brief(3))"
    }
    return Claim(
      "opposing staircases: where the loss falls, the local learning coefficient rises",
      measured: steps.isEmpty ? "no run changed its level" : steps.joined(separator: ", "),
      held: !steps.isEmpty && transitions.allSatisfy { $0.after > $0.before })
  }

  private var progress: Claim {
    let text = ends.map { "\($0.count)× \($0.name)" }.joined(separator: ", ")
    let better = trajectories.count { ($0.losses.last ?? 1) < 0.08 }
    return Claim(
      "training can go from a square to a pentagon",
      measured: "after \(experiment.epochs) epochs: \(text)", held: better > 0,
      remark: "\(better) of \(trajectories.count) runs end below a loss of 0.08")
  }
}
