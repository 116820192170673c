/// An update rule of your own for a ``LayeredModel``, instead of an ``Optimiser``.
///
///     let signs = UpdateRule("sign descent", rate: 0.001, memories: 1) { update in
///       let mean = update.memories[0]
///       for i in update.parameters.indices {
///         mean[i] = 0.9 * mean[i] + 0.1 * update.gradient[i]
///         update.parameters[i] -= mean[i] > 0 ? update.rate : -update.rate
///       }
///     }
///     try model.train(on: features, rule: signs)
///
/// ToyLib calls it once a step for each trained weight matrix and each trained bias, possibly on another
/// thread. Keep everything that must survive a step in `memories`; then training can be continued from a
/// file, and equal seeds give equal bits.
public struct UpdateRule: Sendable {
  public typealias Body = @Sendable (ParameterUpdate) -> Void

  /// Its name in files.
  public let name: String
  /// The learning rate, before the schedule's factor.
  public var rate: Double
  /// The buffers that it keeps for each parameter tensor. They contain zeros before the first step.
  public let memories: Int
  let body: Body

  /// - Parameters:
  ///   - name: Its name in files.
  ///   - rate: The learning rate, before the schedule's factor. A ``ParameterGroup`` can have another one.
  ///   - memories: The buffers that it needs for each parameter tensor, 0 to 8. Default: none.
  ///   - body: Changes `update.parameters`.
  public init(_ name: String, rate: Double, memories: Int = 0, _ body: @escaping Body) {
    self.name = name
    self.rate = rate
    self.memories = memories
    self.body = body
  }

  func validate() throws(ToyLibError) {
    try require(rate >= 0 && rate.isFinite, "rate of the rule \(name)", rate, "0 or more, finite")
    try require((0...8).contains(memories), "memories of the rule \(name)", memories, "between 0 and 8")
  }
}

/// One update of a weight matrix or a bias, for an ``UpdateRule``. The buffers are working memory: do not
/// keep them.
public struct ParameterUpdate {
  /// The name of the parameters, such as `W1`.
  public let name: String
  /// The shape of the matrix; a bias has one row. Element (i, j) is number i · columns + j of each buffer.
  public let rows: Int, columns: Int
  /// What to change.
  public let parameters: UnsafeMutableBufferPointer<Float>
  /// The gradient of the mean loss of this step's samples.
  public let gradient: UnsafeBufferPointer<Float>
  /// What the rule keeps between steps: as many buffers as its ``UpdateRule/memories``.
  public let memories: [UnsafeMutableBufferPointer<Float>]
  /// The learning rate of this step, with the schedule's factor.
  public let rate: Float
  /// The number of this update; 1 is the first.
  public let step: Int
}
