import SuperposeAutoencoders
import Testing
import ToyLib

@Suite struct CrosscoderTests {
  /// Features 0 and 1 are in both models; 2 and 3 only in the first, 4 and 5 only in the second.
  private func source() throws -> Activations {
    let axes = Matrix.identity(4)
    let zero: [Float] = [0, 0, 0, 0]
    let first = (0..<4).map { axes[row: $0] } + [zero, zero]
    let second = [axes[row: 1], axes[row: 0], zero, zero, axes[row: 2], axes[row: 3]]
    return try Activations(
      features: SparseFeatures(count: 6, density: 0.1), models: Matrix(first), Matrix(second))
  }

  private func trained(
    _ kind: AutoencoderKind, latents: Int = 6, instances: Int = 1, steps: Int = 4_000,
    resampling: AutoencoderTraining.Resampling = .none
  ) throws -> [TrainedAutoencoder] {
    let training = AutoencoderTraining(
      steps: steps, batch: 256, rate: 3e-3, schedule: .linear, resampling: resampling)
    return try kind.train(on: source(), latents: latents, instances: instances, seed: 1, training: training)
  }

  @Test func `latents tell which model has a feature`() throws {
    let runs = try trained(.crosscoder(penalty: 0.01), instances: 4)
    let best = try #require(runs.min { $0.evaluation.total < $1.evaluation.total })
    let evaluation = try best.evaluated()
    #expect(evaluation.meanMatchedCosine > 0.99)
    let norms = try #require(best.autoencoder.relativeNorms)
    let decoders = try #require(best.autoencoder.decoders)
    #expect(decoders.first.columns == 4 && decoders.second.rows == 6)
    for (feature, wanted) in [0.5, 0.5, 0, 0, 1, 1].enumerated() {
      let latent = try #require(evaluation.latents[feature])
      #expect(abs(norms[latent] - wanted) < 0.02)
    }
    // Lengths are free.
    #expect(best.autoencoder.decoder.norms.contains { abs($0 - 1) > 0.01 })
  }

  @Test func `shared latents have the same direction in both models`() throws {
    let kind = AutoencoderKind.crosscoder(penalty: 0.01, shared: 3, sharedPenalty: 0.001)
    let one = try trained(kind, latents: 8, steps: 600, resampling: .random(every: 200, window: 100))[0].autoencoder
    let decoders = try #require(one.decoders)
    for j in 0..<8 { #expect((decoders.first[row: j] == decoders.second[row: j]) == (j < 3)) }
    #expect(try #require(one.relativeNorms)[..<3].allSatisfy { $0 == 0.5 })
    let start = try SparseAutoencoder(kind, directions: [[1, 0, 0, 0], [0, 0, 1, 0], [0, 2, 0, 2], [1, 0, 0, 1]])
    #expect(start.decoder[row: 0] == [0.5, 0, 0.5, 0] && start.encoder[row: 0] == [1, 0, 0, 0])
  }

  @Test func `the same seed gives the same bits, alone or among others`() throws {
    let kind = AutoencoderKind.crosscoder(shared: 1)
    let three = try trained(kind, instances: 3, steps: 200)
    let training = AutoencoderTraining(steps: 200, batch: 256, rate: 3e-3, schedule: .linear)
    let alone = try train(
      [AutoencoderTask(kind, on: source(), latents: 6, instance: 2)], seed: 1, training: training)[0]
    #expect(three[2].autoencoder == alone.autoencoder && three[0].autoencoder != alone.autoencoder)
  }

  @Test func `a smaller penalty is for shared latents only`() throws {
    let h = try source().samples(500, seed: 2)
    func penalty(_ rate: Float, _ shared: Int) throws -> Float {
      let kind = AutoencoderKind.crosscoder(penalty: 0.1, shared: shared, sharedPenalty: rate)
      return try SparseAutoencoder(kind, directions: [[1, 0, 0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0, 0, 0]])
        .loss(on: h).penalty
    }
    #expect(try penalty(0.01, 0) == penalty(0.02, 0))
    #expect(try penalty(0, 2) == 0 && penalty(0, 1) > 0)
  }

  @Test func `what does not fit is said in a sentence`() throws {
    func refusal(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(
      refusal { _ = try SparseAutoencoder(.crosscoder(), inputs: 3, latents: 2) }
        == "inputs is 3, but must be even: as many dimensions of each of two models.")
    #expect(
      refusal { _ = try SparseAutoencoder(.crosscoder(shared: 3), inputs: 4, latents: 2) }
        == "shared is 3, but must be between 0 and the 2 latents.")
    #expect(
      refusal { _ = try SparseAutoencoder(.crosscoder(sharedPenalty: -1), inputs: 4, latents: 2) }
        == "sharedPenalty is -1.0, but must be 0 or more, finite.")
    let features = SparseFeatures(count: 2, density: 0.1)
    #expect(
      refusal { _ = try Activations(features: features, models: [[1, 0], [0, 1]], [[1], [0]]) }
        == "the second model's directions is 2 × 1, but must be 2 × 2, as the first model's.")
    var training = AutoencoderTraining(steps: 1)
    training.sortsLatents = true
    #expect(
      refusal {
        _ = try AutoencoderKind.crosscoder(shared: 1).train(on: source(), latents: 4, training: training)
      }.hasPrefix("sortsLatents is true, but must be false for a crosscoder"))
    let other = try SparseAutoencoder(.standard(), inputs: 4, latents: 2)
    #expect(other.decoders == nil && other.relativeNorms == nil)
  }
}
