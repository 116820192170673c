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

  @Test(arguments: [AutoencoderKind.standard(), .gated(), .jumpReLU(), .topK(active: 1), .batchTopK(active: 0.125)])
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

  @Test func `k latents are active in each sample, or in each sample on average`() throws {
    let dense = try source(density: 0.5)
    let each = try AutoencoderKind.topK(active: 2).train(
      on: dense, latents: 8, seed: 1, training: AutoencoderTraining(steps: 500))[0]
    let h = try dense.samples(2_000, seed: 8)
    let found = try each.autoencoder.latents(of: h)
    #expect((0..<found.rows).allSatisfy { found[row: $0].count { $0 > 0 } <= 2 })
    #expect((0..<found.rows).contains { found[row: $0].count { $0 > 0 } == 2 })

    let batch = try AutoencoderKind.batchTopK(active: 1.5).train(
      on: dense, latents: 8, seed: 1, training: AutoencoderTraining(steps: 2_000))[0]
    #expect(abs(batch.history.last?.loss.activeLatents ?? 0) <= 1.501)
    // At test time one threshold decides; on average it lets 1.5 through.
    #expect(abs(batch.evaluation.activeLatents - 1.5) < 0.05)
    let counts = try batch.autoencoder.latents(of: h).elements.count { $0 > 0 }
    #expect(abs(Double(counts) / 2_000 - 1.5) < 0.1)
    #expect(try #require(batch.autoencoder.threshold) > 0)
    #expect(each.autoencoder.threshold == nil)
  }

  @Test func `a batch that counts samples of zeros chooses as one that holds them`() throws {
    // Rare features: most samples are zeros, which are not computed one by one. Samples that are left
    // over in the last block of sixteen are taken back.
    for batch in [1_000, 1_024] {
      let trained = try AutoencoderKind.batchTopK(active: 0.05).train(
        on: source(density: 0.02), latents: 5, seed: 3, training: AutoencoderTraining(steps: 30, batch: batch))[0]
      let active = trained.history.map(\.loss.activeLatents)
      #expect(active.allSatisfy { $0 <= 0.0501 })
      #expect(active.contains { $0 > 0.049 })
    }
  }

  @Test func `training starts at a given autoencoder`() throws {
    let start = try SparseAutoencoder(.batchTopK(active: 1), directions: pentagon)
    #expect(start.decoder.norms.allSatisfy { abs($0 - 1) < 1e-6 })
    #expect(start.encoder == start.decoder)
    let trained = try train(
      [AutoencoderTask(start, on: source())], training: AutoencoderTraining(steps: 0))[0]
    #expect(trained.autoencoder == start)
    #expect(throws: AutoencoderError.self) { try SparseAutoencoder(.standard(), directions: [[0, 0]]) }
    let wide = try SparseAutoencoder(.standard(), inputs: 3, latents: 5)
    #expect { try train([AutoencoderTask(wide, on: source())]) } throws: {
      "\($0)" == "the start's inputs is 3, but must be the 2 dimensions of the activations."
    }
  }

  @Test(arguments: [(Float(0.001), 0.7), (0.02, 0.5)])
  func `the penalty follows the wanted number of active latents`(penalty: Float, target: Double) throws {
    // Without a target about one latent is active, as one feature is present.
    let source = try Activations(features: SparseFeatures(count: 4, density: 0.25), directions: .identity(4))
    let training = AutoencoderTraining(steps: 20_000, batch: 256, rate: 0.003, targetActive: target)
    let trained = try AutoencoderKind.standard(penalty: penalty).train(
      on: source, latents: 4, seed: 1, training: training)[0]
    #expect(abs(Double(trained.evaluation.activeLatents) - target) < 0.03)
  }

  @Test func `the learning rate follows the schedule`() throws {
    func end(_ schedule: Schedule) throws -> SparseAutoencoder {
      try AutoencoderKind.standard().train(
        on: source(), latents: 5, seed: 1,
        training: AutoencoderTraining(steps: 50, batch: 64, schedule: schedule))[0].autoencoder
    }
    #expect(try end(.linear) != end(.constant))
    #expect(try end(.warmUp(steps: 0, then: .constant)) == end(.constant))
  }

  @Test(arguments: [AutoencoderTraining.Prefixes.random(count: 3, power: 0.5), .fixed([1, 2])])
  func `with prefixes the first latents reconstruct better by themselves`(
    prefixes: AutoencoderTraining.Prefixes
  ) throws {
    let source = try Activations(
      features: SparseFeatures(densities: [0.05, 0.4, 0.1, 0.2], magnitude: .one), directions: .identity(4))
    let h = try source.samples(4_000, seed: 7)
    func nestedError(_ prefixes: AutoencoderTraining.Prefixes) throws -> Float {
      let training = AutoencoderTraining(steps: 3_000, batch: 128, rate: 0.01, prefixes: prefixes)
      let trained = try AutoencoderKind.standard(penalty: 0.02).train(
        on: source, latents: 4, instances: 6, seed: 2, training: training)
      return try trained.reduce(0) {
        try $0 + $1.autoencoder.lossAndGradient(on: h, prefixes: [1, 2, 3, 4]).0.reconstruction
      }
    }
    #expect(try nestedError(prefixes) < 0.9 * nestedError(.whole))
  }

  /// Sorting moves latents with everything that belongs to them, and changes nothing else.
  @Test(arguments: [
    AutoencoderKind.standard(penalty: 0.02), .jumpReLU(), .gated(), .topK(active: 2), .batchTopK(active: 1.5),
  ])
  func `sorted latents are the same ones in the order of their squared activations`(_ kind: AutoencoderKind) throws {
    let source = try Activations(
      features: SparseFeatures(densities: [0.05, 0.4, 0.1, 0.2], magnitude: .one), directions: .identity(4))
    func train(_ sorts: Bool) throws -> SparseAutoencoder {
      var training = AutoencoderTraining(steps: 80, batch: 256, rate: 0.01)
      training.sortsLatents = sorts
      return try kind.train(on: source, latents: 6, seed: 4, training: training)[0].autoencoder
    }
    let (plain, sorted) = (try train(false), try train(true))
    let cosines = sorted.decoder.times(plain.decoder.transposed)
    let places = (0..<6).map { j in (0..<6).max { cosines[j, $0] < cosines[j, $1] } ?? 0 }
    #expect(Set(places).count == 6 && places != Array(0..<6))
    let h = try source.samples(20_000, seed: 7)
    let (f, before) = (try sorted.latents(of: h), try plain.latents(of: h))
    func energy(_ latents: Matrix, _ j: Int) -> Float {
      (0..<latents.rows).reduce(0) { $0 + latents[$1, j] * latents[$1, j] } / Float(latents.rows)
    }
    for j in 0..<6 {
      #expect(cosines[j, places[j]] > 0.999)
      #expect(abs(energy(f, j) - energy(before, places[j])) < 0.01 + 0.05 * energy(f, j))
      // Single batches are noisy.
      if j > 0 { #expect(energy(f, j) < 1.3 * energy(f, j - 1) + 0.02) }
    }
  }

  @Test func `the penalty warms up`() throws {
    let source = try source()
    func end(_ warmUp: Int) throws -> TrainedAutoencoder {
      var training = AutoencoderTraining(steps: 200, batch: 128, rate: 0.01)
      training.penaltyWarmUp = warmUp
      return try AutoencoderKind.standard(penalty: 0.2).train(on: source, latents: 5, seed: 1, training: training)[0]
    }
    #expect(try end(0).history[0].loss.penalty > 0 && end(10).history[0].loss.penalty == 0)
    #expect(try end(100_000).evaluation.activeLatents > 1.2 * end(0).evaluation.activeLatents)
    var training = AutoencoderTraining(steps: 1)
    training.penaltyWarmUp = -1
    #expect { try AutoencoderKind.standard().train(on: source, latents: 5, training: training) } throws: {
      "\($0)".contains("penaltyWarmUp is -1")
    }
    training.penaltyWarmUp = 0
    training.beta2 = 1
    #expect { try AutoencoderKind.standard().train(on: source, latents: 5, training: training) } throws: {
      "\($0)".contains("beta2 is 1")
    }
  }

  @Test(arguments: [
    (AutoencoderKind.topK(active: 0), AutoencoderTraining.Prefixes.whole, "active is 0"),
    (.topK(active: 6), .whole, "active is 6, but must be between 1 and the 5 latents"),
    (.batchTopK(active: .nan), .whole, "active is nan"),
    (.standard(), .fixed([0]), "prefix is 0"),
    (.standard(), .random(count: 6, power: 1), "prefixes is 6"),
    (.standard(), .random(count: 2, power: 0), "power of prefixes is 0"),
    (.gated(), .fixed([2]), "whole for a gated autoencoder"),
    (.matchingPursuit(active: 6), .whole, "active is 6, but must be between 1 and the 5 latents"),
    (.matchingPursuit(active: 2), .fixed([2]), "whole for a Matching Pursuit autoencoder"),
  ])
  func `impossible choices and prefixes are refused`(
    kind: AutoencoderKind, prefixes: AutoencoderTraining.Prefixes, words: String
  ) throws {
    let source = try source()
    #expect {
      try kind.train(on: source, latents: 5, training: AutoencoderTraining(steps: 1, prefixes: prefixes))
    } throws: { "\($0)".contains(words) }
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
