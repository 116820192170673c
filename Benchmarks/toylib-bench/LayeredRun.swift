import ToyLib

/// A training run of a layered model, of the table that Benchmarks/bench.py prints.
struct LayeredRun: MeasuredRun {
  let name: String
  let model: LayeredModel
  let features: SparseFeatures
  let batch: Int
  let operations: Double

  /// Computation in superposition with the fourth power, and a residual layer with a fixed embedding.
  /// Benchmarks/peers.py holds the same.
  static var all: [LayeredRun] {
    get throws { try [fourthPower("fourth power", 1024), fourthPower("fourth power, 8,192", 8192), residual] }
  }

  private static func fourthPower(_ name: String, _ batch: Int) throws -> LayeredRun {
    let model = try LayeredModel(
      inputs: 100, [.linear(50, bias: false), .relu, .linear(100, bias: false)], target: .relu,
      loss: .power(4))
    // Two products forward, three backward: the inputs need no gradient.
    return LayeredRun(
      name: name, model: model,
      features: SparseFeatures(count: 100, density: 0.02, magnitude: .signedUniform), batch: batch,
      operations: 10 * Double(batch * 100 * 50))
  }

  private static var residual: LayeredRun {
    get throws {
      let batch = 2048
      let embedding = Matrix(rows: 1000, columns: 100) { i, j in (i * 7 + j * 13) % 11 < 5 ? 0.03 : -0.03 }
      let model = try LayeredModel(
        inputs: 100,
        [
          .fixed(embedding, name: "E"),
          .residual([.linear(50, bias: false), .relu, .linear(1000, bias: false)]), .transpose(of: "E"),
        ], target: .inputsPlusReLU)
      // Forward E, in, out and Eᵀ; backward E, out twice, and in.
      let products = Double(3 * 100_000 + 5 * 50_000)
      return LayeredRun(
        name: "residual", model: model,
        features: SparseFeatures(count: 100, density: 0.01, magnitude: .signedUniform), batch: batch,
        operations: 2 * Double(batch) * products)
    }
  }

  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double {
    var training = Training(steps: steps, batch: batch, optimiser: .adamW(rate: 0.003))
    training.threads = threads
    training.vectorUnits = units
    training.evaluationSamples = 1
    let time = try ContinuousClock().measure {
      _ = try model.train(on: features, seed: 1, training: training)
    }
    return Double(steps) / (time / .seconds(1))
  }
}
