import SuperposeAutoencoders
import Testing
import ToyLib

@Suite struct AutoencoderTrainingTests {
  private let pentagon = Matrix(
    (0..<5).map { i -> [Float] in
      let corners: [[Float]] = [
        [1.15, 0], [0.3554, 1.0937], [-0.9304, 0.676], [-0.9304, -0.676], [0.3554, -1.0937],
      ]
      return corners[i]
    })

  private func source(density: Double = 0.025) throws -> Activations {
    try Activations(features: SparseFeatures(count: 5, density: density), directions: pentagon)
  }

  @Test(arguments: [AutoencoderKind.standard(), .gated(), .jumpReLU()])
  func `the best of a few finds all five features`(kind: AutoencoderKind) throws {
    var training = AutoencoderTraining()
    training.steps = 12_000
    training.resampling = .random
    let trained = try kind.train(
      on: source(), latents: 5, instances: 6, seed: 1, training: training)
    let recoveries = trained.map { FeatureRecovery(of: pentagon, in: $0.dictionary) }
    #expect((recoveries.map(\.meanMaxCosine).max() ?? 0) > 0.999)
    #expect(recoveries.map { $0.recovered() }.max() == 5)
  }

  @Test func `decoder rows have length 1 and resampling wakes the dead`() throws {
    func alive(_ resampling: AutoencoderTraining.Resampling) throws -> Int {
      var training = AutoencoderTraining()
      training.steps = 8_000
      training.resampling = resampling
      let trained = try AutoencoderKind.standard().train(
        on: source(), latents: 5, instances: 6, seed: 1, training: training)
      for one in trained {
        #expect(one.autoencoder.decoder.norms.allSatisfy { abs($0 - 1) < 1e-5 })
      }
      return trained.reduce(0) { $0 + $1.alive.count }
    }
    let none = try alive(.none)
    #expect(none < 30)
    #expect(try alive(.random) > none)
    #expect(try alive(.highLoss) > none)
  }

  @Test func `the same seed gives the same bits, alone or among others`() throws {
    var training = AutoencoderTraining()
    training.steps = 300
    let first = try AutoencoderKind.gated().train(
      on: source(), latents: 7, instances: 3, seed: 4, training: training)
    let second = try train(
      [AutoencoderTask(.gated(), on: source(), latents: 7, instance: 2)], seed: 4,
      training: training)
    #expect(first[2].autoencoder == second[0].autoencoder)
    #expect(first[0].autoencoder != first[1].autoencoder)
    #expect(first[2].history == second[0].history)
  }

  /// Samples of zeros are counted together, not fed one by one: the loss must not know.
  @Test func `counting samples of zeros changes nothing`() throws {
    var training = AutoencoderTraining()
    training.steps = 50
    let trained = try AutoencoderKind.standard().train(
      on: source(density: 0.05), latents: 5, seed: 2, training: training)[0]
    let direct = try trained.autoencoder.loss(on: trained.source.samples(60_000, seed: 5))
    #expect(abs(trained.evaluation.total / direct.total - 1) < 0.03)
    #expect(abs(trained.evaluation.activeLatents / direct.activeLatents - 1) < 0.03)
  }

  @Test func `what does not fit is said in a sentence`() throws {
    #expect(throws: AutoencoderError.self) {
      try Activations(features: SparseFeatures(count: 4, density: 0.1), directions: pentagon)
    }
    #expect(throws: AutoencoderError.self) {
      try SparseAutoencoder(
        .jumpReLU(penalty: 0.1, width: 0, threshold: 0.1), inputs: 2, latents: 5)
    }
    let autoencoder = try SparseAutoencoder(.standard(), inputs: 2, latents: 5)
    #expect {
      try autoencoder.latents(of: [[1, 2, 3]])
    } throws: { "\($0)" == "activations' dimensions is 3, but must be the autoencoder's 2." }
  }

  @Test func `recovery compares directions, not lengths`() {
    let recovery = FeatureRecovery(of: [[2, 0], [0, 1], [-1, 0]], in: [[5, 0], [0, 0.1]])
    #expect(recovery.largestCosines == [1, 1, 0])
    #expect(recovery.recovered() == 2)
    #expect(abs(recovery.meanMaxCosine - 2.0 / 3) < 1e-12)
    #expect(FeatureRecovery(of: [[1, 0]], in: Matrix(rows: 0, columns: 2)).meanMaxCosine == 0)
  }
}
