/// The parts of a decomposition's loss on a batch, as means over its samples.
public struct DecompositionLoss: Sendable, Hashable {
  /// The mean squared element of W minus the sum of the parts, over all matrices.
  public let faithfulness: Float
  /// The squared error against the target's outputs with random masks on all matrices.
  public let reconstruction: Float
  /// The same with masks on one matrix at a time: the mean over matrices.
  public let layerwise: Float
  /// The cost of important parts.
  public let importance: Float

  public var total: Float { faithfulness + reconstruction + layerwise + importance }
}
