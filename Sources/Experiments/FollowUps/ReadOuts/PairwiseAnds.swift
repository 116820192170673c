internal import ToyLib

/// All ANDs of pairs of Boolean features, computed by one layer of random neurons. Nothing is trained.
///
/// W is 1 with probability q, else 0; neuron z = ReLU(W f − 1); the AND of two features is the mean of z
/// over the neurons that are connected to both.
///
/// Source: Vaintrob, Mendel and Hänni (2024); Hänni, Mendel, Vaintrob and Chan, arXiv 2408.05451 (2024).
public struct PairwiseAnds: Experiment {
  public static let name = "pairwise-ands"
  public static let source = "Vaintrob, Mendel and Hänni (2024); Hänni et al. (2024), arXiv 2408.05451"
  public static let question = "How many neurons compute the ANDs of all pairs of features?"
  public static let reasonWithoutBaselines: String? =
    "Nothing is trained: the layer is made by hand, and its samples count only if every AND is right."

  /// m.
  @Setting(from: "ours: the source has asymptotics only") public var features = [32, 64, 128, 256]
  /// s: features in a sample.
  @Setting(from: "ours") public var present = 3
  /// q is the share of the features that a neuron is connected to.
  @Setting(from: "ours") public var connection = 0.1
  @Setting(from: "ours") public var neurons = [256, 512, 1_024, 2_048, 4_096, 8_192]
  /// Samples; all pairs are read out of each.
  @Setting(from: "ours") public var samples = 200
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = [32, 64]
    neurons = [256, 1_024]
    samples = 20
  }

  public func run() throws -> PairwiseAndsResult {
    for m in features where m < present + 2 {
      throw ToyLibError.invalid(
        parameter: "features", value: "\(m)", allowed: "at least two more than the \(present) present ones")
    }
    guard connection > 0 && connection < 1 && present >= 2 && samples >= 1 else {
      throw ToyLibError.invalid(
        parameter: "connection, present or samples", value: "\(connection), \(present), \(samples)",
        allowed: "between 0 and 1, at least 2, at least 1")
    }
    return PairwiseAndsResult(
      experiment: self,
      layers: tracked(features).map { m in
        neurons.map { count in
          var random = RandomSource(seed: seed &+ UInt64(m) &* 1_000_003 &+ UInt64(count))
          return RandomAnds(features: m, neurons: count, connection: connection, using: &random)
            .measured(present: present, samples: samples, using: &random)
        }
      })
  }
}
