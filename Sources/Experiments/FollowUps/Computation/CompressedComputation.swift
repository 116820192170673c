internal import Foundation
public import ToyLib

/// Fifty neurons, a hundred ReLUs, squared error: a gain over computing half of them comes only from a
/// matrix that is added to the labels.
///
/// Source: Bhagat, Molas-Medina, Giglemiani and Heimersheim, "Compressed Computation is (probably) not
/// Computation in Superposition" (2026).
public struct CompressedComputation: TrainingExperiment {
  public static let name = "compressed-computation"
  public static let source =
    "Bhagat et al. (2026), Compressed Computation is (probably) not Computation in Superposition"
  public static let question = "Where does the gain of compressed computation come from?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// The probability that a feature is present; values are uniform in [−1, 1].
  @Setting(from: "the source") public var density = 0.01
  /// σ of the elements of M, which is added to the labels: Mx + ReLU(x).
  @Setting(from: "the source, which has 41 values") public var deviations = [
    0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08,
  ]
  /// Dimensions of the embedding whose errors make one of the matrices.
  @Setting(from: "the source") public var embedding = 1_000
  @Setting(from: "the source")
  public var recipe = Training(
    steps: 10_000, batch: 2048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine,
    evaluationSamples: 1 << 18)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    deviations = [0.03]
    embedding = min(embedding, 200)
    recipe.steps = min(recipe.steps, 200)
    recipe.evaluationSamples = 1 << 14
  }

  public func run() throws -> CompressedComputationResult {
    let clean = try trained(nil)
    let errors = embeddingErrors
    let noise = Matrix.normal(rows: features, columns: features, seed: seed)
    let mirrored = Matrix(rows: features, columns: features) { noise[min($0, $1), max($0, $1)] }
    let asymmetric = try swept(noise)
    let symmetric = try swept(mirrored)
    let best = symmetric.min { $0.loss < $1.loss }
    let embedded = try trained(errors)
    let finetuned = try trained(nil, from: best.map { [$0.network] } ?? [])
    return CompressedComputationResult(
      experiment: self, clean: clean, embedded: embedded, asymmetric: asymmetric, symmetric: symmetric,
      finetuned: finetuned,
      baselines: try compared(
        [("no M", nil, clean), ("errors of an embedding", errors, embedded), ("trained on without M", nil, finetuned)]
          + matrices("asymmetric", noise, asymmetric) + matrices("symmetric", mirrored, symmetric)))
  }

  private typealias Labelled = (data: String, matrix: Matrix?, model: TrainedLayeredNetwork)

  /// Each model with the matrix in its labels.
  private func matrices(
    _ name: String, _ matrix: Matrix, _ models: [TrainedLayeredNetwork]
  ) -> [Labelled] {
    zip(deviations, models).map { deviation, model in
      ("\(name), σ = \(deviation.brief)", matrix.map { Float(deviation) * $0 }, model)
    }
  }

  private func compared(_ models: [Labelled]) throws -> Baselines {
    let samples = try sampler.samples(1 << 16, seed: seed)
    return .relus(
      try models.map { data, matrix, model in
        try ComparedOutputs(samples, matrix: matrix, exact: neurons).comparison(data, model.network)
      })
  }

  private var sampler: SparseFeatures {
    SparseFeatures(count: features, density: density, magnitude: .signedUniform)
  }

  /// One model for each deviation, with M = σ · `matrix`.
  private func swept(_ matrix: Matrix) throws -> [TrainedLayeredNetwork] {
    try tracked(deviations).map { deviation in
      try trained(matrix.map { Float(deviation) * $0 })
    }
  }

  private func trained(
    _ matrix: Matrix?, from start: [LayeredNetwork] = []
  ) throws -> TrainedLayeredNetwork {
    let model = try LayeredModel.compressed(features: features, neurons: neurons, matrix: matrix)
    return try model.train(on: sampler, seed: seed, from: start, training: recipe).best
  }

  /// W Wᵀ − 1 for random rows of length 1.
  private var embeddingErrors: Matrix {
    let random = Matrix.normal(rows: features, columns: embedding, seed: seed)
    let rows = zip(0..<features, random.rowNorms).map { row, length in
      random[row: row].map { $0 / length }
    }
    return Matrix(rows).gram - .identity(features)
  }
}
