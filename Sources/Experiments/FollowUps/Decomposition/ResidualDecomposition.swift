public import SuperposeDecomposition
internal import SuperposeJSON
public import ToyLib

/// A residual MLP of one layer as a sum of rank-one parts: fifty neurons that add ReLU(x) to a hundred features
/// in a fixed embedding.
///
/// Source: Bushnaq, Braun and Sharkey, "Stochastic Parameter Decomposition" (2025), and its code,
/// goodfire-ai/spd.
public struct ResidualDecomposition: Experiment {
  public static let name = "parameter-decomposition-mlp"
  public static let source =
    "Bushnaq, Braun and Sharkey (2025), Stochastic Parameter Decomposition; residual MLP of one layer"
  public static let question = "Does a decomposition find a part for each feature that a residual MLP computes?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// Dimensions of the residual stream, in which each feature has a random direction.
  @Setting(from: "the source") public var dimensions = 1_000
  /// The probability that a feature is present; values are uniform in [−1, 1].
  @Setting(from: "the source") public var density = 0.01
  @Setting(from: "the source")
  public var targetRecipe = Training(
    steps: 1_000, batch: 2_048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine)
  /// Rank-one parts of each matrix.
  @Setting(from: "the source") public var parts = 100
  @Setting(from: "the source", except: ["batch": "ours, for three minutes: the source has 2,048"])
  public var decompositionRecipe = DecompositionTraining(
    steps: 30_000, batch: 256, rate: 2e-3, schedule: .constant, penalty: 1e-5, power: 2)
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter(
        "coordinates", .integer(min(features, dimensions)),
        from: "ours: W_in and W_out are decomposed in coordinates of the embedding's span, as no other direction "
          + "reaches the outputs; the source has all dimensions")
    ]
  }

  public mutating func shorten() {
    (features, neurons, dimensions, parts) = (20, 10, 50, 20)
    targetRecipe.steps = min(targetRecipe.steps, 100)
    targetRecipe.evaluationSamples = min(targetRecipe.evaluationSamples, 1 << 12)
    decompositionRecipe.steps = min(decompositionRecipe.steps, 20)
  }

  public func run() throws -> ResidualDecompositionResult {
    let sampler = SparseFeatures(count: features, density: density, magnitude: .signedUniform)
    let embedding = embedding
    let model = try trained(embedding, on: sampler)
    let chain = try chain(model.network, embedding)
    let found = try chain.decomposed(on: sampler, parts: parts, seed: seed, training: decompositionRecipe)[0]
    let comparison = try ComparedOutputs(
      sampler.samples(1 << 16, seed: seed), exact: neurons, isResidual: true
    ).comparison("the model", model.network)
    return try ResidualDecompositionResult(
      experiment: self, model: model, found: found,
      untrained: Decomposition(chain, parts: parts, seed: seed), baselines: .relus([comparison]))
  }
}

// MARK: The model

extension ResidualDecomposition {
  /// E [dimensions, features]: random columns of length 1.
  private var embedding: Matrix {
    let random = Matrix.normal(rows: features, columns: dimensions, seed: seed)
    let lengths = random.rowNorms
    return Matrix(rows: dimensions, columns: features) { random[$1, $0] / lengths[$1] }
  }

  /// y = Eᵀ(Ex + W_out ReLU(W_in E x)) for x + ReLU(x).
  private func trained(_ embedding: Matrix, on sampler: SparseFeatures) throws -> TrainedLayeredNetwork {
    let model = try LayeredModel(
      inputs: features,
      [
        .fixed(embedding),
        .residual([
          .linear(neurons, bias: false, name: "W_in"), .relu, .linear(dimensions, bias: false, name: "W_out"),
        ]),
        .fixed(embedding.transposed),
      ], target: .inputsPlusReLU)
    return try model.train(on: sampler, seed: seed, training: targetRecipe).best
  }

  /// The model's matrices in coordinates of the embedding's span. There the outputs are the same.
  private func chain(_ network: LayeredNetwork, _ embedding: Matrix) throws -> LinearChain {
    let axes = embedding.spanAxes(seed: seed)  // [coordinates, dimensions]
    let inside = axes.times(embedding)
    return try LinearChain(
      [try network["W_in"].times(axes.transposed), axes.times(try network["W_out"])],
      bias: Array(repeating: 0, count: features), rectified: [true, false], embedding: inside,
      readOut: inside.transposed)
  }
}

extension Matrix {
  /// An orthonormal basis of the span of the columns, in random directions of it: [columns or rows, whichever
  /// are fewer; rows]. By Gram and Schmidt in double precision, each step done twice.
  fileprivate func spanAxes(seed: UInt64) -> Matrix {
    let mixed = Matrix.normal(rows: min(rows, columns), columns: columns, seed: seed &+ 1).times(transposed)
    var axes: [[Double]] = []
    for row in 0..<mixed.rows {
      var axis = mixed[row: row].map(Double.init)
      for earlier in axes + axes {
        let share = zip(axis, earlier).reduce(0) { $0 + $1.0 * $1.1 }
        for i in axis.indices { axis[i] -= share * earlier[i] }
      }
      let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
      axes.append(axis.map { $0 / length })
    }
    return Matrix(axes)
  }
}
