internal import Foundation
public import SuperposeAutoencoders
public import ToyLib

/// The autoencoders of every size and penalty.
public struct FeatureRecoverySweepResult: ExperimentResult {
  public let experiment: FeatureRecoverySweep
  /// The true features, shape [features, dimensions].
  public let directions: Matrix
  /// For each dictionary ratio, one for each penalty.
  public let trained: [[TrainedAutoencoder]]

  /// The autoencoder with the highest MMCS for each dictionary ratio.
  public var baselines: Baselines {
    get throws {
      let best = zip(trained, cosines).compactMap { row, cosines in
        cosines.indices.max { cosines[$0] < cosines[$1] }.map { (row[$0], experiment.penalties[$0]) }
      }
      return try Baselines(
        zip(experiment.dictionaryRatios, best).map {
          ComparedAutoencoder("\($0.brief)×, α = \($1.1.brief(2))", $1.0)
        }, seed: experiment.seed)
    }
  }

  /// MMCS of each, in the order of `trained`.
  public var cosines: [[Double]] {
    trained.map { $0.map { FeatureRecovery(of: directions, in: $0.dictionary).meanMaxCosine } }
  }
}
