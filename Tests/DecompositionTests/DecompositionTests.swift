import SuperposeDecomposition
import SuperposeJSON
import Testing
import ToyLib

@Suite struct DecompositionTests {
  private let features = SparseFeatures(count: 5, density: 0.05)

  /// Five features in a pentagon, as the paper's model has them.
  private func pentagon() throws -> LinearChain {
    let cosines: [Float] = [1, 0.30901699, -0.80901699, -0.80901699, 0.30901699]
    let sines: [Float] = [0, 0.95105652, 0.58778525, -0.58778525, -0.95105652]
    let w = Matrix([cosines, sines])
    return try LinearChain([w, w.transposed], bias: Array(repeating: -0.31, count: 5))
  }

  /// Features without superposition, in turned directions, so that this takes seconds. The experiment
  /// `parameter-decomposition` takes a pentagon apart.
  @Test func `it finds the columns of a turned network`() throws {
    let w: Matrix = [[0.36, 0.48, -0.8], [-0.8, 0.6, 0], [0.48, 0.64, 0.6]]
    let chain = try LinearChain([w, w.transposed], bias: [0, 0, 0])
    let trained = try chain.decomposed(
      on: SparseFeatures(count: 3, density: 0.2), parts: 6, seed: 1,
      training: DecompositionTraining(steps: 12_000, batch: 256, rate: 5e-3))[0]
    let found = trained.decomposition
    let recovery = found.recovery(0)
    #expect(recovery.meanMaxCosine > 0.99)
    #expect(abs(recovery.meanLengthRatio - 1) < 0.05)
    #expect(Set(recovery.nearest) == Set(found.live(0)) && found.live(0).count == 3)
    // The parts sum to W.
    let difference = found.sum(0) - w
    #expect(difference.elements.allSatisfy { abs($0) < 0.02 })
    let importances = try found.importances(0, for: .identity(3))
    for feature in 0..<3 {
      for (other, part) in recovery.nearest.enumerated() {
        #expect(feature == other ? importances[feature, part] > 0.5 : importances[feature, part] < 0.1)
      }
    }
    #expect(trained.history.first?.step == 0 && trained.history.last?.step == 12_000 - 1)
    #expect(trained.history[0].loss.total > 5 * (trained.history.last?.loss.total ?? 1))
  }

  @Test func `equal seeds give equal bits, alone or with others`() throws {
    let training = DecompositionTraining(steps: 20, batch: 128)
    let chain = try pentagon()
    func train(_ chains: [LinearChain], seed: UInt64) throws -> [[Float]] {
      try decompose(chains, on: features, parts: 6, seed: seed, training: training).map(\.decomposition.parameters)
    }
    let both = try train([chain, chain], seed: 3)
    #expect(try train([chain], seed: 3) == [both[0]])
    #expect(both[0] != both[1])
    #expect(try train([chain, chain], seed: 3) == both)
    #expect(try train([chain], seed: 4) != [both[0]])
  }

  @Test func `the measures are those of their formulas`() throws {
    let chain = try LinearChain([[[3, 0], [0, 1]]], bias: [0, 0])
    var parts = try Decomposition(chain, parts: 2, gateWidth: 1)
    // Part 0 is half of column 0 and nothing else; part 1 points from column 1 to the opposite side.
    parts.parameters.replaceSubrange(parts.layout.left(0), with: [1.5, 0, 0, -1])
    parts.parameters.replaceSubrange(parts.layout.right(0), with: [1, 0, 0, 0.25])
    let recovery = parts.recovery(0)
    #expect(recovery.nearest == [0, 0])
    #expect(recovery.cosines == [1, 0] && recovery.lengthRatios == [0.5, 0])
    #expect(recovery.meanMaxCosine == 0.5 && recovery.meanLengthRatio == 0.25)
    #expect(parts.part(0, of: 0) == [[1.5, 0], [0, 0]])
    #expect(parts.sum(0) == [[1.5, 0], [0, -0.25]])
    #expect(parts.lengths(0) == [1.5, 0.25] && parts.live(0) == [0])
    #expect(parts.live(0, share: 0.05) == [0, 1])
  }

  @Test func `a model with an identity between its matrices computes the same`() throws {
    let network = try ReLUOutputModel(hidden: 2).train(on: features, steps: 1)[0].network
    let (plain, wide) = (try LinearChain(network), try LinearChain(network, hasIdentity: true))
    #expect(plain.matrices.count == 2 && wide.matrices.count == 3)
    #expect(wide.matrices[1] == .identity(2))
    #expect(plain.matrices[0] == network.weights.transposed && plain.bias == network.bias)
    #expect("\(try Decomposition(wide, parts: 4))" == "Decomposition of 2 × 5, 2 × 2, 5 × 2 into 4 parts each")
  }

  /// Fixed matrices around the others change what columns belong to, not what the parts are important for.
  @Test func `a folded decomposition is that of the folded network`() throws {
    var random = RandomSource(seed: 3)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rows: rows, columns: columns) { _, _ in random.normal() }
    }
    let embedding = matrix(9, 5)
    let chain = try LinearChain(
      [matrix(4, 9), matrix(9, 4)], bias: Array(repeating: 0, count: 5), rectified: [true, false],
      embedding: embedding, readOut: embedding.transposed)
    #expect(chain.inputs == 5)
    let parts = try Decomposition(chain, parts: 6, seed: 2)
    let folded = parts.folded
    #expect("\(folded)" == "Decomposition of 4 × 5, 5 × 4 into 6 parts each")
    #expect(folded.target == chain.folded && folded.target.matrices[0] == chain.matrices[0].times(embedding))
    #expect(folded.folded == folded && folded.target.rectified == [true, false])
    for (found, wanted) in [
      (folded.sum(0), parts.sum(0).times(embedding)), (folded.sum(1), embedding.transposed.times(parts.sum(1))),
    ] {
      #expect((found - wanted).elements.allSatisfy { abs($0) < 1e-4 })
    }
    let samples = try features.samples(20, seed: 4)
    for layer in 0..<2 {
      #expect(try folded.importances(layer, for: samples) == parts.importances(layer, for: samples))
    }
  }

  /// Three ReLUs in a turned embedding: the parts of the first matrix are its columns in the features' directions.
  @Test func `it finds the features of a residual network`() throws {
    let turn: Matrix = [[0.36, 0.48, -0.8], [-0.8, 0.6, 0], [0.48, 0.64, 0.6]]
    let chain = try LinearChain(
      [turn.transposed, turn], bias: [0, 0, 0], rectified: [true, false], embedding: turn, readOut: turn.transposed)
    let found = try chain.decomposed(
      on: SparseFeatures(count: 3, density: 0.2, magnitude: .signedUniform), parts: 5, seed: 1,
      training: DecompositionTraining(steps: 12_000, batch: 256, rate: 5e-3))[0].decomposition.folded
    let recovery = found.recovery(0)
    #expect(recovery.meanMaxCosine > 0.99 && abs(recovery.meanLengthRatio - 1) < 0.05)
    #expect(Set(recovery.nearest) == Set(found.live(0)) && found.live(0).count == 3)
    #expect((found.sum(0) - .identity(3)).elements.allSatisfy { abs($0) < 0.02 })
  }

  @Test func `what does not fit is refused with a sentence`() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "accepted"
      } catch { return "\(error)" }
    }
    let chain = try pentagon()
    #expect(message { _ = try LinearChain([], bias: []) } == "matrices is empty, but must be at least one matrix.")
    #expect(
      message { _ = try LinearChain([.identity(2), .identity(3)], bias: [0, 0, 0]) }
        == "a matrix of the chain: expected 2 inputs, the outputs of the one before, found 3.")
    #expect(message { _ = try LinearChain([.identity(2)], bias: [0]) } == "the bias: expected 2 numbers, found 1.")
    #expect(
      message { _ = try LinearChain([.identity(2)], bias: [0, 0], rectified: []) }
        == "rectified: expected 1 values, one for each matrix, found 0.")
    #expect(
      message { _ = try LinearChain([.identity(2)], bias: [0, 0], embedding: .identity(3)) }
        == "a matrix of the chain: expected 3 inputs, the outputs of the one before, found 2.")
    let linear = try LinearModel(hidden: 2).train(on: features, steps: 1)[0].network
    #expect(message { _ = try LinearChain(linear) }.contains("with a ReLU at the output"))
    #expect(message { _ = try Decomposition(chain, parts: 0) }.contains("parts is 0"))
    #expect(message { _ = try chain.decomposed(on: features, parts: 3, instances: 0) }.contains("instances is 0"))
    let four = SparseFeatures(count: 4, density: 0.1)
    #expect(message { _ = try chain.decomposed(on: four, parts: 3) }.contains("expected 5, the inputs of the network"))
    func settings(_ change: (inout DecompositionTraining) -> Void) -> String {
      var training = DecompositionTraining(steps: 1, batch: 16)
      change(&training)
      return message { _ = try chain.decomposed(on: features, parts: 3, training: training) }
    }
    #expect(settings { $0.power = 0 }.contains("power is 0"))
    #expect(settings { $0.penalty = -1 }.contains("penalty is -1"))
    #expect(settings { $0.rate = .nan }.contains("rate is nan"))
    #expect(settings { $0.batch = 0 }.contains("batch is 0"))
    #expect(message { _ = try Decomposition(chain, parts: 3).importances(0, for: [[1]]) }.contains("expected 5 inputs"))
  }

  @Test func `a recipe goes through its parameters`() throws {
    var training = DecompositionTraining(
      steps: 12, batch: 34, rate: 3e-3, schedule: .constant, penalty: 1e-4, power: 2)
    training.recordEvery = 5
    let parameters = JSONObject(training.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    #expect(try DecompositionTraining(parameters: parameters) == training)
    #expect(parameters["rate"] == .number(0.003))
    #expect(throws: ToyLibError.self) { try DecompositionTraining(parameters: [:]) }
  }
}
