public import ToyLib

/// Models of one density: with links in few dimensions and in enough, and the paper's model.
public struct InterferenceRow: Sendable {
  /// 1 − S.
  public let density: Double
  /// Pairs of features that are always present together: 0 and 1, 2 and 3, ….
  public let pairCount: Int
  /// M, the ground truth, shape [outputs, inputs].
  public let links: Matrix
  /// Without superposition, and with it.
  public let wide: FeatureWeights, narrow: FeatureWeights
  /// The paper's model: its targets are the features.
  public let plain: TrainedModel
  /// The paper's model beside the same without any weights between different features.
  public let simulation: Simulation
  let wideComparison: BaselineComparison, narrowComparison: BaselineComparison, plainComparison: BaselineComparison

  /// How an element of M affects an output.
  public enum Link: CaseIterable, Sendable { case excites, inhibits, none }

  /// What M says about the weight from one feature to the output of another.
  public func link(_ output: Int, _ input: Int) -> Link {
    let weight = output == input ? 0 : links[output, input]
    return weight > 0 ? .excites : weight < 0 ? .inhibits : .none
  }

  /// The weights of the paper's model between different features: of those that are always present together, and of
  /// all others.
  public var plainWeights: (paired: [Double], others: [Double]) {
    let gram = plain.network.gram
    let paired = pairs.filter { $0.input == $0.output ^ 1 && $0.output < 2 * pairCount }
    let others = pairs.filter { $0.input != $0.output ^ 1 || $0.output >= 2 * pairCount }
    return (paired.map { Double(gram[$0.output, $0.input]) }, others.map { Double(gram[$0.output, $0.input]) })
  }

  /// All pairs of an output and another feature.
  var pairs: [(output: Int, input: Int)] {
    (0..<links.rows).flatMap { i in (0..<links.columns).filter { $0 != i }.map { (i, $0) } }
  }

  /// How real the weight is in the model with superposition: the larger, the more.
  public func score(_ definition: WeightDefinition, _ output: Int, _ input: Int) -> Double {
    let size = Double(abs(narrow.weights[output, input]))
    switch definition {
    case .magnitude: return size
    case .withoutSuperposition: return Double(abs(wide.weights[output, input]))
    case .effect: return Double(narrow.effects[output, input])
    case .attribution: return size * Double(narrow.coactivation[output, input])
    }
  }

  /// The mean precision at each link, when weights are sorted by their score. 1 if all links come first; the share of
  /// links among the weights if the order is random.
  ///
  /// - Parameters:
  ///   - definition: What weights are sorted by.
  ///   - kinds: The links that are looked for; others are left out. Default: all.
  public func averagePrecision(_ definition: WeightDefinition, of kinds: Set<Link> = [.excites, .inhibits]) -> Double {
    var (found, sum) = (0, 0.0)
    let asked = sorted(by: definition).map { link($0.output, $0.input) }.filter { $0 == .none || kinds.contains($0) }
    for (rank, kind) in asked.enumerated() where kind != .none {
      found += 1
      sum += Double(found) / Double(rank + 1)
    }
    return sum / Double(max(1, found))
  }

  private func sorted(by definition: WeightDefinition) -> [(output: Int, input: Int)] {
    pairs.map { (pair: $0, score: score(definition, $0.output, $0.input)) }
      .enumerated().sorted { ($0.element.score, $1.offset) > ($1.element.score, $0.offset) }.map(\.element.pair)
  }

  /// The loss of the model with superposition with as many weights between features as there are links, those with the
  /// highest scores, relative to its loss with all weights.
  public func relativeLoss(keepingBest definition: WeightDefinition) -> Double {
    let count = pairs.count { link($0.output, $0.input) != .none }
    let kept = sorted(by: definition).prefix(count)
    let chosen = Set(kept.map { $0.output * links.columns + $0.input })
    return narrow.loss { chosen.contains($0 * links.columns + $1) } / narrow.loss { _, _ in true }
  }

  /// The share of the squared weights between different features that are links.
  func linkedShare(_ weights: Matrix) -> Double {
    var (linked, all) = (0.0, 0.0)
    for (i, j) in pairs {
      let square = Double(weights[i, j] * weights[i, j])
      all += square
      if link(i, j) != .none { linked += square }
    }
    return all > 0 ? linked / all : 0
  }

  /// Of the weights above `size` that are no links, the share whose removal lowers the loss.
  func harmful(above size: Float) -> Double {
    let interference = pairs.filter {
      link($0.output, $0.input) == .none && abs(narrow.weights[$0.output, $0.input]) > size
    }
    let harmful = interference.count { narrow.effects[$0.output, $0.input] < 0 }
    return Double(harmful) / Double(max(1, interference.count))
  }
}
