public import SuperposeAutoencoders
internal import ToyLib

/// The autoencoders of every kind, number of active latents and world, compared with the true features.
public struct MatchingPursuitResult: ExperimentResult {
  /// The measures of dictionaries with one number of active latents in one world. See ``SyntheticBenchResult/Quality``.
  public struct Point: Sendable {
    public let dimensions: Int
    /// k.
    public let active: Int
    /// Trained, in the order of ``MatchingPursuit/Family``.
    public let trained: [TrainedAutoencoder]
    public let qualities: [SyntheticBenchResult.Quality]
    /// The true directions, with latents chosen as by TopK and by Matching Pursuit.
    public let truth: SyntheticBenchResult.Quality, pursuedTruth: SyntheticBenchResult.Quality
    /// As many random directions as latents, with latents chosen by Matching Pursuit.
    public let random: SyntheticBenchResult.Quality

    /// Of the trained autoencoder of a kind.
    public subscript(family: MatchingPursuit.Family) -> SyntheticBenchResult.Quality {
      qualities[MatchingPursuit.Family.allCases.firstIndex(of: family) ?? 0]
    }

    /// How much more variance Matching Pursuit explains than the better one of the other kinds.
    public var gain: Double {
      self[.pursuit].varianceExplained - max(self[.topK].varianceExplained, self[.batchTopK].varianceExplained)
    }
  }

  public let experiment: MatchingPursuit
  /// In the first world, k ascending.
  public let points: [Point]
  /// In the other worlds.
  public let controls: [Point]

  init(
    experiment: MatchingPursuit, worlds: [SyntheticWorld], cells: [MatchingPursuit.Cell], trained: [TrainedAutoencoder]
  ) throws {
    self.experiment = experiment
    let count = MatchingPursuit.Family.allCases.count
    let all = try cells.indices.map { index in
      try Point(
        cells[index], worlds[cells[index].world], Array(trained[index * count..<(index + 1) * count]), experiment)
    }
    points = Array(all.prefix(experiment.active.count))
    controls = Array(all.dropFirst(experiment.active.count))
  }

  /// In the loss that they were trained with.
  public var baselines: Baselines {
    get throws {
      try Baselines(
        (points + controls).flatMap { point in
          zip(MatchingPursuit.Family.allCases, point.trained).map { family, one in
            ComparedAutoencoder("\(family.rawValue), k = \(point.active), \(point.dimensions) dimensions", one)
          }
        }, seed: experiment.seed)
    }
  }
}

extension MatchingPursuitResult.Point {
  init(
    _ cell: MatchingPursuit.Cell, _ world: SyntheticWorld, _ trained: [TrainedAutoencoder],
    _ experiment: MatchingPursuit
  ) throws {
    let (k, source) = (cell.active, try world.activations)
    let others = try [
      SparseAutoencoder(.topK(active: k), directions: world.directions),
      SparseAutoencoder(.matchingPursuit(active: k), directions: world.directions),
      SparseAutoencoder(
        .matchingPursuit(active: k), inputs: source.dimensions, latents: experiment.latents, seed: experiment.seed),
    ]
    let dictionaries = trained.map(\.autoencoder) + others
    let measured = try concurrentResults(dictionaries.count) { index in
      SyntheticBenchResult.Quality(
        try DictionaryEvaluation(
          of: dictionaries[index], on: source, samples: experiment.measuredSamples, seed: experiment.seed))
    }
    self.init(
      dimensions: source.dimensions, active: k, trained: trained, qualities: Array(measured.prefix(trained.count)),
      truth: measured[trained.count], pursuedTruth: measured[trained.count + 1], random: measured[trained.count + 2])
  }
}
