import Testing
import ToyLib

/// One meaning of loss: what training minimises.
@Suite struct ObjectiveTests {
  private let features = SparseFeatures(count: 8, density: 0.3, magnitude: .one)
  private let model = Architecture(
    hidden: 12, hiddenActivation: .relu, outputActivation: .linear, tied: false)

  /// Whether a feature and the next are both present.
  private static let pairs = Objective.custom { x, output, gradient in
    var loss: Float = 0
    for i in x.indices {
      let wanted: Float = x[i] > 0 && x[(i + 1) % x.count] > 0 ? 1 : 0
      let error = output[i] - wanted
      loss += error * error
      gradient[i] = 2 * error
    }
    return loss
  }

  private func trained(_ objective: Objective, steps: Int = 600) throws -> TrainedModels {
    var training = Training(steps: steps, batch: 256, evaluationSamples: 1 << 12)
    training.objective = objective
    training.optimiser = .adamW(rate: 5e-3)
    return try model.train(on: features, instances: 4, seed: 1, training: training)
  }

  @Test func `the loss, the best model and the ranking are those of the objective`() throws {
    let models = try trained(Self.pairs)
    for model in models {
      let samples = try features.samples(4_000, seed: 77)
      let outputs = try model.network.outputs(of: samples)
      var sum = 0.0
      for s in 0..<samples.rows {
        for i in 0..<8 {
          let wanted: Float = samples[s, i] > 0 && samples[s, (i + 1) % 8] > 0 ? 1 : 0
          sum += Double((outputs[s, i] - wanted) * (outputs[s, i] - wanted))
        }
      }
      let direct = sum / Double(samples.elements.count)
      #expect(abs(model.loss / direct - 1) < 0.2)
      // The history ends at the same loss, not at the squared error.
      #expect(abs(try #require(model.history.last).loss / direct - 1) < 0.5)
      #expect(abs(try model.loss(on: features, samples: 1 << 12) / direct - 1) < 0.2)
      #expect(model.squaredError > 3 * model.loss)
      let plain = try model.network.loss(on: features, samples: 1 << 14)
      #expect(abs(model.squaredError / plain - 1) < 0.1)
    }
    #expect(models.best.loss == models.map(\.loss).min())
    #expect(models.ranked.map(\.loss) == models.map(\.loss).sorted())
  }

  @Test func `terms on the weights and a hidden penalty are part of the loss`() throws {
    let objective = Objective.squaredError.adding { network, gradient in
      gradient.weights += 0.02 * network.weights
      return 0.01 * network.weights.squaredNorm
    }
    var training = Training(steps: 500)
    training.objective = objective
    let sparse = SparseFeatures(count: 5, density: 0.1)
    let model = try ReLUOutputModel(hidden: 2).train(on: sparse, seed: 1, training: training)[0]
    let term = 0.01 * Double(model.weights.squaredNorm)
    #expect(abs(model.loss - model.squaredError - term) < 1e-7)
    #expect(abs(try #require(model.history.last).loss / model.loss - 1) < 0.1)
    let same = try model.network.loss(on: sparse, seed: 1, objective: objective)
    #expect(abs(same - model.loss) < 1e-9)

    let penalised = try ReLUOutputModel(hidden: 2, hiddenPenalty: 0.1)
      .train(on: sparse, steps: 50, seed: 1)[0]
    #expect(penalised.loss > penalised.squaredError)
    let error = try penalised.network.squaredError(on: sparse, seed: 1).value
    #expect(abs(error - penalised.squaredError) < 1e-12)
  }

  @Test func `files keep the objective's losses, and say when the objective is missing`() throws {
    let models = try trained(Self.pairs, steps: 20)
    let file = try models.safetensors
    let read = try TrainedModels(file)
    #expect(read.map(\.loss) == models.map(\.loss) && read.best.instance == models.best.instance)
    #expect(read.map(\.squaredError) == models.map(\.squaredError))
    #expect {
      try read.resumed()
    } throws: { "\($0)".contains("pass") && "\($0)".contains("objective") }
    #expect(throws: ToyLibError.self) { try read[0].loss(on: features) }
    let again = try TrainedModels(file, objective: Self.pairs)
    #expect(abs(try again[0].loss(on: features) / models[0].loss - 1) < 0.1)
  }

  @Test func `one sampler serves all models of a file`() throws {
    struct Coins: FeatureSampler {
      let count = 3
      func sample(into x: inout [Float], using random: inout RandomSource) {
        for i in x.indices where random.uniform() < 0.5 { x[i] = 1 }
      }
    }
    let models = try ReLUOutputModel(hidden: 2).train(on: Coins(), steps: 5, instances: 4)
    let read = try TrainedModels(models.safetensors, features: [Coins()])
    #expect(read.map(\.weights) == models.map(\.weights))
    #expect {
      try TrainedModels(models.safetensors, features: [Coins(), Coins()])
    } throws: { "\($0)".contains("expected 4 samplers, or one for all models, found 2") }
  }

  @Test func `a right gradient passes the check and a wrong one does not`() throws {
    let network = try trained(Self.pairs, steps: 30)[0].network
    let samples = try features.samples(8)
    #expect(try Objective.squaredError.checkGradient(of: network, on: samples).isEmpty)
    let right = try Self.pairs.checkGradient(of: network, on: samples)
    #expect(right.count == 1 && !right[0].isWrong)
    let wrong = Objective.custom { x, output, gradient in
      var loss: Float = 0
      for i in x.indices {
        loss += (output[i] - x[i]) * (output[i] - x[i])
        gradient[i] = -2 * (output[i] - x[i])
      }
      return loss
    }
    let check = try #require(try wrong.checkGradient(of: network, on: samples).first)
    #expect(check.isWrong && abs(check.relativeError - 2) < 0.05)
    #expect("\(check)".contains("∂loss/∂output") && "\(check)".contains("relative error 2"))
    #expect(abs(check.given + check.expected) < 0.02 * abs(check.given))
  }

  @Test func `terms on weights are checked, absolute values and rectifiers pass`() throws {
    let network = try trained(Self.pairs, steps: 30)[0].network
    let samples = try features.samples(4)
    func check(_ factor: Float) throws -> GradientCheck {
      let term = Objective.squaredError.adding { network, gradient in
        gradient.weights += factor * network.weights
        return network.weights.squaredNorm
      }
      return try term.checkGradient(of: network, on: samples)[0]
    }
    #expect(try !check(2).isWrong)
    #expect(try check(1).isWrong)
    let kinks = Objective.custom { x, output, gradient in
      var loss: Float = 0
      for i in x.indices {
        loss += abs(output[i] - x[i]) + max(0, output[i])
        gradient[i] = (output[i] > x[i] ? 1 : -1) + (output[i] > 0 ? 1 : 0)
      }
      return loss
    }
    #expect(try !kinks.checkGradient(of: network, on: samples)[0].isWrong)
  }
}
