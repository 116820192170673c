public import SuperposeJSON

/// How an embedding came about: enough to make it again.
public struct Origin: Sendable, Hashable {
  /// What it was made with, by name: of a trained model its architecture (`model`), its sampler
  /// (`features`), its number in the run (`instance`) and its recipe (`steps`, `rate`, …).
  public var parameters: JSONObject
  /// The seed of its random numbers.
  public var seed: UInt64

  public init(parameters: JSONObject, seed: UInt64) {
    self.parameters = parameters
    self.seed = seed
  }
}
