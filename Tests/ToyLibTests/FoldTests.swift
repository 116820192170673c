import Foundation
import Testing
import ToyLib

/// Layered models with matrices that are not trained beside linear layers: they train with the products of both.
@Suite struct FoldTests {
  /// An embedding in more dimensions.
  private static func embedding(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns) { i, j in Float((i * 7 + j * 13) % 11 - 5) * 0.02 }
  }

  private static func layer(_ neurons: Int, _ outputs: Int, bias: Bool = false) -> Layer {
    .residual([.linear(neurons, bias: bias), .relu, .linear(outputs, bias: false)])
  }

  private static let models: [@Sendable () throws -> LayeredModel] = [
    // A residual layer with a fixed embedding and its transpose.
    {
      try LayeredModel(
        inputs: 40, [.fixed(embedding(300, 40), name: "E"), layer(12, 300, bias: true), .transpose(of: "E")],
        target: .inputsPlusReLU)
    },
    // Three of them, and a bias at the end.
    {
      try LayeredModel(
        inputs: 35,
        [
          .fixed(embedding(200, 35), name: "E"), layer(5, 200), layer(6, 200), layer(7, 200),
          .transpose(of: "E", bias: true),
        ], target: .relu, loss: .power(3) + 0.01 * .activationPenalty())
    },
    // One after the other, with a mask, and few inputs: no lists.
    {
      let mask = Matrix(rows: 9, columns: 150) { ($0 + $1) % 3 == 0 ? 0 : 1 }
      return try LayeredModel(
        inputs: 20,
        [
          .fixed(embedding(170, 20)), .fixed(embedding(150, 170)), .linear(9, mask: mask), .gelu,
          .linear(170, bias: false), .fixed(embedding(20, 170)),
        ], loss: .squaredError + 0.001 * .weightPenalty(power: 2))
    },
    // Weights that are used twice, and a sum of two branches.
    {
      try LayeredModel(
        inputs: 33,
        [
          .fixed(embedding(180, 33), name: "E"), .linear(11, bias: false, name: "W"), .relu,
          .transpose(of: "W"), .residual([.shared(with: "W"), .absolute, .transpose(of: "W")]), .transpose(of: "E"),
        ])
    },
    // The last layer trains by moments.
    {
      try LayeredModel(
        inputs: 60, [.fixed(embedding(400, 60)), .linear(5), .relu, .linear(60)], target: .relu)
    },
  ]

  /// Features that are always there and worth 1 leave nothing to chance.
  private static func constant(_ inputs: Int) -> SparseFeatures {
    SparseFeatures(densities: (0..<inputs).map { [1, 7, inputs - 1].contains($0) ? 1 : 0 }, magnitude: .one)
  }

  /// A network whose parameters are the gradient of one step from `start`.
  private static func gradient(
    _ start: LayeredNetwork, batch: Int, groups: [ParameterGroup] = []
  ) throws -> (loss: Double, network: LayeredNetwork) {
    var training = Training(steps: 1, batch: batch)
    training.recordEvery = 1
    training.evaluationSamples = 64
    let rule = UpdateRule("the gradient", rate: 1, memories: 0) { update in
      for i in update.parameters.indices { update.parameters[i] = update.gradient[i] }
    }
    let trained = try start.model.train(
      on: constant(start.model.inputs), rule: rule, groups: groups, from: [start], training: training
    ).best
    return (trained.history[0].loss, trained.network)
  }

  /// Whether training has the bits of the layers.
  private static func isByLayers(_ model: LayeredModel, batch: Int) throws -> Bool {
    let start = model.network(seed: 2)
    let wanted = try start.lossAndGradient(on: constant(model.inputs).samples(batch)).gradient
    return try gradient(start, batch: batch).network.fingerprint == wanted.fingerprint
  }

  @Test(arguments: models.indices, [250, 1024])
  func `gradients are those of the samples`(number: Int, batch: Int) throws {
    let model = try Self.models[number]()
    let start = model.network(seed: 4)
    let (loss, found) = try Self.gradient(start, batch: batch)
    let wanted = try start.lossAndGradient(on: Self.constant(model.inputs).samples(batch))
    #expect(abs(loss / wanted.loss - 1) < 1e-5)
    for (name, _, _) in model.parameters {
      let (values, gradient) = try (found[name].elements, wanted.gradient[name].elements)
      let scale = gradient.map(abs).max() ?? 1
      #expect(scale > 0)
      for (a, b) in zip(values, gradient) { #expect(abs(a - b) < 3e-5 * scale) }
    }
  }

  @Test func `products are used where they spare half of a step`() throws {
    let model = try Self.models[0]()
    // Making the products costs as much as a few samples.
    #expect(try Self.isByLayers(model, batch: 16))
    #expect(try !Self.isByLayers(model, batch: 64))
  }

  @Test func `products are not used where the function would change or nothing is spared`() throws {
    let embedding = Self.embedding(300, 40)
    let back = Self.embedding(40, 300)
    let others: [[Layer]] = [
      // An activation function and a bias between the matrices.
      [.fixed(embedding), .relu, .linear(12), .relu, .linear(300), .relu, .fixed(back)],
      [.fixed(embedding, bias: true), .linear(12), .relu, .linear(300), .fixed(back)],
      // Everything is trained.
      [.linear(300, bias: false), Self.layer(12, 300), .linear(40, bias: false)],
      // A projection to fewer dimensions.
      [.fixed(Self.embedding(10, 40)), .linear(60), .relu, .linear(40)],
    ]
    for layers in others {
      #expect(try Self.isByLayers(LayeredModel(inputs: 40, layers, loss: .power(3)), batch: 64))
    }
  }

  @Test func `frozen weights are matrices that are not trained`() throws {
    let model = try LayeredModel(
      inputs: 40, [.linear(300, bias: false, name: "E"), Self.layer(12, 300), .transpose(of: "E")],
      target: .inputsPlusReLU)
    let start = model.network(seed: 1)
    let groups = [ParameterGroup(.named("E"), isFrozen: true)]
    let found = try Self.gradient(start, batch: 64, groups: groups).network
    let wanted = try start.lossAndGradient(on: Self.constant(40).samples(64)).gradient
    #expect(try found["E"] == start["E"])
    for name in ["W2", "W3"] {
      let (values, gradient) = try (found[name].elements, wanted[name].elements)
      let scale = gradient.map(abs).max() ?? 1
      #expect(values != gradient)
      for (a, b) in zip(values, gradient) { #expect(abs(a - b) < 3e-5 * scale) }
    }
  }

  @Test(arguments: models.indices)
  func `vector units, threads, pauses and files leave no trace`(number: Int) throws {
    let model = try Self.models[number]()
    let features = SparseFeatures(count: model.inputs, density: 0.06, magnitude: .signedUniform)
    let bits = LayeredBits(
      model: model, features: features, optimiser: .adamW(rate: 0.01),
      groups: [ParameterGroup(.weights, decay: 0.1, lengthPull: 0.2)])
    let (wanted, paused) = try bits.check()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("fold-\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try paused.write(to: path)
    #expect(LayeredBits.prints(try TrainedLayeredNetworks(model, contentsOf: path).resumed()) == wanted)
  }

  @Test func `what the products learn is in the layers`() throws {
    let features = SparseFeatures(count: 40, density: 0.05, magnitude: .signedUniform)
    var training = Training(steps: 600, batch: 512, optimiser: .adamW(rate: 0.003))
    training.evaluationSamples = 1 << 15
    let trained = try Self.models[0]().train(on: features, seed: 1, training: training).best
    // The training loss is that of the folded model, the other one is computed layer by layer.
    let last = try #require(trained.history.last)
    #expect(abs(last.loss / trained.loss - 1) < 0.2)
    #expect(trained.loss < 0.5 * (try trained.network.model.network(seed: 1).loss(on: features, samples: 1 << 15)))
  }
}
