import SuperposeAutoencoders
import Testing
import ToyLib

@Suite struct DictionaryEvaluationTests {
  private let features = FeatureTrees(
    [FeatureTree(0.5, children: [.init(0.4)]), FeatureTree(0.25)], magnitude: .one)

  private func evaluation(
    of directions: Matrix, kind: AutoencoderKind = .standard(penalty: 0)
  ) throws -> DictionaryEvaluation {
    let source = try Activations(features: features, directions: .identity(3))
    return try DictionaryEvaluation(
      of: SparseAutoencoder(kind, directions: directions), on: source, samples: 20_000, seed: 1)
  }

  @Test func `the truth has full marks`() throws {
    let truth = try evaluation(of: .identity(3))
    #expect(truth.latents == [0, 1, 2] && truth.cosines == [1, 1, 1])
    #expect(truth.meanMatchedCosine == 1 && truth.meanF1 == 1)
    #expect(truth.meanPrecision == 1 && truth.meanRecall == 1)
    #expect(abs(truth.varianceExplained - 1) < 1e-6)
    // 0.5 + 0.2 + 0.25 features are present.
    #expect(abs(truth.activeLatents - 0.95) < 0.02)
    #expect(truth.absorption(of: 0, by: 1) == 0)
    let shares = [0.5, 0.2, 0.25].map { $0 / 0.95 }
    #expect(abs(truth.effectiveLatents - DictionaryEvaluation.effectiveCount(of: shares)) < 0.03)
  }

  @Test func `each feature has a latent of its own where there are enough`() throws {
    // Both first latents are closest to feature 0; the pairing gives one of them to feature 1.
    let shared = try evaluation(of: [[1, 0.1, 0], [1, 0.5, 0], [0, 0, 1]])
    #expect(shared.latents == [0, 1, 2])
    #expect(abs(shared.cosines[1] - 0.4472136) < 1e-6)
    let few = try evaluation(of: [[0, 0, 1], [1, 0, 0]])
    #expect(few.latents == [1, nil, 0] && few.cosines == [1, 0, 1])
    #expect(few.classifications[1].f1 == 0)
    #expect(few.absorption(of: 1, by: 0) == nil)
  }

  @Test func `precision and recall are those of the definition`() throws {
    // Latent 0 is active with feature 0 or 2: precision P(0) / P(0 or 2), recall 1.
    let mixed = try evaluation(of: [[1, 0, 1], [0, 1, 0]], kind: .topK(active: 2))
    let first = mixed.classifications[0]
    #expect(abs(first.precision - 0.5 / (0.5 + 0.5 * 0.25)) < 0.02 && first.recall == 1)
    #expect(abs(first.f1 - 2 * first.precision / (first.precision + 1)) < 1e-12)
  }

  @Test func `a silent parent is absorbed`() throws {
    // Only the largest z of a sample: with the child's latent at (1, 1) the parent's is silent.
    let absorbing = try evaluation(of: [[1, 0, 0], [1, 1, 0], [0, 0, 1]], kind: .topK(active: 1))
    #expect(absorbing.absorption(of: 0, by: 1) == 1)
    #expect(absorbing.classifications[0].recall < 0.65)
  }

  @Test func `a parent that contains its child hedges`() throws {
    #expect(try evaluation(of: .identity(3)).hedging(of: 0, with: 1) == 0)
    let hedging = try evaluation(of: [[0.8, 0.6, 0], [0, 0, 1]])
    #expect(abs((hedging.hedging(of: 0, with: 1) ?? 0) - 0.6) < 1e-6)
    #expect(abs(hedging.hedging(of: 0, with: 2) ?? 1) < 1e-6)
    #expect(hedging.hedging(of: 1, with: 0) == nil)
  }

  @Test func `equal shares count as many`() {
    #expect(abs(DictionaryEvaluation.effectiveCount(of: [0.25, 0.25, 0.25, 0.25, 0]) - 4) < 1e-12)
    #expect(DictionaryEvaluation.effectiveCount(of: [1]) == 1)
    #expect(DictionaryEvaluation.effectiveCount(of: [0, 0]) == 0)
  }

  @Test func `it describes itself and says what does not fit`() throws {
    #expect("\(try evaluation(of: .identity(3)))".hasPrefix("MCC 1.0, F1 1.0 (precision 1.0, recall 1.0), L0 0.9"))
    #expect(throws: AutoencoderError.self) { try evaluation(of: .identity(2)) }
    let source = try Activations(features: features, directions: .identity(3))
    #expect(throws: AutoencoderError.self) {
      try DictionaryEvaluation(of: SparseAutoencoder(.standard(), inputs: 3, latents: 2), on: source, samples: 0)
    }
  }
}
