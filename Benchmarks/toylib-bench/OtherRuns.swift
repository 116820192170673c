import SuperposeAutoencoders
import SuperposeDecomposition
import ToyLib

/// The autoencoders of "Sparse but Wrong": 22 BatchTopK autoencoders with five latents in 20 dimensions.
/// Each one has a thread.
struct AutoencoderRun: MeasuredRun {
  let name = "BatchTopK"
  let threads = [2]
  private let batch = 1024
  private let correlations: [Float] = [-0.5, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5]

  /// Activations, latents and reconstructions; then both gradients of the decoder, and that of the encoder.
  var operations: Double { 2 * Double(22 * batch * 6 * 5 * 20) }

  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double {
    let truth = Matrix(rows: 5, columns: 20) { $0 == $1 ? 1 : 0 }
    let tasks = try correlations.flatMap { correlation in
      let features = try CopulaFeatures(
        densities: Array(repeating: 0.4, count: 5),
        correlations: Matrix(rows: 5, columns: 5) { i, j in i == j ? 1 : i == 0 || j == 0 ? correlation : 0 },
        magnitude: .clippedNormal(mean: 1, deviation: 0.15))
      let source = try Activations(features: features, directions: truth)
      return try [2, 1.8].map {
        AutoencoderTask(try SparseAutoencoder(.batchTopK(active: $0), directions: truth), on: source)
      }
    }
    func seconds(_ steps: Int) throws -> Double {
      let training = AutoencoderTraining(steps: steps, batch: batch, rate: 3e-4)
      return try ContinuousClock().measure { _ = try train(tasks, seed: 1, training: training) } / .seconds(1)
    }
    // Every training ends with an evaluation on 64 batches, which is not part of a step: a small part of so many. The
    // shortest of three is subtracted, so that its noise does not make steps faster.
    let evaluation = try (0..<3).map { _ in try seconds(0) }.min() ?? 0
    let steps = max(steps, 400)
    return Double(steps) / (try seconds(steps) - evaluation)
  }
}

/// The decomposition of two models with five features in two dimensions. Each one has a thread.
struct DecompositionRun: MeasuredRun {
  let name = "decomposition"
  let threads = [2]
  private let batch = 1024
  private let parts = 20

  /// For each part of both matrices a network with 16 neurons, and four products with all parts, forward and
  /// twice as much backward.
  var operations: Double {
    let gates = 2 * parts * 2 * 16
    let products = 4 * parts * (5 + 2)
    return 2 * Double(2 * batch * 3 * (gates + products))
  }

  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double {
    let model = ReLUOutputModel(hidden: 2)
    let features = SparseFeatures(count: 5, density: 0.05)
    let chain = try LinearChain(
      try model.train(on: features, steps: 1, seed: 1).best.network)
    let training = DecompositionTraining(steps: steps, batch: batch)
    let time = try ContinuousClock().measure {
      _ = try chain.decomposed(on: features, parts: parts, instances: 2, seed: 1, training: training)
    }
    return Double(steps) / (time / .seconds(1))
  }
}
