internal import Foundation
internal import ToyLib

// MARK: - What the paper says

extension PhaseChangeResult {
  public var claims: Claims {
    Claims(diagrams.flatMap { [regions($0), agreement($0), averages($0), abruptness($0)] } + [loss])
  }

  private func regions(_ diagram: Diagram) -> Claim {
    let phases = diagram.points.flatMap(\.self).map(\.best.phase)
    let parts = Phase.allCases.map { phase in
      Double(phases.count { $0 == phase }) / Double(phases.count)
    }
    return Claim(
      "\(diagram.name): there are three regions: not represented, dedicated dimension, superposition",
      measured: zip(Phase.allCases, parts).map { "\(($1 * 100).brief(3)) % \($0.rawValue)" }
        .joined(separator: ", "), held: parts.allSatisfy { $0 > 0.05 })
  }

  private func agreement(_ diagram: Diagram) -> Claim {
    let all = diagram.agreement(of: \.best)
    let away = diagram.agreement(of: \.best) { abs(log($0.importance)) > 0.7 }
    return Claim(
      "\(diagram.name): models are in the phase that theory predicts",
      measured: "the best model at \((all * 100).brief(3)) % of the points, and at "
        + "\((away * 100).brief(3)) % of those with importance below 1/2 or above 2",
      held: all > 0.9)
  }

  private func averages(_ diagram: Diagram) -> Claim {
    let all = diagram.agreement(of: \.mean)
    let dropped = min(experiment.dropped, experiment.models - 1)
    let kept = experiment.models - dropped
    let points = diagram.points.flatMap(\.self)
    let different = Double(points.count { $0.mean.phase != $0.best.phase }) / Double(points.count)
    return Claim(
      "\(diagram.name): the average of \(Self.words(kept)) models, the worst "
        + (dropped == 1 ? "of" : "\(Self.words(dropped)) of")
        + " \(Self.words(experiment.models)) left out, shows the same map",
      measured: "in the phase that theory predicts at \((all * 100).brief(3)) % of the points",
      held: all > 0.9,
      remark: "the average and the best model are in different phases at "
        + "\((different * 100).brief(3)) % of the points")
  }

  /// Numbers up to twelve as words.
  private static func words(_ count: Int) -> String {
    let words = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve",
    ]
    return words.indices.contains(count) ? words[count] : "\(count)"
  }

  private func abruptness(_ diagram: Diagram) -> Claim {
    let points = diagram.points.flatMap(\.self).map(\.best)
    let between = points.count { (0.25...0.75).contains($0.norm) }
    let part = Double(between) / Double(points.count)
    return Claim(
      "\(diagram.name): phases change abruptly",
      measured: "at \((part * 100).brief(2)) % of the points the best model's extra feature has a "
        + "length between 1/4 and 3/4", held: part < 0.1)
  }

  private var loss: Claim {
    let statement = "the loss of the best model is that of the best fixed solution or a little less"
    let points = diagrams.flatMap { diagram in
      diagram.points.flatMap(\.self).map { point in
        point.loss / diagram.theory.leastLoss(importance: point.importance, density: point.density)
      }
    }
    guard let most = points.max(), let least = points.min() else {
      return .notAsked(statement, needs: "a diagram")
    }
    let less = points.count { $0 < 1 }
    let median = points.sorted()[points.count / 2]
    return Claim(
      statement,
      measured: "ratio \(least.brief(3)) to \(most.brief(3)), median \(median.brief(4))",
      held: (0.97...1.005).contains(median) && least > 0.8 && most < 1.05,
      remark: "less at \((Double(less) / Double(points.count) * 100).brief(3)) % of the points")
  }
}
