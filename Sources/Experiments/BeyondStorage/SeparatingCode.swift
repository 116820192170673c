internal import ToyLib

/// A neuron that is negative for the important features in superposition and positive for the
/// others, and in how many of the remaining neurons each feature is positive.
struct SeparatingCode: CustomStringConvertible {
  let neuron: Int
  let important: [Int], unimportant: [Int]
  let importantSizes: Set<Int>, unimportantSizes: Set<Int>

  /// `nil` if there is no such neuron, or fewer than two features on a side.
  init?(_ network: Network) {
    let weights = network.weights
    let alone = Set(network.neurons.all(.monosemantic).compactMap { $0.primary?.feature })
    let shared = network.featureCodes.represented.map(\.feature).filter { !alone.contains($0) }
    let separating = (0..<weights.columns).first { k in
      let below = shared.filter { weights[$0, k] < -0.3 }
      let above = shared.filter { weights[$0, k] > 0.3 }
      return below.count >= 2 && above.count >= 2 && below.count + above.count == shared.count
        && (below.max() ?? 0) < (above.min() ?? 0)
    }
    guard let separating else { return nil }
    let positive = network.positiveNeurons
    func sizes(_ features: [Int]) -> Set<Int> {
      Set(features.map { positive[$0].count { $0 != separating } })
    }
    neuron = separating
    important = shared.filter { weights[$0, separating] < 0 }
    unimportant = shared.filter { weights[$0, separating] > 0 }
    importantSizes = sizes(important)
    unimportantSizes = sizes(unimportant)
  }

  var description: String {
    func names(_ features: [Int]) -> String { features.map { "x\($0 + 1)" }.joined(separator: " ") }
    func counts(_ sizes: Set<Int>) -> String {
      sizes.sorted().map(String.init).joined(separator: " or ")
    }
    return "neuron \(neuron + 1) is negative for \(names(important)), each positive in "
      + "\(counts(importantSizes)) others, and positive for \(names(unimportant)), each positive in "
      + "\(counts(unimportantSizes)) more"
  }
}
