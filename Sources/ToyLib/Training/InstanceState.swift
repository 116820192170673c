/// Everything that changes while an instance trains. Training can resume from it with the same
/// bits.
package struct InstanceState: Sendable, Hashable {
  package var step = 0
  /// W, then V unless tied, then b, then zeros, as `ParameterLayout` says.
  package var parameters: [Float]
  /// Adam's running mean, or the momentum's velocity.
  package var mean: [Float]
  /// Adam's running mean of squares.
  package var variance: [Float]
  package var history: [LossRecord] = []
  package var snapshots: [Snapshot] = []
  package var window = LossWindow()
  /// Why it stopped before its last step, if it did.
  package var ending: Ending?

  package init(parameters: [Float]) {
    self.parameters = parameters
    mean = Array(repeating: 0, count: parameters.count)
    variance = mean
  }
}

/// Why an instance stopped before its last step.
public enum Ending: String, Sendable, Hashable, Codable {
  /// Its early-stop rule was met.
  case earlyStop
  /// Its loss was NaN or infinite.
  case diverged
}

/// A recorded loss.
public struct LossRecord: Sendable, Hashable, Codable {
  /// The number of updates before it.
  public let step: Int
  /// Mean over the step's samples and features.
  public let loss: Double

  public init(step: Int, loss: Double) {
    self.step = step
    self.loss = loss
  }
}

/// The network after some step of training.
public struct Snapshot: Embedding, Hashable {
  /// The number of updates before it.
  public let step: Int
  public let network: Network
  /// The gradient of the mean loss that made the last of them; `nil` at step 0.
  public let gradient: ParameterGradient?
  /// The loss of that update's samples, a mean over samples and features; `nil` at step 0.
  public let loss: Double?

  public var weights: Matrix { network.weights }
}
