public import SuperposeAutoencoders
internal import ToyLib

/// The crosscoders of every size and variant, and what their latents respond to.
public struct CrosscodersResult: ExperimentResult {
  public let experiment: Crosscoders
  /// For each number of latents and each ``Crosscoders/Variant`` one for each instance.
  public let trained: [[[TrainedAutoencoder]]]
  /// In the order of ``trained``.
  public let dictionaries: [[[LatentResponses]]]
  /// The true directions, each with a bias with which it is active as often as its feature is present.
  public let truth: LatentResponses
  /// Random directions in the same models as the true ones, each with a bias with which it is active as often as exclusive
  /// latents are where there are fewer latents than features.
  public let random: LatentResponses

  init(experiment: Crosscoders, source: Activations, trained: [[[TrainedAutoencoder]]]) throws {
    self.experiment = experiment
    self.trained = trained
    let samples = try source.samples(experiment.measuredSamples, seed: experiment.seed)
    let all = trained.flatMap { $0.flatMap(\.self) }
    let measured = try concurrentResults(all.count) {
      try LatentResponses(of: all[$0].autoencoder, on: source, samples: samples)
    }
    let (variants, instances) = (Crosscoders.Variant.allCases.count, experiment.instances)
    let dictionaries = trained.indices.map { size in
      (0..<variants).map { variant in
        let first = (size * variants + variant) * instances
        return Array(measured[first..<first + instances])
      }
    }
    self.dictionaries = dictionaries
    truth = try LatentResponses(
      directions: source.directions, density: experiment.density, on: source, samples: samples)
    let scarce = experiment.latents.firstIndex { $0 < experiment.features }
    let exclusive = scarce.map { size in dictionaries[size][0].flatMap { $0.latents(in: .exclusive) } } ?? []
    random = try LatentResponses(
      directions: Self.random(like: source.directions, seed: experiment.seed),
      density: exclusive.isEmpty ? experiment.density : exclusive.density, on: source, samples: samples)
  }

  /// Random directions with zeros where those of `truth` are zeros.
  private static func random(like truth: Matrix, seed: UInt64) -> Matrix {
    var random = RandomSource(seed: seed &+ 1)
    return Matrix(rows: truth.rows, columns: truth.columns) { i, k in
      truth[i, k] == 0 ? 0 : random.normal()
    }
  }

  /// The first crosscoder of each size and variant.
  public var baselines: Baselines {
    get throws {
      try Baselines(
        zip(experiment.latents, trained).flatMap { count, row in
          zip(Crosscoders.Variant.allCases, row).compactMap { variant, run in
            run.first.map { ComparedAutoencoder("\(count) latents, \(variant.rawValue)", $0) }
          }
        }, seed: experiment.seed)
    }
  }

  /// The live latents of a group, of all instances.
  func latents(_ size: Int, _ variant: Crosscoders.Variant, _ group: LatentResponses.Group) -> [LatentResponses.Latent]
  {
    let index = Crosscoders.Variant.allCases.firstIndex(of: variant) ?? 0
    return dictionaries[size][index].flatMap { $0.latents(in: group) }
  }

  /// The exclusive features that have a latent of their own, of all instances.
  func found(_ size: Int, _ variant: Crosscoders.Variant) -> Int {
    let index = Crosscoders.Variant.allCases.firstIndex(of: variant) ?? 0
    return dictionaries[size][index].reduce(0) { $0 + $1.foundExclusive }
  }

  /// Where there are fewer latents than features.
  var scarce: Int? { experiment.latents.firstIndex { $0 < experiment.features } }
  /// Where there are enough latents for all features.
  var ample: Int? { experiment.latents.firstIndex { $0 >= experiment.features } }
}

extension [LatentResponses.Latent] {
  /// The mean share of samples in which the latents are active; 0 without latents.
  var density: Double { isEmpty ? 0 : reduce(0) { $0 + $1.density } / Double(count) }
  /// The mean number of features of the latents that respond to one; 0 without any.
  var features: Double {
    let known = compactMap(\.features)
    return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
  }
}
