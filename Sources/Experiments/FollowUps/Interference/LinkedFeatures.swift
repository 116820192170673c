internal import ToyLib

/// Features, and outputs that are excited or inhibited by one other feature each: t_i = ReLU(x_i + s_i x_j(i)).
struct LinkedFeatures {
  /// j(i), for each output i.
  let sources: [Int]
  /// s_i, for each output i.
  let strengths: [Float]
  let pairCount: Int
  /// Correlated pairs first, then single features.
  let sampler: FeatureGroups

  init(_ experiment: InterferenceWeights, density: Double) {
    let count = experiment.features
    let pairs = Int(experiment.correlated * Double(count) / 2)
    pairCount = pairs
    func group(_ size: Int) -> FeatureGroups.Group { .init(.correlated, count: size, sparsity: 1 - density) }
    sampler = FeatureGroups(
      Array(repeating: group(2), count: pairs) + Array(repeating: group(1), count: count - 2 * pairs))
    // The same links for every density.
    var random = RandomSource(seed: experiment.seed)
    sources = (0..<count).map { output in
      // Of a pair, neither feature has a link from the other.
      let partner = output < 2 * pairs ? output ^ 1 : output
      let others = (0..<count).filter { $0 != output && $0 != partner }
      return others[random.index(below: others.count)]
    }
    strengths = (0..<count).map { Float($0 % 2 == 0 ? experiment.strength : -experiment.strength) }
  }

  /// M, shape [outputs, inputs]: ones, and the links.
  var weights: Matrix {
    var weights = Matrix.identity(sources.count)
    for (output, source) in sources.enumerated() { weights[output, source] = strengths[output] }
    return weights
  }

  var target: TargetFunction {
    let links = Array(zip(sources, strengths))
    return .own("ReLU(Mx)", outputs: links.count) { x, target in
      for (output, (source, strength)) in links.enumerated() {
        let sum = x[output] + strength * x[source]
        target[output] = sum.replacing(with: 0, where: sum .< 0)
      }
    }
  }

  /// A network's loss beside those of an output of zeros, of the mean of every target, and of one more function: of a
  /// network made by hand, in which the first features have dimensions of their own and the other outputs are their
  /// means; with a dimension for each feature, of the best affine function.
  func comparison(
    _ data: String, _ network: LayeredNetwork, dimensions: Int, on samples: Matrix
  ) throws -> BaselineComparison {
    let targets = try network.targets(of: samples)
    let means = targets.columnMeans
    func loss(_ outputs: Matrix) -> LossEstimate { LossEstimate(of: outputs, against: targets) }
    func loss(_ output: (Int, Int) -> Float) -> LossEstimate {
      loss(Matrix(rows: targets.rows, columns: targets.columns, output))
    }
    let last: BaselineComparison.Baseline =
      if dimensions < sources.count {
        .init(
          "without superposition",
          loss: loss { row, output in
            guard output < dimensions else { return means[output] }
            let linked = sources[output] < dimensions ? strengths[output] * samples[row, sources[output]] : 0
            return max(0, samples[row, output] + linked)
          })
      } else {
        .init("best affine function", loss: loss(try AffineFunction(from: samples, to: targets).outputs(of: samples)))
      }
    return BaselineComparison(
      data: data, trained: loss(try network.outputs(of: samples)),
      baselines: [.init("zero output", loss: loss { _, _ in 0 }), .init("mean output", loss: loss { means[$1] }), last])
  }
}
