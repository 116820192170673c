import Testing
import ToyLib

@Suite(.serialized) struct TrainingTests {
  private let features = SparseFeatures(count: 5, sparsity: 0.8)
  private let model = ReLUOutputModel(hidden: 2, importance: .geometric(0.9))

  /// In a process of its own: a request to cancel is for the whole process.
  @Test func `cancelling stops training with the models of the last complete step`() async {
    await #expect(processExitsWith: .success) {
      let features = SparseFeatures(count: 5, sparsity: 0.8)
      let model = ReLUOutputModel(hidden: 2)
      var training = Training()
      training.steps = 100_000_000
      var looks = 0
      let stopped = #expect(throws: TrainingStopped.self) {
        try model.train(on: features, instances: 3, seed: 1, training: training) { _ in
          looks += 1
          if looks == 3 { Cancellation.request() }
        }
      }
      #expect(stopped?.cause is CancellationError)
      #expect(throws: CancellationError.self) {
        try stopped?.models[0].network.loss(on: features)
      }
      Cancellation.reset()
      let models = try #require(stopped?.models)
      #expect(models.allSatisfy { $0.step > 0 && $0.step < training.steps })
      // The same as a run that was asked to pause there.
      training.pauseAt = models[1].step
      let paused = try model.train(on: features, seed: 1, firstInstance: 1, training: training)
      #expect(paused[0].weights == models[1].weights)
    }
  }

  private struct Enough: Error {}

  @Test func `what the observer throws stops training`() throws {
    var training = Training()
    training.steps = 50_000_000
    let stopped = #expect(throws: TrainingStopped.self) {
      try ReLUOutputModel(hidden: 20).train(
        on: SparseFeatures(count: 300, sparsity: 0.9), training: training
      ) { progress in
        if progress.stepsDone > 0 { throw Enough() }
      }
    }
    #expect(stopped?.cause is Enough)
  }

  @Test func `the observer sees the end`() throws {
    var last: TrainingProgress?
    _ = try model.train(on: features, steps: 30, instances: 2) { last = $0 }
    #expect(last?.fraction == 1)
    #expect(last?.steps == [30, 30])
  }

  /// Counts what it is told.
  private final class Counter: TrainingObserver {
    var updates: [Double] = []
    var finished: [Double] = []
    var viewedSteps: [Int] = []
    var causes: [any Error] = []
    /// The number of the update that throws.
    let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    func update(_ progress: TrainingProgress, view: () -> TrainingView) throws {
      updates.append(progress.fraction)
      if updates.count == limit { throw Enough() }
    }

    func finish(_ models: TrainedModels, view: () -> TrainingView) {
      finished = models.map(\.loss)
      viewedSteps = view().models.map(\.step)
    }

    func stop(because error: any Error, view: () -> TrainingView) { causes.append(error) }
  }

  @Test func `a watch makes an observer for each run, which sees its beginning and its end`() throws {
    var counters: [Counter] = []
    let watch = Watch {
      counters.append(Counter())
      return counters[counters.count - 1]
    }
    var training = Training()
    training.pauseAt = 10
    let paused = try model.train(on: features, steps: 30, instances: 2, watch: watch, training: training)
    let models = try paused.resumed(watch: watch)
    _ = try models[0].network.trained(on: features, watch: watch, training: training)
    #expect(counters.map { $0.updates.first } == [0, 1.0 / 3, 0])
    #expect(counters.allSatisfy { $0.updates.last == 1 && $0.causes.isEmpty })
    #expect(counters.map(\.viewedSteps) == [[10, 10], [30, 30], [10]])
    #expect(counters[1].finished == models.map(\.loss))
  }

  @Test func `an observer that throws is told so, and finishes nothing`() throws {
    let counter = Counter(limit: 1)
    let stopped = #expect(throws: TrainingStopped.self) {
      try model.train(on: features, steps: 30, watch: Watch { counter })
    }
    #expect(stopped?.cause is Enough && counter.causes.map { $0 is Enough } == [true])
    #expect(counter.finished.isEmpty && stopped?.models[0].step == 0)
  }

  @Test func `early stop is the instance's own`() throws {
    var training = Training()
    training.steps = 5_000
    training.earlyStop = .loss(0.03, window: 50)
    let models = try model.train(on: features, instances: 4, seed: 2, training: training)
    #expect(models.allSatisfy { $0.ending == .earlyStop && $0.step < 5_000 && $0.step % 50 == 0 })
    let alone = try model.train(on: features, seed: 2, firstInstance: 3, training: training)
    #expect(alone[0].step == models[3].step && alone[0].weights == models[3].weights)
  }

  @Test func `a diverging instance stops and is never best`() throws {
    var training = Training()
    training.optimiser = .sgd(rate: 1e6)
    training.steps = 200
    let diverged = try model.train(on: features, training: training)
    #expect(diverged[0].ending == .diverged && !diverged[0].loss.isFinite)
  }

  @Test func `a custom loss equal to the built-in one trains alike`() throws {
    let importance = try Importance.geometric(0.9).weights(count: 5)
    #expect(try Importance(importance).weights(count: 5) == importance)
    var training = Training()
    training.steps = 100
    training.batch = 100
    let plain = try model.train(on: features, seed: 1, training: training)[0]
    training.objective = .custom { target, output, gradient in
      var loss: Float = 0
      for i in target.indices {
        let error = output[i] - target[i]
        loss += importance[i] * error * error
        gradient[i] = 2 * importance[i] * error
      }
      return loss
    }
    let custom = try model.train(on: features, seed: 1, training: training)[0]
    for (a, b) in zip(plain.weights.elements, custom.weights.elements) {
      #expect(abs(a - b) < 1e-4)
    }
  }

  @Test func `a weight term pulls the weights`() throws {
    var training = Training()
    training.steps = 300
    training.objective = .squaredError.adding { network, gradient in
      gradient.weights = network.weights.map { 2 * $0 }
      return network.weights.squaredNorm
    }
    let small = try model.train(on: features, seed: 1, training: training)[0]
    training.objective = .squaredError
    let free = try model.train(on: features, seed: 1, training: training)[0]
    #expect(small.weights.squaredNorm < 0.5 * free.weights.squaredNorm)
  }

  @Test func `snapshots hold the weights on the way`() throws {
    var training = Training()
    training.steps = 20
    training.snapshots = [0, 7, 20]
    let trained = try model.train(on: features, seed: 1, training: training)[0]
    #expect(trained.snapshots.map(\.step) == [0, 7, 20])
    #expect(trained.snapshots[2].network == trained.network)
    #expect(trained.snapshots[0].gradient == nil && trained.snapshots[1].gradient != nil)
    #expect(trained.snapshots[1].norms.count == 5)
  }

  @Test func `a model without bias keeps it at zero`() throws {
    let trained = try ReLUOutputModel(hidden: 2, bias: false).train(on: features, steps: 50)
    #expect(trained[0].bias == [0, 0, 0, 0, 0])
  }

  @Test func `schedules have the Colab's values`() {
    #expect(Schedule.linear.factor(step: 25, of: 100) == 0.75)
    #expect(Schedule.cosine.factor(step: 0, of: 101) == 1)
    #expect(abs(Schedule.cosine.factor(step: 50, of: 101) - 0.5.squareRoot()) < 1e-12)
    #expect(Schedule.cosine.factor(step: 100, of: 101) < 1e-12)
    #expect(abs(Schedule.halfCosine.factor(step: 25, of: 100) - (0.5 + 0.125.squareRoot())) < 1e-12)
    let warm = Schedule.warmUp(steps: 10, then: .linear)
    #expect(warm.factor(step: 4, of: 110) == 0.5 && warm.factor(step: 60, of: 110) == 0.5)
  }

  @Test func `initial weights have the spread they say`() throws {
    func deviation(_ initial: InitialWeights) throws -> Float {
      let models = try ReLUOutputModel(hidden: 20, initialWeights: initial)
        .train(on: SparseFeatures(count: 100, sparsity: 0.9), steps: 0, instances: 4)
      return (models.reduce(0) { $0 + $1.weights.squaredNorm } / 8_000).squareRoot()
    }
    #expect(abs(try deviation(.xavier) / 0.1291 - 1) < 0.03)
    #expect(abs(try deviation(.colab(instances: 20)) / 0.0289 - 1) < 0.03)
    #expect(abs(try deviation(.normal(deviation: 0.01)) / 0.01 - 1) < 0.03)
  }

  @Test func `a census counts what became of the seeds`() throws {
    let models = try model.train(on: features, steps: 20, instances: 7, seed: 1)
    let census = models.census { $0.instance < 5 ? "few" : "many" }
    #expect("\(census)" == "5 of 7: few, 2 of 7: many")
    #expect(census["many"] == 2 && census["none"] == 0)
    #expect(models.best.loss == models.map(\.loss).min())
  }

  /// A run that cannot be, and the sentence that says so.
  struct Mistake: Sendable {
    let sentence: String
    var model = ReLUOutputModel(hidden: 2)
    var features = SparseFeatures(count: 5, sparsity: 0.5)
    var instances = 1
    var change: @Sendable (inout Training) -> Void = { _ in }
  }

  static let mistakes = [
    Mistake(sentence: "instances is 0, but must be at least 1.", instances: 0),
    Mistake(
      sentence: "sparsity of feature 0 is 1.5, but must be between 0 and 1.",
      features: SparseFeatures(count: 5, sparsity: 1.5)),
    Mistake(
      sentence: "sparsity of feature 0 is nan, but must be between 0 and 1.",
      features: SparseFeatures(count: 5, sparsity: .nan)),
    Mistake(
      sentence: "features is 0, but must be at least 1.",
      features: SparseFeatures(count: -3, sparsity: 0.5)),
    Mistake(sentence: "batch is 0, but must be between 1 and 2^24.") { $0.batch = 0 },
    Mistake(sentence: "steps is -1, but must be between 0 and 2^32 − 1.") { $0.steps = -1 },
    Mistake(sentence: "rate is nan, but must be 0 or more, finite.") {
      $0.optimiser = .adam(rate: .nan)
    },
    Mistake(
      sentence: "hidden is 0, but must be at least 1.", model: ReLUOutputModel(hidden: 0)),
    Mistake(
      sentence: "importances: expected 5, found 2.",
      model: ReLUOutputModel(hidden: 2, importance: .custom([1, 2]))),
    Mistake(
      sentence: "importance of feature 1 is -1.0, but must be 0 or more, finite.",
      model: ReLUOutputModel(hidden: 2, importance: .custom([1, -1, 1, 1, 1]))),
  ]

  @Test(arguments: mistakes) func `bad configurations say what is wrong`(mistake: Mistake) {
    var training = Training()
    mistake.change(&training)
    #expect {
      try mistake.model.train(
        on: mistake.features, instances: mistake.instances, training: training)
    } throws: { "\($0)" == mistake.sentence }
  }

  @Test func `weights of the wrong shape are refused`() {
    #expect {
      try ReLUOutputModel(hidden: 3).network(weights: [[1, 0], [0, 1]])
    } throws: { "\($0)" == "weights: expected 2 × 3, found 2 × 2." }
    #expect(throws: ToyLibError.self) {
      try ReLUOutputModel(hidden: 1).network(weights: [[.nan], [1]])
    }
  }
}
