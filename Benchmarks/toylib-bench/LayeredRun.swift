import ToyLib

/// A training run of a layered model, of the table that Benchmarks/bench.py prints.
struct LayeredRun: MeasuredRun {
  let name: String
  let model: LayeredModel
  let features: SparseFeatures
  let batch: Int
  let operations: Double
  var groups: [ParameterGroup] = []

  /// - Parameter products: Multiplications of a sample's values with weights in a step, forward and backward.
  init(
    _ name: String, _ model: LayeredModel, on features: SparseFeatures, batch: Int, products: Int,
    groups: [ParameterGroup] = []
  ) {
    self.name = name
    self.model = model
    self.features = features
    self.batch = batch
    operations = 2 * Double(batch) * Double(products)
    self.groups = groups
  }

  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double {
    var training = Training(steps: steps, batch: batch, optimiser: .adamW(rate: 0.003))
    training.threads = threads
    training.vectorUnits = units
    training.evaluationSamples = 1
    let time = try ContinuousClock().measure {
      _ = try model.train(on: features, seed: 1, groups: groups, training: training)
    }
    return Double(steps) / (time / .seconds(1))
  }
}
