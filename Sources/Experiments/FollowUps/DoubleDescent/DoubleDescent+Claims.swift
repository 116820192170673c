internal import ToyLib

extension DoubleDescentResult {
  public var claims: Claims {
    [polygons, memorised, bump, generalised, pentagon, norm]
  }

  private var polygons: Claim {
    let statement =
      "few samples are stored as a T-gon of hidden vectors: each has D = 2/T"
    let few = models.filter { (4...8).contains($0.size) }
    guard !few.isEmpty, experiment.hidden == 2 else {
      return .notAsked(statement, needs: "two hidden dimensions and sizes from 4 to 8")
    }
    let parts = few.map { "T = \($0.size): within \(($0.polygonError * 100).brief(2)) %" }
    return Claim(
      statement,
      measured: parts.joined(separator: "; "), held: few.allSatisfy { $0.polygonError < 0.2 },
      remark:
        "held means within 20 % for every sample")
  }

  private var memorised: Claim {
    let statement =
      "a model of few samples knows these and nothing else"
    guard let smallest = models.first else {
      return .notAsked(statement, needs: "a size")
    }
    return Claim(
      statement,
      measured: "T = \(smallest.size): train \(smallest.trainLoss.brief(3)), "
        + "test \(smallest.testLoss.brief(4))",
      held: smallest.trainLoss < 0.05 && smallest.testLoss > 0.95,
      remark: "an output of zeros costs 1")
  }

  private var bump: Claim {
    let statement =
      "between them test loss rises above that of small and of large sets"
    guard let worst, let first = models.first, let last = models.last else {
      return .notAsked(statement, needs: "a size")
    }
    return Claim(
      statement,
      measured: "\(worst.testLoss.brief(4)) at T = \(worst.size); \(first.testLoss.brief(4)) at "
        + "T = \(first.size), \(last.testLoss.brief(4)) at T = \(last.size)",
      held: worst.testLoss > first.testLoss && worst.testLoss > last.testLoss + 0.005
        && worst.size > first.size && worst.size < last.size)
  }

  private var generalised: Claim {
    let statement =
      "a model of many samples does on new ones what it does on its own"
    guard let last = models.last else {
      return .notAsked(statement, needs: "a size")
    }
    return Claim(
      statement,
      measured:
        "T = \(last.size): train \(last.trainLoss.brief(4)), test \(last.testLoss.brief(4))",
      held: last.testLoss < 1 && last.testLoss - last.trainLoss < 0.02)
  }

  private var pentagon: Claim {
    let statement =
      "many samples leave five features in a pentagon, D below 2/5"
    guard let last = models.last, experiment.hidden == 2 else {
      return .notAsked(statement, needs: "two hidden dimensions")
    }
    let count = last.network.representedFeatures()
    let largest = last.largestFeatureDimensionality(6)
    let rest = last.featureDimensionality.reduce(0, +) - largest.prefix(5).reduce(0, +)
    return Claim(
      statement,
      measured: "T = \(last.size): \(count) features longer than 0.5, largest D "
        + largest.map { $0.brief(2) }.joined(separator: ", "),
      held: count == 5 && largest.prefix(5).allSatisfy { $0 > 0.25 && $0 <= 0.4 },
      remark: "all others together have D = \(rest.brief(2)); held means D above 1/4")
  }

  private var norm: Claim {
    let statement =
      "with many samples ‖W‖_F settles near √5 ≈ 2.24, after a maximum in between"
    guard let last = models.last, let worst, experiment.hidden == 2 else {
      return .notAsked(statement, needs: "two hidden dimensions")
    }
    return Claim(
      statement,
      measured: "\(last.weightNorm.brief(3)) at T = \(last.size), "
        + "\(worst.weightNorm.brief(3)) at the bump",
      held: abs(last.weightNorm - 5.squareRoot()) < 0.35 && worst.weightNorm > last.weightNorm)
  }
}
