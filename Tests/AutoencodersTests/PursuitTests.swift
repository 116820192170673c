import SuperposeAutoencoders
import Testing
import ToyLib

@Suite struct PursuitTests {
  private static let kind = AutoencoderKind.matchingPursuit(active: 2)

  @Test func `latents are chosen one after the other from what is left`() throws {
    // d_0 = (1, 0), d_1 = (0.6, 0.8), d_2 = (0, 1).
    let pursuit = try SparseAutoencoder(Self.kind, directions: [[1, 0], [3, 4], [0, 2]])
    let f = try pursuit.latents(of: [[1, 0.2], [-1, -1], [0.3, 0.4], [0, 0]])
    // 1 on d_0 leaves (0, 0.2): 0.2 on d_2. Nothing has a positive projection. One latent is enough.
    #expect(zip(f[row: 0], [1, 0, 0.2] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(f[row: 1] == [0, 0, 0] && f[row: 3] == [0, 0, 0])
    #expect(zip(f[row: 2], [0, 0.5, 0] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(pursuit.encoder == pursuit.decoder && pursuit.encoderBias.isEmpty && pursuit.threshold == nil)
    #expect("\(pursuit)" == "Matching Pursuit autoencoder of 3 latents for 2 dimensions")
  }

  @Test func `a latent that is chosen twice counts once`() throws {
    // d_1, d_0 and d_1 again: projections 0.56, 0.736 and 0.4416.
    let pursuit = try SparseAutoencoder(.matchingPursuit(active: 3), directions: [[1, 0], [-0.6, 0.8], [0, -1]])
    let h: Matrix = [[0.4, 1]]
    let f = try pursuit.latents(of: h)
    #expect(zip(f[row: 0], [0.736, 1.0016, 0] as [Float]).allSatisfy { abs($0 - $1) < 1e-5 })
    let loss = try pursuit.lossAndGradient(on: h).0
    #expect(loss.activity == [1, 1, 0] && loss.penalty == 0 && loss.auxiliary == 0)
    #expect(abs(loss.reconstruction - (0.26496 * 0.26496 + 0.19872 * 0.19872) / 2) < 1e-6)
  }

  @Test func `known features are found`() throws {
    let source = try Activations(
      features: SparseFeatures(count: 8, density: 0.1), directions: .identity(8))
    let recipe = AutoencoderTraining(
      steps: 3_000, batch: 128, rate: 3e-3, schedule: .linear, resampling: .random(every: 500, window: 200))
    let runs = try Self.kind.train(on: source, latents: 8, instances: 3, seed: 1, training: recipe)
    let best = try #require(runs.min { $0.evaluation.total < $1.evaluation.total })
    #expect(try best.evaluated().meanMatchedCosine > 0.98)
    #expect(best.autoencoder.decoder.norms.allSatisfy { abs($0 - 1) < 1e-5 })
    // The loss on the same data by its definition: what the reconstruction misses.
    let h = try source.samples(333, seed: 4)
    let missing = h - (try best.autoencoder.reconstructions(of: h))
    let direct = missing.elements.reduce(Float(0)) { $0 + $1 * $1 } / Float(missing.elements.count)
    #expect(abs(try best.autoencoder.loss(on: h).total / direct - 1) < 1e-4)
    // Alone, and among others.
    let task = AutoencoderTask(Self.kind, on: source, latents: 8, instance: 2)
    #expect(try train([task], seed: 1, training: recipe)[0].autoencoder == runs[2].autoencoder)
  }
}
