import Foundation
import Testing
import ToyLib

/// Runs of layered models that stop and go on, that are watched, and that have rules of their own.
@Suite struct LayeredTrainingTests {
  private let features = SparseFeatures(count: 12, density: 0.2, magnitude: .signedUniform)
  private let model: LayeredModel

  init() throws {
    model = try LayeredModel(
      inputs: 12,
      [.linear(6, bias: false), .relu, .linear(12, mask: Matrix(rows: 12, columns: 6) { ($0 + $1) % 5 == 0 ? 0 : 1 })],
      target: .relu, loss: .power(3) + 1e-4 * .weightPenalty())
  }

  private func settings(_ steps: Int, optimiser: Optimiser = .adamW(rate: 0.003)) -> Training {
    var training = Training(steps: steps, batch: 300, optimiser: optimiser, schedule: .cosine, evaluationSamples: 4096)
    training.recordEvery = 5
    training.snapshots = [0, 7, min(40, steps)]
    return training
  }

  private let groups = [ParameterGroup(.biases, rate: 0.01), ParameterGroup(.named("W1"), lengthPull: 0.1)]

  /// Momentum, written by hand.
  private var rule: UpdateRule {
    UpdateRule("momentum", rate: 0.01, memories: 1) { update in
      for i in update.parameters.indices {
        update.memories[0][i] = 0.9 * update.memories[0][i] + update.gradient[i]
        update.parameters[i] -= update.rate * update.memories[0][i]
      }
    }
  }

  private func bits(_ networks: TrainedLayeredNetworks) -> [String] {
    networks.map {
      "\($0.network.fingerprint) \($0.loss) \($0.step) \($0.history.map(\.loss)) \($0.snapshots.map(\.network.fingerprint))"
    }
  }

  // MARK: Stop and go on

  @Test(arguments: [Optimiser.adamW(rate: 0.003), .sgd(rate: 0.01, momentum: 0.9), .coupledSGD(rate: 0.01)])
  func `a paused run goes on with the same bits`(_ optimiser: Optimiser) throws {
    let training = settings(40, optimiser: optimiser)
    let whole = try model.train(on: features, instances: 2, seed: 3, groups: groups, training: training)
    var first = training
    first.pauseAt = 17
    let paused = try model.train(on: features, instances: 2, seed: 3, groups: groups, training: first)
    #expect(paused.map(\.step) == [17, 17] && paused.training.pauseAt == 17)
    let again = try paused.resumed(pauseAt: 30)
    #expect(again.map(\.step) == [30, 30])
    #expect(bits(try again.resumed()) == bits(whole))
    #expect(bits(try whole.resumed()) == bits(whole))
  }

  @Test func `an early stop remembers its window`() throws {
    var training = settings(60)
    training.snapshots = []
    training.earlyStop = .plateau(improvement: 0.9, window: 10)
    let whole = try model.train(on: features, training: training)
    #expect(whole[0].ending == .earlyStop)
    var first = training
    first.pauseAt = 13
    #expect(bits(try model.train(on: features, training: first).resumed()) == bits(whole))
  }

  @Test(arguments: [false, true]) func `a run goes on from a file with the same bits`(_ hasOwnRule: Bool) throws {
    var training = settings(40)
    training.snapshots = []
    let own = hasOwnRule ? rule : nil
    let whole = try model.train(on: features, instances: 2, seed: 3, rule: own, groups: groups, training: training)
    training.pauseAt = 17
    let paused = try model.train(
      on: features, instances: 2, seed: 3, rule: own, groups: groups, training: training)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("layers-\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try paused.write(to: path)
    let read = try TrainedLayeredNetworks(model, contentsOf: path, rule: own)
    #expect(bits(read) == bits(paused))
    #expect(bits(try read.resumed()) == bits(whole))
  }

  @Test func `an observer's error loses nothing`() throws {
    struct Enough: Error {}
    let training = settings(100_000)
    let stopped = #expect(throws: LayeredTrainingStopped.self) {
      try model.train(on: features, seed: 3, training: training) { progress in
        if progress.stepsDone > 0 { throw Enough() }
      }
    }
    let error = try #require(stopped)
    let reached = error.networks[0].step
    #expect(error.cause is Enough && reached > 0)
    #expect("\(error)".hasPrefix("Training stopped between steps \(reached) and \(reached): Enough"))
    var short = training
    short.pauseAt = reached + 3
    let direct = try model.train(on: features, seed: 3, training: short)
    #expect(bits(try error.networks.resumed(pauseAt: reached + 3)) == bits(direct))
  }

  @Test func `files that do not fit are refused with a sentence`() throws {
    var training = settings(5)
    training.snapshots = []
    let trained = try model.train(on: features, rule: rule, training: training)
    let file = try trained.safetensors
    func message(
      _ model: LayeredModel? = nil, rule: UpdateRule? = nil, features: [any FeatureSampler]? = nil,
      _ change: (inout Safetensors) -> Void = { _ in }
    ) -> String {
      var changed = file
      change(&changed)
      do {
        _ = try TrainedLayeredNetworks(model ?? self.model, changed, name: "f", rule: rule, features: features)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(message(rule: rule) == "accepted")
    #expect(message() == "update rule of f: expected the rule 'momentum', found none.")
    let other = try LayeredModel(inputs: 12, [.linear(6, bias: false), .gelu, .linear(12)])
    #expect(message(other, rule: rule).hasPrefix("the model of f: expected y = W₂ GELU(W₁ x) + b₂"))
    #expect(message(rule: rule) { $0.metadata["format"] = nil }.contains("contains no trained layered networks"))
    #expect(message(rule: rule) { $0.metadata["training"] = "{" }.contains("the training in its metadata is malformed"))
    #expect(message(rule: rule) { $0.tensors["0.W2"] = nil }.contains("tensor W2 is missing"))
    #expect(message(rule: rule) { $0.tensors["memory0.0"] = nil }.contains("tensor memory0.0 is missing"))
    #expect(
      message(rule: rule) { $0.tensors["memory0.0"] = $0.tensors["0.W1"] }.contains("tensor memory0.0 of f: expected"))
    #expect(message(rule: rule, features: [features, features]).hasPrefix("features: expected 1 samplers"))
    let fewer = SparseFeatures(count: 11, density: 0.2)
    #expect(throws: ToyLibError.self) {
      try TrainedLayeredNetworks(model, file, rule: rule, features: [fewer]).resumed()
    }
  }

  // MARK: Rules of one's own

  @Test func `a rule of one's own does what the optimiser of the same formula does`() throws {
    let training = settings(30, optimiser: .sgd(rate: 0.01, momentum: 0.9))
    let built = try model.train(on: features, seed: 2, training: training).best.network
    let own = try model.train(on: features, seed: 2, rule: rule, training: training).best.network
    let start = model.network(seed: 2)
    for (name, _, _) in model.parameters {
      let (a, b, first) = try (built[name].elements, own[name].elements, start[name].elements)
      #expect(a != first)
      for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-5) }
    }
  }

  @Test func `a rule is told names, shapes, steps and rates, and cannot move masked or frozen weights`() throws {
    // Adds to each parameter what it was told.
    let told = UpdateRule("told", rate: 0.5) { update in
      for i in update.parameters.indices {
        update.parameters[i] += Float(update.step) * update.rate * (update.name == "b2" ? 1 : 2)
      }
      precondition(update.parameters.count == update.rows * update.columns && update.memories.isEmpty)
    }
    let start = model.network(seed: 1)
    let network = try model.train(
      on: features, steps: 2, seed: 1, rule: told,
      groups: [ParameterGroup(.named("W1"), isFrozen: true), ParameterGroup(.named("b2"), rate: 0.25)]
    ).best.network
    #expect(try network["W1"] == start["W1"])
    #expect(try network["b2"].elements.allSatisfy { $0 == 0.75 })
    let (w, before) = try (network["W2"], start["W2"])
    for i in 0..<12 {
      for j in 0..<6 {
        #expect((i + j) % 5 == 0 ? w[i, j] == 0 : abs(w[i, j] - before[i, j] - 3) < 1e-5)
      }
    }
  }

  @Test func `the threads do not change a bit of a rule of one's own`() throws {
    func prints(_ threads: Int) throws -> [String] {
      var training = settings(20)
      training.threads = threads
      return bits(try model.train(on: features, instances: 2, seed: 5, rule: rule, training: training))
    }
    let wanted = try prints(1)
    #expect(try prints(2) == wanted && prints(5) == wanted)
  }

  @Test func `rules that make no sense are refused`() {
    func message(_ rule: UpdateRule, optimiser: Optimiser? = nil, groups: [ParameterGroup] = []) -> String {
      do {
        _ = try model.train(on: features, steps: 1, optimiser: optimiser, rule: rule, groups: groups)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(message(UpdateRule("a", rate: -1) { _ in }).contains("rate of the rule a is -1"))
    #expect(message(UpdateRule("a", rate: 1, memories: 9) { _ in }).contains("memories of the rule a is 9"))
    #expect(message(rule, optimiser: .adam()).contains("optimiser is given with a rule"))
    #expect(message(rule, groups: [ParameterGroup(.all, decay: 0.1)]).contains("decay of a group"))
  }

  @Test func `snapshots can be given by their number`() throws {
    let trained = try model.train(on: features, steps: 30, seed: 1, batch: 64, snapshots: 4)
    #expect(trained[0].snapshots.map(\.step) == [0, 3, 13, 30])
    #expect(throws: ToyLibError.self) { try model.train(on: features, steps: 30, snapshots: 0) }
  }
}
