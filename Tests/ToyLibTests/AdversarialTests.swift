import Testing
import ToyLib

@Suite struct AdversarialTests {
  /// Antipodal pair and a third feature between them: every kind of kink.
  private func small() throws -> Network {
    try ReLUOutputModel(hidden: 2).network(
      weights: [[1.1, 0], [-1, 0.2], [0.3, 0.9], [0.2, -1]], bias: [-0.1, 0.05, 0, -0.2])
  }

  private func loss(_ network: Network, _ x: [Float], _ change: [Float]) throws -> Double {
    let output = try network.outputs(of: Matrix([zip(x, change).map { $0 + $1 }]))
    return zip(x, output[row: 0]).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
  }

  @Test func `no change that chance finds is worse than the worst`() throws {
    let network = try small()
    var random = RandomSource(seed: 5)
    for x: [Float] in [[0, 0, 0, 0], [0.7, 0, 0, 0], [0.5, 0.4, 0, 0.9], [1, 1, 1, 1]] {
      let worst = try network.worstPerturbation(of: x, radius: 0.4)
      #expect(worst.isExact)
      #expect(abs(try loss(network, x, worst.change) - worst.loss) < 1e-5)
      var found = 0.0
      for _ in 0..<20_000 {
        let direction = (0..<4).map { _ in random.normal() }
        let size = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let radius: Float = random.uniform() < 0.7 ? 0.4 : 0.4 * random.uniform()
        found = max(found, try loss(network, x, direction.map { $0 * radius / size }))
      }
      #expect(found <= worst.loss + 1e-5)
      #expect(found > 0.9 * worst.loss)
    }
  }

  @Test func `one dimension has a worst end`() throws {
    let network = try LinearModel(hidden: 1).network(weights: [[1], [0]])
    // x′₁ = x₁ + δ₁: the loss is δ₁², plus 0.25 for the second feature.
    let worst = try network.worstPerturbation(of: [0.3, 0.5], radius: 0.2)
    #expect(abs(worst.loss - (0.04 + 0.25)) < 1e-6)
    #expect(worst.isExact)
  }

  @Test func `an attack on a feature is the row of its answer`() throws {
    let attacks = try small().featureAttacks()
    #expect(attacks.count == 8)
    let gram = try small().gram
    let size = gram.rowNorms[1]
    #expect(attacks[2].feature == 1 && attacks[2].isRaising)
    for j in 0..<4 { #expect(abs(attacks[2].direction[j] - gram[1, j] / size) < 1e-6) }
    #expect(attacks[3].direction == attacks[2].direction.map { -$0 })
  }

  @Test func `in more dimensions the worst lies between the attacks and the bound`() throws {
    let network = try ReLUOutputModel(hidden: 4).train(
      on: SparseFeatures(count: 12, density: 0.1), steps: 1_500, seed: 1)[0].network
    let samples = try SparseFeatures(count: 12, density: 0.1).samples(60, seed: 2)
    let result = try network.vulnerability(on: samples, radius: 0.2)
    #expect(result.clean < result.singleAttack)
    #expect(result.singleAttack <= result.featureAttacks + 1e-12)
    #expect(result.featureAttacks <= result.worst + 1e-12)
    #expect(result.worst <= result.bound)
  }

  @Test func `a closed ReLU masks the gradient but not the attack`() throws {
    let network = try ReLUOutputModel(hidden: 1).network(
      weights: [[1], [-1]], bias: [-0.1, -0.1])
    let followed = try network.gradientAttack(on: [0, 0], radius: 0.5)
    #expect(followed.loss == 0)
    #expect(followed.change == [0, 0])
    // 0.5 · √2 along (1, −1)/√2 reaches 0.707 − 0.1.
    let worst = try network.worstPerturbation(of: [0, 0], radius: 0.5)
    #expect(abs(worst.loss - 0.6071 * 0.6071) < 1e-3)
  }

  @Test func `the gradient of training under attack is that of the loss`() throws {
    // At strength 0 it is ordinary training: the same loss comes out.
    let features = SparseFeatures(count: 6, density: 0.2)
    var attacked = AdversarialTraining(strength: 0)
    attacked.steps = 1_500
    let model = ReLUOutputModel(hidden: 3)
    let own = try attacked.train(model, on: features, seed: 1).loss(on: features)
    let usual = try model.train(
      on: features, steps: 1_500, instances: 4, seed: 1, batch: 256,
      optimiser: .adamW(rate: 3e-3), schedule: .linear
    ).map(\.loss)
    #expect(own < 1.05 * (usual.max() ?? 0))
    #expect(own > 0.95 * (usual.min() ?? 0))
  }

  @Test func `attacks need linear hidden units`() throws {
    let network = try ReLUHiddenModel(hidden: 1).network(weights: [[1], [1]])
    #expect(throws: ToyLibError.self) { try network.featureAttacks() }
    #expect(throws: ToyLibError.self) { try network.worstPerturbation(of: [0, 0], radius: 1) }
    let linear = try LinearModel(hidden: 1).network(weights: [[1], [1]])
    #expect(throws: ToyLibError.self) { try linear.worstPerturbation(of: [0], radius: 1) }
    #expect(throws: ToyLibError.self) {
      try linear.vulnerability(on: [[0, 0]], radius: 0)
    }
  }
}
