public import ToyLib

/// What is changed to have more or less superposition in a model of the same data.
public enum SuperpositionChange: String, Sendable, CaseIterable {
  case dimensions = "hidden dimensions"
  case importances = "importances"
  case penalty = "penalty on activations"
  case attacks = "attacks in training"
  /// Nothing but the random numbers, which is the control.
  case seeds = "seeds only"
}

/// A model with more or less superposition, attacked on the samples that all models share.
public struct ChangedModel: Sendable {
  public let way: SuperpositionChange
  /// The value of what was changed.
  public let value: Double
  /// As it was trained, with its importances.
  public let network: Network
  /// The mean squared error over samples and features without attack, each feature with importance 1.
  public let loss: Double
  /// Losses under attack, each feature with importance 1.
  public let attacked: Vulnerability

  /// ‖W‖²_F / m.
  public var featuresPerDimension: Double { Double(network.featuresPerDimension) }
  /// The loss under the worst attack relative to that without attack, on the same samples.
  public var lossRatio: Double { attacked.worst / attacked.clean }
}

/// Attacks of one length on the same samples, for all models.
struct CommonAttack {
  let data: SparseFeatures
  private let inputs: Matrix
  private let radius: Double

  /// - Parameters:
  ///   - data: What all models were trained on.
  ///   - samples: The number of attacked samples.
  ///   - strength: The length of an attack as a fraction of the samples' mean length.
  init(on data: SparseFeatures, samples: Int, strength: Double, seed: UInt64) throws {
    self.data = data
    inputs = try data.samples(samples, seed: seed)
    radius = strength * inputs.meanRowNorm
  }

  func measured(_ network: Network, changed way: SuperpositionChange, to value: Double) throws -> ChangedModel {
    // The same loss for all: without the importances and the penalty of the training.
    let plain = try ReLUOutputModel(hidden: network.hidden).network(weights: network.weights, bias: network.bias)
    return ChangedModel(
      way: way, value: value, network: network, loss: try plain.loss(on: data),
      attacked: try plain.vulnerability(on: inputs, radius: radius))
  }
}
