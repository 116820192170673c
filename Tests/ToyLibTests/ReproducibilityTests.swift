import Testing
import ToyLib

@Suite struct ReproducibilityTests {
  private static let features = [0.0, 0.5, 0.9, 0.97].map { SparseFeatures(count: 5, sparsity: $0) }

  private static func weights(
    _ model: some ToyModel = ReLUOutputModel(hidden: 2, importance: .geometric(0.9)),
    on features: [any FeatureSampler] = features, _ change: (inout Training) -> Void
  ) throws -> [Matrix] {
    try models(model, on: features, change).map(\.weights)
  }

  private static func models(
    _ model: some ToyModel, on features: [any FeatureSampler], _ change: (inout Training) -> Void
  ) throws -> TrainedModels {
    var training = Training()
    training.steps = 60
    training.batch = 600
    training.evaluationSamples = 64
    change(&training)
    return try model.train(on: features, seed: 7, training: training)
  }

  @Test(arguments: [1, 2, 3, 8])
  func `any number of threads gives the same bits`(threads: Int) throws {
    let wide = [SparseFeatures(count: 70, sparsity: 0.8)]
    #expect(try Self.weights { $0.threads = threads } == Self.weights { $0.threads = 1 })
    #expect(
      try Self.weights(ReLUOutputModel(hidden: 9), on: wide) { $0.threads = threads }
        == Self.weights(ReLUOutputModel(hidden: 9), on: wide) { $0.threads = 1 })
  }

  @Test(arguments: VectorUnits.allCases.filter(\.isAvailable))
  func `every vector unit gives the same bits`(units: VectorUnits) throws {
    func same(_ model: some ToyModel, _ features: [any FeatureSampler]) throws -> Bool {
      try Self.models(model, on: features) { $0.vectorUnits = units }.map(\.history)
        == Self.models(model, on: features) { $0.vectorUnits = .portable }.map(\.history)
        && Self.weights(model, on: features) { $0.vectorUnits = units }
          == Self.weights(model, on: features) { $0.vectorUnits = .portable }
    }
    #expect(try same(ReLUOutputModel(hidden: 2, importance: .geometric(0.9)), Self.features))
    #expect(try same(ReLUOutputModel(hidden: 20), [SparseFeatures(count: 50, sparsity: 0.9)]))
    #expect(try same(ReLUOutputModel(hidden: 33), [SparseFeatures(count: 60, sparsity: 0.95)]))
    #expect(try same(ReLUOutputModel(hidden: 11), [SparseFeatures(count: 50, sparsity: 0.84)]))
    #expect(try same(ReLUHiddenModel(hidden: 7), [SparseFeatures(count: 13, sparsity: 0.6)]))
    #expect(try same(ReLUHiddenModel(hidden: 20), [SparseFeatures(count: 50, sparsity: 0.95)]))
    #expect(
      try same(
        ReLUOutputModel(hidden: 5),
        [SparseFeatures(count: 21, sparsity: 0.8, magnitude: .halfNormal)]))
    #expect(
      try same(
        ReLUOutputModel(hidden: 20),
        [ExactlyActiveFeatures(count: 40, active: 5, magnitude: .normal)]))
    #expect(
      try same(
        AbsoluteValueModel(hidden: 11),
        [SparseFeatures(count: 23, sparsity: 0.9, magnitude: .signedUniform)]))
    #expect(
      try same(
        LinearModel(hidden: 3, hiddenPenalty: 0.1),
        [FeatureGroups.anticorrelated(sets: 3, of: 2, sparsity: 0.4)]))
    for correlated in try CorrelatedSamplers.all { #expect(try same(ReLUOutputModel(hidden: 3), [correlated])) }
  }

  @Test func `correlated features have the same bits on any number of threads`() throws {
    func weights(_ threads: Int) throws -> [Matrix] {
      try Self.weights(ReLUOutputModel(hidden: 3), on: CorrelatedSamplers.all) {
        ($0.threads, $0.batch) = (threads, 1_111)
      }
    }
    let one = try weights(1)
    for threads in [2, 3, 8] { #expect(try weights(threads) == one) }
  }

  /// Sizes that leave tiles and rows half filled, with many features present and with few.
  @Test(
    arguments: [[33, 9], [35, 12], [37, 23], [40, 17], [64, 64]], [0.5, 0.85, 0.98])
  func `every size gives the same bits on all vector units`(
    sizes: [Int], sparsity: Double
  ) throws {
    let features = [SparseFeatures(count: sizes[0], sparsity: sparsity)]
    func weights(_ units: VectorUnits) throws -> [Matrix] {
      try Self.weights(ReLUOutputModel(hidden: sizes[1]), on: features) {
        $0.steps = 5
        $0.batch = 90
        $0.vectorUnits = units
      }
    }
    let expected = try weights(.portable)
    for units in VectorUnits.allCases where units.isAvailable {
      #expect(try weights(units) == expected)
    }
  }

  /// Blocks of closed gates are left out; stored from inner loops that multiplied them all.
  @Test func `closed gates leave no trace`() throws {
    func fingerprint(_ model: some ToyModel, _ features: SparseFeatures) throws -> String {
      try model.train(on: [features], steps: 800, seed: 5, batch: 300)[0].network.fingerprint
    }
    let sparse = SparseFeatures(count: 64, sparsity: 0.98)
    let signed = SparseFeatures(count: 48, sparsity: 0.97, magnitude: .signedUniform)
    let found = [
      try fingerprint(ReLUOutputModel(hidden: 12, tied: false), sparse),
      try fingerprint(AbsoluteValueModel(hidden: 23), signed),
    ]
    #expect(found == ["7bc19d9e257e9018", "037ba41ec4addd6d"])
  }

  /// Stored from x86-64 machines with AVX-512 and with AVX2; every other machine must give the same.
  @Test func `weights are what they always were`() throws {
    func fingerprint(_ model: some ToyModel, _ features: any FeatureSampler) throws -> String {
      try model.train(
        on: [features], steps: 200, seed: 42, batch: 500, optimiser: .adamW(), schedule: .cosine
      )[0].network.fingerprint
    }
    let small = SparseFeatures(count: 5, sparsity: 0.9)
    let sparse = SparseFeatures(count: 90, sparsity: 0.85)
    let sparser = SparseFeatures(count: 90, sparsity: 0.97)
    let signed = SparseFeatures(count: 30, sparsity: 0.7, magnitude: .signedUniform)
    let groups = FeatureGroups.correlated(sets: 3, of: 2, sparsity: 0.8)
    let normal = ExactlyActiveFeatures(count: 7, active: 2, magnitude: .normal)
    let found = [
      try fingerprint(ReLUOutputModel(hidden: 2), small),
      try fingerprint(ReLUOutputModel(hidden: 20), sparse),
      try fingerprint(ReLUOutputModel(hidden: 20), sparser),
      try fingerprint(ReLUHiddenModel(hidden: 3), small),
      try fingerprint(AbsoluteValueModel(hidden: 12), signed),
      try fingerprint(LinearModel(hidden: 3), groups),
      try fingerprint(LinearModel(hidden: 3), normal),
    ]
    #expect(
      found == [
        "9fc29340f96ca436", "28a96f33d1dd578e", "ab9c1831d76a0348", "1b9ce99b6c30ade5",
        "85e4fd73a4236d8b", "412d225f49193cd8", "78fc6288dabde510",
      ])
  }

  @Test func `an instance alone is the same as among others`() throws {
    let together = try ReLUOutputModel(hidden: 2).train(on: Self.features, steps: 50, seed: 3)
    let alone = try ReLUOutputModel(hidden: 2)
      .train(on: Self.features[2], steps: 50, seed: 3, firstInstance: 2)
    #expect(alone[0].weights == together[2].weights)
    #expect(alone[0].loss == together[2].loss)
  }

  @Test func `a run stopped and resumed gives the same bits`() throws {
    var training = Training()
    training.steps = 100
    training.schedule = .cosine
    let model = ReLUHiddenModel(hidden: 3)
    let whole = try model.train(on: Self.features, seed: 5, training: training)
    training.pauseAt = 37
    let half = try model.train(on: Self.features, seed: 5, training: training)
    #expect(half.map(\.step) == [37, 37, 37, 37])
    let resumed = try half.resumed()
    #expect(resumed.map(\.weights) == whole.map(\.weights))
    #expect(resumed.map(\.bias) == whole.map(\.bias))
    #expect(resumed.map(\.history) == whole.map(\.history))
  }

  @Test func `different seeds and instances give different bits`() throws {
    let models = try ReLUOutputModel(hidden: 2)
      .train(on: Self.features[1], steps: 5, instances: 3, seed: 1)
    let other = try ReLUOutputModel(hidden: 2)
      .train(on: Self.features[1], steps: 5, instances: 3, seed: 2)
    #expect(Set(models.map(\.weights) + other.map(\.weights)).count == 6)
  }
}
