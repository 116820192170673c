import SuperposeAutoencoders
import SuperposeExperiments
import Testing
import ToyLib

/// The experiments after 2022 at sizes that take seconds and still show what they claim.
@Suite struct LaboratoryTests {
  @Test func `an autoencoder with too few active latents mixes correlated features`() throws {
    var experiment = WrongSparsity()
    experiment.correlations = [-0.5, 0.5]
    experiment.steps = 1_500
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
    #expect(result.relativeErrors.allSatisfy { $0[1] < 0.9 && abs($0[0] - 1) < 0.1 })
    // The control needs a correlation of 0.
    #expect(result.claims.count { !$0.isAsked } == 1)
  }

  /// A hierarchy of 40 features, and 24 without one, in 24 dimensions.
  private static var smallBench: SyntheticBench {
    var bench = SyntheticBench().shortened
    (bench.features, bench.latents, bench.roots, bench.children, bench.depth) = (64, 64, 2, 4, 2)
    bench.recipe.steps = 400
    bench.matryoshkaRecipe.steps = 400
    return bench
  }

  @Test func `a synthetic world has known features, and autoencoders find some of them`() throws {
    let bench = Self.smallBench
    let result = try bench.run()
    #expect(result.qualities.map(\.count) == [3, 3, 3, 3])
    // What the densities add up to; exclusive children and correlations take a little.
    let wanted = [Double].zipf(count: 64, exponent: 0.5, from: 0.4, to: 5e-4).reduce(0, +)
    #expect(result.presentFeatures < wanted && result.presentFeatures > 0.4 * wanted)
    for (row, k) in zip(result.qualities[1...].flatMap(\.self), [2, 4, 8, 2, 4, 8, 2, 4, 8]) {
      #expect(row.activeLatents < Double(k) * 1.3)
    }
    #expect(zip(result.truth, result.random).allSatisfy { $0.f1 > $1.f1 && $0.cosine > 0.999 && $1.cosine < 0.7 })
    #expect(result.qualities.joined().allSatisfy { $0.cosine > (result.random.map(\.cosine).max() ?? 1) })
    // More latents than directions of the principal components, and a nested loss.
    let baselines = try result.baselines
    #expect(baselines.count == 4 && baselines.allSatisfy { $0.baselines.count == 5 })
  }

  /// Twelve features, of which 2.96 are present.
  private static var smallWrongness: WrongSparsityLarge {
    var experiment = WrongSparsityLarge()
    (experiment.features, experiment.dimensions) = (12, 16)
    (experiment.smallestDensity, experiment.densityRange) = (0.1, 0.32)
    (experiment.active, experiment.activeFromTruth, experiment.ranks) = ([2, 3, 6], [2, 3], [4, 6])
    experiment.recipe.steps = 1_500
    experiment.measuredSamples = 4_096
    return experiment
  }

  @Test func `too few active latents are cheaper than the truth, and mix correlated features`() throws {
    let experiment = Self.smallWrongness
    #expect(abs(experiment.presentFeatures - (1.2 + 0.32 * 66 / 12)) < 1e-9)
    let result = try experiment.run()
    #expect(result.solutions.map(\.active) == [2, 3, 6] && result.fromTruth.map(\.startedAtTruth) == [true, true])
    let (few, right) = (result.fromTruth[0], result.fromTruth[1])
    #expect(few.error < 0.95 * few.trueError && few.mixing > 2 * right.mixing)
    #expect(right.meanMatchedCosine > 0.95 && right.recovered == 12 && few.scores.count == 2)
    // The source's; a correlation matrix, which its own Cholesky factor accepts.
    let correlations = result.correlations
    for i in 0..<12 {
      #expect(correlations[i, i] == 1)
      for j in 0..<i { #expect(correlations[i, j] == correlations[j, i] && abs(correlations[i, j]) < 1) }
    }
    #expect((0..<12).contains { i in (0..<i).contains { correlations[i, $0] > 0.1 } })
    #expect((0..<12).contains { i in (0..<i).contains { correlations[i, $0] < -0.1 } })
    #expect(try result.baselines.count == 3)
  }

  @Test func `sizes of the large experiment that make no sense are refused`() {
    var experiment = Self.smallWrongness
    experiment.active = [13]
    #expect { try experiment.run() } throws: { "\($0)".contains("between 1 and the 12 features") }
    experiment = Self.smallWrongness
    experiment.ranks = [12]
    #expect { try experiment.run() } throws: { "\($0)".contains("from 1 to below the 12 features") }
    experiment = Self.smallWrongness
    experiment.weakest = 0.95
    #expect { try experiment.run() } throws: { "\($0)".contains("the weakest not above the strongest") }
  }

  @Test func `Matching Pursuit chooses at most k latents and explains more of the variance`() throws {
    var experiment = MatchingPursuit().shortened
    (experiment.features, experiment.latents, experiment.dimensions) = (64, 64, [16, 24])
    experiment.recipe.steps = 400
    let result = try experiment.run()
    #expect(result.points.map(\.active) == [2, 4, 8] && result.controls.map(\.dimensions) == [24])
    for point in result.points {
      #expect(point[.pursuit].activeLatents <= Double(point.active))
      // As many steps with the true directions; random ones do worse.
      #expect(point.pursuedTruth.cosine > 0.999 && point.random.cosine < 0.8)
      #expect(point[.pursuit].varianceExplained > point.random.varianceExplained)
    }
    #expect(try result.baselines.count == 12)
    experiment.controlActive = []
    #expect { try experiment.run() } throws: { "\($0)".contains("one number or more of each") }
  }

  @Test func `crosscoders tell whose features are whose`() throws {
    var experiment = Crosscoders()
    (experiment.sharedFeatures, experiment.exclusiveFeatures, experiment.dimensions) = (12, 4, 8)
    (experiment.latents, experiment.designated, experiment.instances) = ([20], 4, 1)
    (experiment.recipe.steps, experiment.recipe.batch, experiment.measuredSamples) = (1_500, 256, 4_096)
    let result = try experiment.run()
    // The true directions, and random ones in the same models.
    for (dictionary, found) in [(result.truth, 8), (result.random, 0)] {
      #expect(dictionary.latents(in: .exclusive).count == 8 && dictionary.foundExclusive == found)
      #expect(dictionary.latents.allSatisfy { abs($0.density - 0.03) < 0.002 && ($0.features ?? 1) >= 1 })
    }
    #expect(result.dictionaries.map { $0.map(\.count) } == [[1, 1, 1]])
    #expect(result.dictionaries[0][0][0].foundExclusive >= 4)
    for variant in result.dictionaries[0][1...] {
      let designated = variant[0].latents(in: .designated)
      #expect(!designated.isEmpty && designated.count <= 4 && designated.allSatisfy { $0.relativeNorm == 0.5 })
    }
    // Five claims need fewer latents than features.
    #expect(result.claims.count { !$0.isAsked } == 5)
    #expect(try result.baselines.count == 3)
    experiment.exclusiveFeatures = 0
    #expect { try experiment.run() } throws: { "\($0)".contains("exclusiveFeatures is 0, but must be at least 1") }
  }

  @Test func `directions are pushed apart`() throws {
    var bench = Self.smallBench
    bench.recipe.steps = 1
    bench.matryoshkaRecipe.steps = 1
    let apart = try bench.run().meanLargestOverlap
    bench.adjustments = 0
    #expect(try apart < 0.8 * bench.run().meanLargestOverlap)
    bench.penalties = [0.1]
    #expect { try bench.run() } throws: { "\($0)".contains("as many as the 3 numbers of active latents") }
  }

  @Test func `impossible correlations of the copula are refused`() {
    var experiment = WrongSparsity()
    experiment.correlations = [0.6]
    #expect { try experiment.run() } throws: { "\($0)".contains("not positive semidefinite") }
    experiment.correlations = [0]
    experiment.dimensions = 4
    #expect { try experiment.run() } throws: {
      "\($0)" == "features is 5, but must be at most the 4 dimensions."
    }
  }

  @Test func `a pull to length 1 represents all features, and a decay only some`() throws {
    var experiment = RobustScaling()
    experiment.features = 60
    experiment.hidden = [4, 8, 16]
    experiment.exponents = [1]
    experiment.recipe.batch = 128
    experiment.recipe.schedule = .warmUp(steps: 100, then: .halfCosine)
    experiment.steps = 1_500
    let result = try experiment.run()
    let (strong, weak) = (result.series[0], result.series[1])
    #expect(strong.represented.allSatisfy { $0 > 0.9 } && strong.overlaps.allSatisfy { abs($0 - 1) < 0.3 })
    #expect(zip(weak.represented, strong.represented).allSatisfy { $0 < 0.85 * $1 })
    #expect(strong.fit.exponent > 0.5 && strong.fit.exponent > weak.fit.exponent + 0.2)
    // p_i = 1 / (i H) with H the sum of 1 / i, and a variance of 4 p / 3 − p².
    let sum = (1...60).reduce(0.0) { $0 + 1 / Double($1) }
    var left = 0.0
    for i in 9...60 {
      let density = 1 / (Double(i) * sum)
      left += (4 * density / 3 - density * density) / 60
    }
    #expect(abs(strong.plainLosses[1] / left - 1) < 1e-9)
  }

  @Test func `a series needs three sizes`() {
    var experiment = RobustScaling()
    experiment.hidden = [4, 8]
    #expect { try experiment.run() } throws: { "\($0)".contains("three or more numbers") }
  }

  @Test func `random directions reach Welch's bound on average`() throws {
    var experiment = ReadOutFloors()
    experiment.dimensions = [16, 48]
    let frames = try experiment.run().frames
    for frame in frames {
      let expected = 1 / Double(frame.dimensions)
      #expect(abs(frame.meanSquareCrosstalk / expected - 1) < 0.05)
      #expect(frame.welchBound * frame.welchBound < expected && frame.worstCrosstalk < 1)
      // One feature is always found; its error is the others' cross-talk.
      #expect(frame.recoveries[0] == 1)
      #expect(abs(frame.errors[3] / (4 * expected) - 1) < 0.1)
    }
    #expect(try #require(frames[0].threshold) < #require(frames[1].threshold))
  }

  @Test func `random neurons have the errors of their formula`() throws {
    var experiment = PairwiseAnds()
    experiment.features = [40]
    experiment.neurons = [8_192]
    let layer = try experiment.run().layers[0][0]
    #expect(layer.connected == 1 && layer.correct == 1)
    // With 3 features present the read-outs are 1 + q, q · 2 and about 3 q² on average, where q = 0.1.
    #expect(abs(layer.errors[0] - 0.1) < 0.04)
    #expect(abs(layer.errors[1] - 0.2) < 0.04)
    #expect(layer.errors[2] < 0.06)
  }

  @Test func `trained neurons compute ANDs better than random ones, and all of them contribute`() throws {
    var experiment = TrainedAnds()
    experiment.features = 10
    experiment.neurons = [10]
    experiment.densities = [0.2]
    experiment.connections = [0.3, 0.5]
    experiment.recipe.steps = 3_000
    experiment.measuredSamples = 8_192
    let result = try experiment.run()
    let point = result.points[0]
    #expect(point.trained.loss.value < point.fitted.loss.value)
    #expect(point.fitted.loss.value < point.construction.loss.value)
    #expect(point.trained.participation > 0.4 && point.construction.participation < 0.3)
    #expect(point.trained.recovered > max(0.8, point.construction.recovered))
    #expect(result.baselines.lost.isEmpty && result.baselines[0].baselines.count == 6)
  }

  /// One neuron for each set of some of four features: 0.2 for its features, −0.4 for the others, bias 0.1.
  @Test func `classes of neurons with two values read off the AND`() throws {
    let larger = (1...14).map { set in (0..<4).map { set >> $0 & 1 == 1 } }
    let pairs = (0..<4).flatMap { i in (i + 1..<4).map { (i, $0) } }
    var network = try LayeredModel(inputs: 4, [.linear(14), .relu, .linear(6)], target: .allANDs(of: 4)).network()
    try network.set("W1", to: Matrix(larger.map { $0.map { $0 ? 0.2 : -0.4 } }))
    try network.set("b1", to: Matrix(rows: 1, columns: 14, repeating: 0.1))
    try network.set("W2", to: Matrix(pairs.map { i, j in larger.map { $0[i] == $0[j] ? 1 : -1 } }))
    let circuit = try AndCircuit(network, pairs: pairs, samples: [[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]])
    #expect(circuit.twoValues.count == 14 && circuit.twoValues.allSatisfy { abs($0 - 1) < 1e-5 })
    #expect(circuit.isLarger == larger)
    // Computed by a separate program.
    for (found, expected) in zip(circuit.readOff, [0, -1.0 / 36, -1.0 / 36, 0.4]) {
      #expect(abs(found - expected) < 1e-4)
    }
    #expect(circuit.correlation > 0.5)
  }

  @Test func `a model without superposition has the links, and interference is removed with profit`() throws {
    var experiment = InterferenceWeights()
    (experiment.features, experiment.hidden, experiment.densities) = (16, 6, [0.1])
    experiment.recipe.steps = 3_000
    let result = try experiment.run()
    let row = result.rows[0]
    // One link in each row of M, half of them inhibit; none within a correlated pair.
    for i in 0..<16 {
      #expect((0..<16).count { row.link(i, $0) != .none } == 1)
      if i < 8 { #expect(row.links[i, i ^ 1] == 0) }
    }
    #expect((row.wide.weights - row.links).elements.allSatisfy { abs($0) < 0.05 })
    #expect(row.averagePrecision(.withoutSuperposition) == 1)
    #expect(row.averagePrecision(.magnitude) < 0.8)
    #expect(row.relativeLoss(keepingBest: .withoutSuperposition) < row.relativeLoss(keepingBest: .magnitude))
    // Without one weight the loss is higher by its effect.
    let all = row.narrow.loss { _, _ in true }
    let without = row.narrow.loss { !($0 == 3 && $1 == 5) }
    let effect = Double(row.narrow.effects[3, 5]) / Double(experiment.measuredSamples * 16)
    #expect(abs(without - all - effect) < 1e-3 * all)
    #expect(result.baselines.lost.isEmpty)
  }

  @Test func `a neuron for one feature is monosemantic, and one for two is not`() throws {
    let model = try LayeredModel(
      inputs: 3, [.linear(4, name: "W"), .relu, .linear(3, bias: false, name: "V")])
    var network = model.network()
    // One for feature 0; one for 1 and 2; one that writes to another feature than it reads; a silent one.
    try network.set("W", to: [[1, 0, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]])
    try network.set("b_W", to: [[-0.5, -0.5, -0.5, -0.5]])
    try network.set("V", to: [[1, 0, 0, 1], [0, 1, 1, 1], [0, 1, 0, 1]])
    let measured = try Monosemanticity(of: network, limit: 0.9)
    #expect(measured.live == 3 && measured.shares == [1, 1, 0.5])
    #expect(measured.monosemantic == 1 && measured.features == 1 && measured.meanBias == -0.5)
  }

  @Test func `negative initial biases make neurons respond to fewer features`() throws {
    var experiment = EngineeredMonosemanticity()
    (experiment.features, experiment.inputs, experiment.neurons) = (24, 12, 48)
    (experiment.biases, experiment.rates, experiment.sizes) = ([0, -2], [3e-3], [48])
    experiment.recipe.steps = 1_500
    let result = try experiment.run()
    #expect(result.grid.count == 2 && result.series.count == 1 && result.baselines.count == 2)
    #expect(result.grid[1].trained.meanShare > result.grid[0].trained.meanShare + 0.1)
    #expect(result.grid.allSatisfy { $0.relativeLoss < 0.5 })
    #expect(result.baselines.lost.isEmpty)
  }

  @Test func `neurons for the signs of a feature are told apart`() throws {
    let model = try LayeredModel(
      inputs: 2, [.linear(4, name: "W"), .relu, .linear(2, bias: false, name: "V")], target: .absolute)
    var network = model.network()
    // Feature 0 above 0, and below 0; feature 1 above 0 and more; feature 0 above 0 and 1 below 0.
    try network.set("W", to: [[1, 0], [-1, 0], [0, 1], [1, -1]])
    try network.set("b_W", to: [[-0.5, -0.5, 0.25, -0.5]])
    try network.set("V", to: [[1, 1, 0, 1], [0, 0, 1, 0]])
    let measured = try Monosemanticity(of: network, limit: 0.7, hasSigns: true)
    // The third neuron responds with 1.25 and 0 to feature 1, and with 0.25 to both signs of feature 0.
    #expect(measured.live == 4 && measured.shares == [1, 1, 1.25 / 1.75, 0.5])
    #expect(measured.monosemantic == 3 && measured.features == 2 && measured.bothSigns == 1)
    let plain = try Monosemanticity(of: network, limit: 0.7)
    #expect(plain.live == 3 && plain.shares == [1, 1, 1.25 / 1.5] && plain.bothSigns == 0)
  }

  @Test func `negative initial biases make neurons for absolute values respond to fewer features`() throws {
    var experiment = MonosemanticAbsoluteValues()
    (experiment.features, experiment.inputs, experiment.neurons) = (16, 12, 96)
    (experiment.biases, experiment.rates, experiment.sizes) = ([0, -2], [3e-3], [96])
    experiment.recipe.steps = 1_500
    let result = try experiment.run()
    #expect(result.grid.count == 2 && result.series.count == 1 && result.decoders.count == 2)
    #expect(result.grid[1].trained.meanShare > result.grid[0].trained.meanShare + 0.1)
    #expect(result.baselines.lost.isEmpty)
    // The feature decoders are those of the other experiment.
    var decoding = EngineeredMonosemanticity()
    (decoding.features, decoding.inputs, decoding.neurons) = (16, 12, 48)
    (decoding.biases, decoding.rates, decoding.sizes) = ([0, -2], [3e-3], [48])
    decoding.recipe.steps = 1_500
    #expect(try decoding.run().grid.map(\.trained) == result.decoders.map(\.trained))
  }

  @Test func `numbers that make no sense are refused in words`() {
    var trained = TrainedAnds()
    trained.connections = [1]
    #expect { try trained.run() } throws: { "\($0)".contains("connections is 1.0, but must be between 0 and 1") }
    trained = TrainedAnds()
    trained.neurons = []
    #expect { try trained.run() } throws: { "\($0)".contains("neurons is empty, but must be one number or more") }
    var ands = PairwiseAnds()
    ands.features = [3]
    #expect { try ands.run() } throws: { "\($0)".contains("at least two more than the 3 present ones") }
    var links = InterferenceWeights()
    links.hidden = 65
    #expect { try links.run() } throws: { "\($0)".contains("hidden is 65, but must be between 1 and the 64 features") }
    var decoders = EngineeredMonosemanticity()
    decoders.biases = []
    #expect { try decoders.run() } throws: { "\($0)".contains("biases is empty, but must be one number or more") }
    var floors = ReadOutFloors()
    floors.dimensions = [1]
    #expect { try floors.run() } throws: { "\($0)".contains("between 2 and 1024") }
  }
}
