internal import SuperposeAutoencoders
internal import ToyLib

/// A trained autoencoder to be compared with dictionaries made by hand.
struct ComparedAutoencoder {
  /// Such as `gated, random resampling`.
  let data: String
  let trained: TrainedAutoencoder
  /// Those of its training: the nested loss of a Matryoshka autoencoder.
  let prefixes: AutoencoderTraining.Prefixes

  init(
    _ data: String, _ trained: TrainedAutoencoder, prefixes: AutoencoderTraining.Prefixes = .whole
  ) {
    self.data = data
    self.trained = trained
    self.prefixes = prefixes
  }

  /// What the autoencoder minimises, reconstruction error and penalty, beside the same of dictionaries
  /// made by hand, on the same activations.
  ///
  /// They are: no active latent, with an output of zeros and of the mean; as many random directions as
  /// latents; the principal components, each in both directions, the best linear code; and the true
  /// features, those that contribute most first. Encoders of the last three are their directions. Where there are
  /// fewer directions than latents, the other latents are dead.
  func comparison(seed: UInt64) throws -> BaselineComparison {
    let activations = try trained.source.samples(Self.samples, seed: seed)
    let hand = try HandMadeDictionaries(for: trained, activations, seed: seed)
    func loss(_ autoencoder: SparseAutoencoder) throws -> LossEstimate {
      try self.loss(of: autoencoder, on: activations, seed: seed)
    }
    return BaselineComparison(
      data: data, trained: try loss(trained.autoencoder),
      baselines: try hand.all.map { .init($0.name, loss: try loss($0.autoencoder)) })
  }

  private static let samples = 1 << 14
  private static let parts = 16

  private func loss(
    of autoencoder: SparseAutoencoder, on activations: Matrix, seed: UInt64
  ) throws -> LossEstimate {
    let size = Self.samples / Self.parts
    return LossEstimate(
      meanOf: try (0..<Self.parts).map { part in
        let rows = activations[rows: part * size..<(part + 1) * size]
        let lengths = try autoencoder.lengths(of: prefixes, step: part, seed: seed)
        let loss = try autoencoder.lossAndGradient(on: rows, prefixes: lengths).0
        return Double(loss.reconstruction + trained.penaltyScale * loss.penalty + loss.auxiliary)
      })
  }
}

extension Baselines {
  /// The comparisons of autoencoders.
  init(_ autoencoders: [ComparedAutoencoder], seed: UInt64) throws {
    self.init(
      try autoencoders.map { try $0.comparison(seed: seed) }, against: "a dictionary made by hand")
  }
}

/// Dictionaries of one kind of autoencoder that are made by hand for given activations.
private struct HandMadeDictionaries {
  let all: [(name: String, autoencoder: SparseAutoencoder)]

  init(for trained: TrainedAutoencoder, _ activations: Matrix, seed: UInt64) throws {
    let (kind, latents) = (trained.autoencoder.kind, trained.autoencoder.latents)
    let inputs = trained.autoencoder.inputs
    let zeros = [Float](repeating: 0, count: inputs)
    let random = try SparseAutoencoder(kind, inputs: inputs, latents: latents, seed: seed).decoder
    let components = try PrincipalComponents(of: activations)
    let mean = components.mean.map { Float($0) }
    let truth = trained.source.directions
    let present = try Self.byContribution(trained.source, seed: seed).prefix(latents)
    func dictionary(_ directions: [[Float]], bias: [Float]) throws -> SparseAutoencoder {
      let dead = (directions.count..<latents).map { random[row: $0] }
      return try SparseAutoencoder(
        kind, directions: Matrix(directions + dead), decoderBias: bias, live: directions.count)
    }
    all = [
      ("zero output", try dictionary([], bias: zeros)),
      ("mean output", try dictionary([], bias: mean)),
      ("random directions", try dictionary((0..<latents).map { random[row: $0] }, bias: zeros)),
      ("principal components", try dictionary(Self.bothWays(components.axes, at: latents), bias: mean)),
      ("true features", try dictionary(present.map { truth[row: $0] }, bias: zeros)),
    ]
  }

  /// The features with directions, by the mean square of what they add to activations, the largest first.
  private static func byContribution(_ source: Activations, seed: UInt64) throws -> [Int] {
    let samples = try source.features.samples(1 << 12, seed: seed)
    let norms = source.directions.norms
    let squares = norms.indices.map { feature in
      samples[column: feature].reduce(Float(0)) { $0 + $1 * $1 } * norms[feature] * norms[feature]
    }
    return norms.indices.filter { norms[$0] > 0 }.sorted { (squares[$0], $1) > (squares[$1], $0) }
  }

  /// Each row and its opposite, at most `count` of them.
  private static func bothWays(_ axes: Matrix, at count: Int) -> [[Float]] {
    Array((0..<axes.rows).flatMap { [axes[row: $0], axes[row: $0].map { -$0 }] }.prefix(count))
  }
}
