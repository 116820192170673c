import Testing
import ToyLib

/// Samplers that ToyLib does not know, as another package would write them.
@Suite struct OwnSamplerTests {
  /// Drawn one by one.
  private struct Coins: FeatureSampler {
    let count = 4
    func sample(into x: inout [Float], using random: inout RandomSource) {
      for i in x.indices where random.uniform() < 0.1 { x[i] = 1 }
    }
  }

  /// The distribution of `SparseFeatures`, under another name and drawn by the engine.
  private struct Rare: StoredSampler, Equatable {
    var count = 40
    var samplingMethod: SamplingMethod {
      .independent(sparsities: Array(repeating: 0.95, count: count), magnitude: .uniform)
    }
    func sample(into x: inout [Float], using random: inout RandomSource) {
      for i in x.indices where random.uniform() < 0.05 { x[i] = random.uniform() }
    }
  }

  /// Says of itself what is not so.
  private struct Odd: FeatureSampler {
    let samplingMethod: SamplingMethod
    let count = 4
    func sample(into x: inout [Float], using random: inout RandomSource) {}
  }

  private func trained(_ features: some FeatureSampler) throws -> TrainedModels {
    var training = Training()
    training.evaluationSamples = 64
    return try ReLUOutputModel(hidden: 3).train(
      on: features, steps: 30, instances: 2, seed: 4, batch: 256, training: training)
  }

  @Test func `a sampler that names the engine's method trains to the engine's bits`() throws {
    let own = try trained(Rare())
    let known = try trained(SparseFeatures(count: 40, sparsity: 0.95))
    #expect(own.map(\.network) == known.map(\.network))
    #expect(own.map(\.loss) == known.map(\.loss))
  }

  @Test func `groups and data sets are methods too`() throws {
    let groups = FeatureGroups.anticorrelated(sets: 2, of: 2, sparsity: 0.5)
    #expect(
      try trained(Odd(samplingMethod: groups.samplingMethod)).map(\.network)
        == trained(groups).map(\.network))
    let fixed = try FixedFeatures(7, of: Coins())
    #expect(
      try trained(Odd(samplingMethod: fixed.samplingMethod)).map(\.network)
        == trained(fixed).map(\.network))
    #expect(
      try trained(fixed)[0].network.featureLosses(on: Odd(samplingMethod: fixed.samplingMethod))
        == trained(fixed)[0].network.featureLosses(on: fixed))
  }

  @Test(arguments: [
    (SamplingMethod.oneByOne(density: 1.5), "density is 1.5"),
    (.independent(sparsities: [0.5], magnitude: .one), "the sampler's 4, found 1"),
    (.independent(sparsities: [0, 0, 2, 0], magnitude: .one), "sparsity of feature 2 is 2"),
    (.groups([], magnitude: .one), "the sampler's 4, found 0"),
    (
      .groups([FeatureGroups.Group(.correlated, count: 4, sparsity: -1)], magnitude: .one),
      "sparsity of group 0 is -1"
    ),
    (.fixed(Matrix(rows: 0, columns: 4)), "samples is 0"),
    (.fixed(Matrix(rows: 2, columns: 3)), "the sampler's 4, found 3"),
  ])
  func `a method that does not fit the sampler is refused`(
    _ method: SamplingMethod, _ reason: String
  ) {
    let error = #expect(throws: ToyLibError.self) { try trained(Odd(samplingMethod: method)) }
    #expect("\(error!)".contains(reason))
  }

  @Test func `files hold samplers that can be stored, and ask for the others`() throws {
    let file = try trained(Rare()).safetensors
    let read = try TrainedModels(file, samplers: [Rare.self])
    #expect(read.allSatisfy { $0.features as? Rare == Rare() })
    #expect {
      try TrainedModels(file)
    } throws: { "\($0)".contains("does not hold the sampler of instance 0, Rare") }
    let coins = try trained(Coins()).safetensors
    #expect {
      try TrainedModels(coins)
    } throws: { "\($0)".contains("does not hold the sampler of instance 0, Coins") }
    #expect(try TrainedModels(coins, features: [Coins(), Coins()]).count == 2)
  }

  /// As files of earlier versions have them.
  @Test(arguments: [
    (#"{"sparse":{"_0":{"magnitude":"uniform","sparsities":[0.5,0.9]}}}"#, 2),
    (#"{"oneHot":{"_0":{"count":3,"magnitude":"one"}}}"#, 3),
    (#"{"exactlyActive":{"_0":{"active":1,"count":2,"magnitude":"normal"}}}"#, 2),
    (
      #"{"groups":{"_0":{"groups":[{"count":2,"kind":"correlated","sparsity":0.5}],"#
        + #""magnitude":"uniform"}}}"#, 2
    ),
  ])
  func `the samplers of older files are read, and written alike`(_ json: String, _ count: Int)
    throws
  {
    var file = try ReLUOutputModel(hidden: 1).train(
      on: SparseFeatures(count: count, sparsity: 0.25), steps: 1, batch: 1
    ).safetensors
    let own = try #require(
      file.metadata["training"]?.firstMatch(of: #/"features":(\{"sparse".*?\}\}\})/#)?.output.1)
    file.metadata["training"] = file.metadata["training"]?.replacing(own, with: json)
    let again = try TrainedModels(file).safetensors
    #expect(again.metadata["training"] == file.metadata["training"])
  }
}
