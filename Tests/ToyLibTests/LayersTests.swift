import Foundation
import Testing
import ToyLib

@Suite struct LayersTests {
  private let features = SparseFeatures(count: 40, density: 0.05, magnitude: .signedUniform)

  /// All kinds of layers at once.
  private func residualModel(
    loss: LossFunction = .squaredError, target: TargetFunction = .inputsPlusReLU
  ) throws -> LayeredModel {
    try LayeredModel(
      inputs: 40,
      [
        .linear(12, bias: false, name: "E"), .residual([.linear(9), .gelu, .linear(12)]),
        .residual([.residual([.linear(12), .relu]), .linear(12)]), .transpose(of: "E", bias: true),
      ], target: target, loss: loss)
  }

  private func settings(_ steps: Int) -> Training {
    var training = Training(steps: steps, batch: 700, optimiser: .adamW(rate: 0.003))
    training.evaluationSamples = 4096
    return training
  }

  // MARK: Description

  @Test func `a model shows itself as a formula`() throws {
    let model = try LayeredModel(
      inputs: 100, [.linear(50, bias: false), .relu, .linear(100)], target: .relu,
      loss: .power(4) + 0.01 * .activationPenalty())
    #expect("\(model)" == "y = W₂ ReLU(W₁ x) + b₂, t = ReLU(x): mean |y − t|⁴ + 0.01 Σ|h|")
    #expect(
      "\(try residualModel())"
        == "r₁ = E x, r₂ = r₁ + W₃ GELU(W₂ r₁ + b₂) + b₃, "
        + "y = Eᵀ (r₂ + W₅ (r₂ + ReLU(W₄ r₂ + b₄)) + b₅) + b₆, t = x + ReLU(x): mean (y − t)²")
  }

  @Test func `shapes that do not fit are refused with a sentence`() {
    func message(_ layers: [Layer], target: TargetFunction = .inputs, loss: LossFunction = .squaredError)
      -> String
    {
      do {
        _ = try LayeredModel(inputs: 4, layers, target: target, loss: loss)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(message([]) == "layers is empty, but must be at least one layer.")
    #expect(
      message([.linear(3)])
        == "the target x: expected 3 numbers, one for each output of the model, found 4.")
    #expect(
      message([.fixed(Matrix(rows: 4, columns: 5))])
        == "the fixed weights W1: expected 4 × 4, found 4 × 5.")
    #expect(
      message([.residual([.linear(3)]), .linear(4)])
        == "a residual layer, x + f(x): expected 4 outputs of f, as many as inputs, found 3.")
    #expect(
      message([.linear(3), .transpose(of: "V")])
        == "the layer with shared weights is 'V', but must be the name of an earlier layer: W1.")
    #expect(
      message([.linear(3), .linear(4), .transpose(of: "W1")])
        == "layer W3: expected 4 inputs, the outputs of the layer before, found 3.")
    #expect(
      message([.linear(3, name: "A"), .linear(4, name: "A")])
        == "name of a layer is 'A' twice, but must be different for each layer.")
    #expect(message([.linear(4, mask: [[1]])]) == "the mask of W1: expected 4 × 4, found 1 × 1.")
    #expect(message([.linear(0)]).contains("outputs of W1 is 0"))
    #expect(message([.linear(4)], loss: .power(0.5)).contains("power of a loss is 0.5"))
    #expect(message([.linear(4)], loss: .activationPenalty()).contains("activation penalty"))
    #expect(message([.linear(4)], loss: .power(2, importance: .custom([1]))).contains("importances"))
    #expect(
      message([.linear(1)], target: .ands(of: [(0, 4)])).contains("a pair of the target is (0, 4)"))
    #expect(message([.linear(4)], target: .inputs.adding([[1]])).contains("the matrix of the target"))
  }

  @Test func `every target is what it says`() throws {
    let x: Matrix = [[-1, 0.5, 0], [2, 0.25, -3]]
    func targets(_ target: TargetFunction, _ outputs: Int) throws -> Matrix {
      try LayeredModel(inputs: 3, [.linear(outputs)], target: target).network().targets(of: x)
    }
    #expect(try targets(.inputs, 3) == x)
    #expect(try targets(.absolute, 3) == x.map(abs))
    #expect(try targets(.relu, 3) == x.map { max(0, $0) })
    #expect(try targets(.inputsPlusReLU, 3) == x.map { $0 + max(0, $0) })
    #expect(try targets(.allANDs(of: 3), 3) == [[0, 0, 0], [1, 0, 0]])
    #expect(try targets(.products(of: [(0, 1), (2, 2)]), 2) == [[-0.5, 0], [0.5, 9]])
    #expect(try targets(.zeros.adding([[1, 1, 1]]), 1) == [[-0.5], [-0.75]])
    #expect(try targets(.relu.adding(.identity(3)), 3) == x.map { $0 + max(0, $0) })
    let sum = TargetFunction.own("sum", outputs: 1) { x, t in t[0] = x[0] + x[1] + x[2] }
    #expect(try targets(sum, 1) == [[-0.5], [-0.75]])
  }

  /// Sparse samples are listed: their targets must not depend on what was computed before.
  @Test func `targets of sparse samples contain the matrix`() throws {
    let matrix = Matrix(rows: 40, columns: 40) { Float(($0 * 7 + $1 * 3) % 11) / 8 - 0.5 }
    let model = try LayeredModel(inputs: 40, [.linear(40)], target: .relu.adding(matrix))
    let x = try features.samples(100, seed: 4)
    let found = try model.network().targets(of: x)
    let wanted = x.times(matrix.transposed) + x.map { max(0, $0) }
    for (a, b) in zip(found.elements, wanted.elements) { #expect(abs(a - b) < 1e-5) }
  }

  // MARK: The same bits

  @Test func `threads, vector units and companions do not change a bit`() throws {
    let model = try residualModel(
      loss: .power(3) + 0.001 * .activationPenalty() + 1e-4 * .weightPenalty())
    func prints(threads: Int, units: VectorUnits, instances: Int = 2, first: Int = 0) throws -> [String] {
      var training = settings(30)
      training.threads = threads
      training.vectorUnits = units
      let models = try model.train(
        on: features, instances: instances, seed: 5, firstInstance: first, training: training)
      return models.map { "\($0.network.fingerprint) \($0.loss)" }
    }
    let wanted = try prints(threads: 1, units: .portable)
    #expect(Set(wanted).count == 2)
    for units in VectorUnits.allCases where units.isAvailable {
      for threads in [1, 2, 5] { #expect(try prints(threads: threads, units: units) == wanted) }
    }
    #expect(try prints(threads: 3, units: .preferred, instances: 1, first: 1) == [wanted[1]])
    #expect(wanted[0].hasPrefix("4ff3c3bcd3a41a7a "))
  }

  /// Samples without a present input are counted, not computed: with few features most are.
  @Test func `samples of zeros count`() throws {
    let few = SparseFeatures(count: 6, density: 0.05, magnitude: .signedUniform)
    let model = try LayeredModel(inputs: 6, [.linear(5, initialBias: .normal(deviation: 1)), .relu, .linear(6)])
    let network = model.network(seed: 1)
    let drawn = try few.samples(40_000, seed: 3)
    let estimate = try network.lossEstimate(on: few, samples: 40_000, seed: 1)
    let direct = try network.loss(on: drawn)
    #expect(abs(estimate.value - direct) < 4 * estimate.standardError * 2.0.squareRoot())
    // Without noise: at density 0 there is one sample.
    let none = SparseFeatures(count: 6, density: 0)
    let zero = try network.loss(on: Matrix(rows: 1, columns: 6))
    #expect(abs(try network.loss(on: none, samples: 999) / zero - 1) < 1e-6)
  }

  @Test func `lists and dense products give the same`() throws {
    let model = try residualModel()
    let network = model.network(seed: 2)
    let x = try features.samples(300, seed: 1)
    let (loss, gradient) = try network.lossAndGradient(on: x)
    // Dense: the same samples among others that are full.
    let full = Matrix(rows: 300, columns: 40, repeating: 0.01)
    let both = Matrix((0..<600).map { $0 % 2 == 0 ? x[row: $0 / 2] : full[row: $0 / 2] })
    let (mixed, mixedGradient) = try network.lossAndGradient(on: both)
    let (other, otherGradient) = try network.lossAndGradient(on: full)
    #expect(abs((loss + other) / 2 / mixed - 1) < 1e-5)
    for (name, _, _) in model.parameters {
      let (a, b, c) = try (gradient[name], otherGradient[name], mixedGradient[name])
      let scale = c.elements.map(abs).max() ?? 1
      for i in c.elements.indices {
        #expect(abs((a.elements[i] + b.elements[i]) / 2 - c.elements[i]) < 1e-5 * scale)
      }
    }
  }

  // MARK: Training

  @Test func `training finds the identity, and a fixed seed the same network`() throws {
    let model = try LayeredModel(inputs: 3, [.linear(8), .relu, .linear(3)])
    let data = SparseFeatures(count: 3, density: 0.5, magnitude: .signedUniform)
    let models = try model.train(
      on: data, steps: 2000, instances: 2, batch: 256, optimiser: .adam(rate: 0.01),
      schedule: .halfCosine)
    #expect(models.best.loss < 1e-3)
    #expect(models.best.history.count == 100)
    #expect(models.best.history.last?.step == 2000)
    #expect(models.best.lossEstimate.standardError < models.best.loss)
  }

  @Test func `groups have a rate, a decay, a pull or no training of their own`() throws {
    let data = SparseFeatures(count: 4, density: 0.5)
    let model = try LayeredModel(
      inputs: 4, [.linear(3, initialBias: .normal(deviation: 1)), .relu, .linear(4)])
    let start = model.network(seed: 1)
    func trained(_ groups: [ParameterGroup], rate: Double = 0.1, steps: Int = 1) throws -> LayeredNetwork {
      try model.train(
        on: data, steps: steps, seed: 1, batch: 64, optimiser: .adamW(rate: rate, weightDecay: 0.5),
        groups: groups
      ).best.network
    }
    let frozen = try trained([ParameterGroup(.named("W1"), isFrozen: true)])
    #expect(try frozen["W1"] == start["W1"])
    #expect(try frozen["W2"] != start["W2"])
    // The decay alone: the gradient's part is the same.
    let (plain, undecayed) = (try trained([]), try trained([ParameterGroup(.biases, decay: 0)]))
    #expect(try plain["W1"] == undecayed["W1"])
    for ((a, b), w) in try zip(zip(plain["b1"].elements, undecayed["b1"].elements), start["b1"].elements) {
      #expect(abs(b - a - 0.1 * 0.5 * w) < 1e-6)
    }
    let still = try trained([ParameterGroup(.weights, rate: 0)])
    #expect(try still["W1"] == start["W1"])
    #expect(try still["b2"] != start["b2"])
    #expect(throws: ToyLibError.self) { try trained([ParameterGroup(.named("V"))]) }
    #expect(throws: ToyLibError.self) { try trained([ParameterGroup(.all, decay: -1)]) }
  }

  /// w ← w + rate · γ · (w/‖w‖ − w): lengths come closer to 1 from both sides. The gradient is 0.
  @Test func `a pull brings the vectors of inputs to length 1`() throws {
    let model = try LayeredModel(
      inputs: 3, [.linear(2, bias: false)], target: .zeros, loss: .own("nothing") { _, _, _ in .zero })
    var start = model.network()
    try start.set("W1", to: [[0.3, 2, 0], [0.4, 0, 3]])
    let models = try model.train(
      on: SparseFeatures(count: 3, density: 1), steps: 1, batch: 16, optimiser: .sgd(rate: 0.1),
      groups: [ParameterGroup(.weights, lengthPull: 2)], from: [start])
    let weights = try models.best.network["W1"]
    // Lengths 0.5, 2 and 3 become ‖w‖ + 0.2 (1 − ‖w‖).
    #expect(abs(weights[0, 0] - 0.36) < 1e-5 && abs(weights[1, 0] - 0.48) < 1e-5)
    #expect(abs(weights[0, 1] - 1.8) < 1e-5 && abs(weights[1, 2] - 2.6) < 1e-5)
  }

  @Test func `masked weights stay zero, fixed ones as they are`() throws {
    let matrix = Matrix(rows: 5, columns: 4) { Float($0 + $1) / 8 }
    let mask = Matrix(rows: 4, columns: 5) { ($0 + $1) % 2 == 0 ? 1 : 0 }
    let model = try LayeredModel(inputs: 4, [.fixed(matrix), .relu, .linear(4, mask: mask)])
    #expect(model.parameters.map(\.name) == ["W2", "b2"])
    let trained = try model.train(on: SparseFeatures(count: 4, density: 0.5), steps: 50, batch: 64).best
    let weights = try trained.network["W2"]
    for i in 0..<4 {
      for j in 0..<5 { #expect((weights[i, j] == 0) == (mask[i, j] == 0)) }
    }
  }

  @Test func `initial parameters are as asked for`() throws {
    let values: Matrix = [[1, 2, 3]]
    let model = try LayeredModel(
      inputs: 600,
      [
        .linear(50, initial: .uniform(0.1), initialBias: .normal(deviation: 2)),
        .linear(50, initial: .kaimingNormal, initialBias: .uniformByInputs),
        .linear(50, initial: .kaimingUniform), .linear(3, initialBias: .values(values)),
      ], target: .zeros)
    let network = model.network(seed: 4)
    func largest(_ name: String) throws -> Float { try network[name].elements.map(abs).max() ?? 0 }
    func deviation(_ name: String) throws -> Float {
      let values = try network[name].elements
      return (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    }
    #expect(try (0.099...0.1).contains(largest("W1")))
    #expect(try (1.5...2.6).contains(deviation("b1")))
    #expect(try (0.19...0.21).contains(deviation("W2")))
    #expect(try (0.13...0.1415).contains(largest("b2")))
    #expect(try (0.34...0.3465).contains(largest("W3")))
    #expect(try (0.13...0.1415).contains(largest("W4")))
    #expect(try network["b4"] == values)
    #expect(try network["b3"].elements.allSatisfy { $0 == 0 })
    #expect(throws: ToyLibError.self) {
      try LayeredModel(inputs: 2, [.linear(2, initial: .values(values))])
    }
  }

  // MARK: Functions of one's own

  @Test func `functions of one's own give what built-in ones give`() throws {
    let relu = ActivationFunction.own("mine") { z, y, slope in
      for i in z.values.indices {
        y.values[i] = max(0, z.values[i])
        slope.values[i] = z.values[i] > 0 ? 1 : 0
      }
    }
    let fourth = LossFunction.own("mine") { output, target, gradient in
      var loss = SIMD16<Float>()
      for i in output.indices {
        let e = output[i] - target[i]
        loss += e * e * e * e / 40
        gradient[i] = 4 * e * e * e / 40
      }
      return loss
    }
    let target = TargetFunction.own("mine", outputs: 40) { x, t in
      for i in x.values.indices { t.values[i] = max(0, x.values[i]) }
    }
    let layers: [Layer] = [.linear(20), .relu, .linear(40)]
    let builtIn = try LayeredModel(inputs: 40, layers, target: .relu, loss: .power(4))
    let own = try LayeredModel(
      inputs: 40, [.linear(20), .activation(relu), .linear(40)], target: target, loss: fourth)
    let (a, b) = (builtIn.network(seed: 3), own.network(seed: 3))
    let x = try features.samples(100)
    let (loss, gradient) = try a.lossAndGradient(on: x)
    let (ownLoss, ownGradient) = try b.lossAndGradient(on: x)
    #expect(abs(loss / ownLoss - 1) < 1e-5)
    for (name, _, _) in builtIn.parameters {
      let (u, v) = try (gradient[name].elements, ownGradient[name].elements)
      let scale = u.map(abs).max() ?? 1
      for (a, b) in zip(u, v) { #expect(abs(a - b) < 1e-5 * scale) }
    }
    #expect(try own.train(on: features, training: settings(20)).best.loss.isFinite)
  }

  @Test func `a wrong derivative is found`() throws {
    let wrong = ActivationFunction.own("wrong") { z, y, slope in
      for i in z.values.indices {
        y.values[i] = z.values[i] * z.values[i]
        slope.values[i] = z.values[i]
      }
    }
    let model = try LayeredModel(inputs: 4, [.linear(6), .activation(wrong), .linear(4)])
    let samples = try SparseFeatures(count: 4, density: 1).samples(50)
    #expect(try model.network(seed: 1).checkGradient(on: samples).isWrong)
  }

  // MARK: Files, progress and bad settings

  @Test func `parameters go through a file`() throws {
    let model = try residualModel()
    let network = model.network(seed: 9)
    let read = try LayeredNetwork(model, try network.safetensors)
    #expect(read.fingerprint == network.fingerprint)
    var file = try network.safetensors
    file.tensors["W2"] = nil
    #expect(throws: ToyLibError.damaged(file: "safetensors", reason: "tensor W2 is missing")) {
      try LayeredNetwork(model, file)
    }
    // PyTorch's biases have one axis.
    file = try network.safetensors
    file.tensors["b2"] = try Tensor(shape: [9], values: network["b2"].elements)
    #expect(try LayeredNetwork(model, file).fingerprint == network.fingerprint)
  }

  @Test func `training goes on from networks, and an observer's error stops it`() throws {
    struct Enough: Error {}
    let model = try residualModel()
    let first = try model.train(on: features, training: settings(20))
    let second = try model.train(on: features, from: [first.best.network], training: settings(20))
    #expect(second.best.network.fingerprint != first.best.network.fingerprint)
    #expect(second.best.loss < first.best.loss)
    var seen: [Double] = []
    #expect(throws: LayeredTrainingStopped.self) {
      try model.train(on: features, training: settings(1_000_000)) { progress in
        seen.append(progress.fraction)
        if progress.stepsDone > 0 { throw Enough() }
      }
    }
    #expect(seen.count >= 2)
    let other = try LayeredModel(inputs: 40, [.linear(40)])
    #expect(throws: ToyLibError.self) { try other.train(on: features, from: [first.best.network]) }
  }

  @Test func `settings that a layered model has no use for are refused`() throws {
    let model = try residualModel()
    var training = settings(10)
    training.objective = .custom { _, _, _ in 0 }
    #expect(throws: ToyLibError.self) { try model.train(on: features, training: training) }
    #expect(throws: ToyLibError.self) {
      try model.train(on: SparseFeatures(count: 39, sparsity: 0.5), steps: 1)
    }
    #expect(throws: ToyLibError.self) { try model.network().outputs(of: [[1, 2]]) }
    #expect(throws: ToyLibError.self) { try model.network()["W99"] }
  }

  @Test func `snapshots and early stops work as elsewhere`() throws {
    var training = settings(40)
    training.snapshots = [0, 10, 40]
    let model = try residualModel()
    let trained = try model.train(on: features, seed: 7, training: training).best
    #expect(trained.snapshots.map(\.step) == [0, 10, 40])
    #expect(trained.snapshots[0].network.fingerprint == model.network(seed: 7).fingerprint)
    #expect(trained.snapshots[2].network.fingerprint == trained.network.fingerprint)
    training.snapshots = []
    training.earlyStop = .loss(1000, window: 5)
    let stopped = try model.train(on: features, training: training).best
    #expect(stopped.step == 5 && stopped.ending == .earlyStop)
  }
}
