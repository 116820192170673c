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

  /// MMCS of each, in the order of `trained`.
  public var cosines: [[Double]] {
    trained.map { $0.map { FeatureRecovery(of: directions, in: $0.dictionary).meanMaxCosine } }
  }
}
