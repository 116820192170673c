import ToyLib

/// How a step of a layered model grows: residual layers of 50 neurons on 100 features, unless said otherwise.
enum LayeredScaling {
  static func print() throws {
    for layers in [1, 2, 4, 8] { try measure("residual layers", layers, layers: layers) }
    for neurons in [25, 50, 100, 200, 400, 800] { try measure("neurons", neurons, neurons: neurons) }
    for features in [50, 100, 200, 400, 800] { try measure("features", features, features: features) }
    for batch in [256, 1024, 4096] { try measure("samples", batch, batch: batch) }
    for density in [1, 0.3, 0.1, 0.03, 0.01] { try measure("density", density, density: density) }
    for threads in [1, 2] { try measure("threads", threads, layers: 2, neurons: 200, threads: threads) }
    for units in VectorUnits.allCases where units.isAvailable { try measure("vector units", units, units: units) }
  }

  private static func measure(
    _ what: String, _ value: some Any, layers: Int = 1, neurons: Int = 50, features: Int = 100, batch: Int = 1024,
    density: Double = 0.1, threads: Int = 1, units: VectorUnits = .preferred
  ) throws {
    let layer = Layer.residual([.linear(neurons, bias: false), .relu, .linear(features, bias: false)])
    let model = try LayeredModel(
      inputs: features, Array(repeating: layer, count: layers), target: .inputsPlusReLU)
    // Forward and backward two products for each of the matrices, and one for its gradient; none by the inputs.
    let run = LayeredRun(
      what, model, on: SparseFeatures(count: features, density: density, magnitude: .signedUniform), batch: batch,
      products: (6 * layers - 1) * features * neurons)
    let rate = try run.best(seconds: 0.15, rounds: 3, threads: threads, units: units)
    Main.write([
      ("layered", "\"\(what)\""), ("value", "\"\(value)\""), ("microseconds_per_step", "\(1e6 / rate)"),
      ("gflops_per_thread", "\(rate * run.operations / 1e9 / Double(threads))"),
    ])
  }
}
