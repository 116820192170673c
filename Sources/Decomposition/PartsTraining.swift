internal import ToyLib

/// The settings that all decompositions have: steps of Adam at a learning rate with a schedule.
protocol PartsTraining {
  var steps: Int { get }
  var rate: Float { get }
  var schedule: Schedule { get }
  var recordEvery: Int? { get }
}

extension PartsTraining {
  var recordInterval: Int { recordEvery ?? max(1, steps / 100) }

  func validateSteps() throws {
    try schedule.validate()
    try require(steps >= 0, "steps", steps, "0 or more")
    try require(rate >= 0 && rate.isFinite, "rate", rate, "0 or more, finite")
    try require(recordInterval >= 1, "recordEvery", recordInterval, "at least 1")
  }

  /// Trains `parameters` to the last step. `loss` gives the loss of a step and writes its gradient.
  ///
  /// - Returns: The recorded losses.
  /// - Throws: `CancellationError` when `Cancellation` is requested.
  func train<Loss>(
    _ parameters: inout [Float], loss: (_ step: Int, _ parameters: [Float], _ gradient: inout [Float]) -> Loss
  ) throws -> [(step: Int, loss: Loss)] {
    var gradient = [Float](repeating: 0, count: parameters.count)
    var moments = AdamMoments(count: parameters.count)
    var history: [(step: Int, loss: Loss)] = []
    for step in 0..<steps {
      if Cancellation.isRequested { throw CancellationError() }
      let loss = loss(step, parameters, &gradient)
      if step % recordInterval == 0 || step == steps - 1 { history.append((step, loss)) }
      moments.update(&parameters, gradient: gradient, rate: rate * Float(schedule.factor(step: step, of: steps)))
    }
    return history
  }
}
