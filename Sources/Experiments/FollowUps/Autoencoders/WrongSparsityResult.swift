public import SuperposeAutoencoders
public import ToyLib

/// The autoencoders of every correlation and number of active latents.
public struct WrongSparsityResult: ExperimentResult {
  public let experiment: WrongSparsity
  /// The true features, shape [features, dimensions].
  public let directions: Matrix
  /// For each correlation, one for each number of active latents.
  public let trained: [[TrainedAutoencoder]]
  /// The reconstruction error of each, divided by that of the true dictionary with as many latents; both
  /// choose latents among the same samples.
  public let relativeErrors: [[Double]]

  init(experiment: WrongSparsity, directions: Matrix, trained: [[TrainedAutoencoder]]) throws {
    self.experiment = experiment
    self.directions = directions
    self.trained = trained
    relativeErrors = try trained.map { row in
      try row.map { one in
        let probe = try one.source.samples(1 << 14, seed: experiment.seed)
        let truth = try SparseAutoencoder(one.autoencoder.kind, directions: directions)
        let (found, best) = (
          try one.autoencoder.lossAndGradient(on: probe).0, try truth.lossAndGradient(on: probe).0
        )
        return Double(found.reconstruction) / Double(best.reconstruction)
      }
    }
  }

  public var baselines: Baselines {
    get throws {
      try Baselines(
        zip(experiment.correlations, trained).flatMap { correlation, row in
          zip(experiment.active, row).map {
            ComparedAutoencoder("ρ = \(correlation.brief(1)), k = \($0.brief(2))", $1)
          }
        }, seed: experiment.seed)
    }
  }

  /// The cosines of latents (rows) with true features (columns). Latent i started as feature i.
  public func cosines(of one: TrainedAutoencoder) -> Matrix {
    let decoder = one.autoencoder.decoder
    return decoder.times(directions.transposed)
  }

  /// The mean cosine of the other latents with feature 0, which would be 0 in the true dictionary.
  public func mixing(_ one: TrainedAutoencoder) -> Double {
    let cosines = cosines(of: one)
    let others = (1..<cosines.rows).map { Double(cosines[$0, 0]) }
    return others.reduce(0, +) / Double(max(1, others.count))
  }

  /// The smallest cosine of a latent with its own feature.
  public func purity(_ one: TrainedAutoencoder) -> Double {
    let cosines = cosines(of: one)
    return (0..<cosines.rows).map { Double(cosines[$0, $0]) }.min() ?? 0
  }

  /// How many features are present on average.
  var truth: Double { Double(experiment.features) * experiment.density }
  /// The index of a number of active latents that is the true one; of one that is too small.
  var right: Int? { experiment.active.firstIndex { abs($0 / truth - 1) < 1e-6 } }
  var tooSmall: Int? { experiment.active.firstIndex { $0 < truth * 0.999 } }
}
