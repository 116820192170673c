import ToyLib

/// A training run that can be measured.
protocol MeasuredRun {
  var name: String { get }
  /// Multiplications and additions in a step if nothing were left out.
  var operations: Double { get }
  /// The numbers of threads to measure.
  var threads: [Int] { get }
  /// Updates of all instances a second.
  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double
}

extension MeasuredRun {
  var threads: [Int] { [1, 2] }

  /// The best of `rounds` measurements of about `seconds` each.
  func best(seconds: Double, rounds: Int, threads: Int?, units: VectorUnits) throws -> Double {
    var rate = try stepsPerSecond(steps: 20, threads: threads, units: units)
    for _ in 0..<rounds {
      let steps = max(20, Int(rate * seconds))
      rate = max(rate, try stepsPerSecond(steps: steps, threads: threads, units: units))
    }
    return rate
  }
}

/// One training run of the table that Benchmarks/bench.py prints.
struct Run: MeasuredRun {
  let name: String
  let model: any ToyModel
  let features: [any FeatureSampler]
  var batch = 1024

  var n: Int { features[0].count }
  var m: Int { model.architecture.hidden }

  /// Multiplications and additions in a step if nothing were left out: five products of the batch.
  var operations: Double { 10 * Double(batch * n * m * features.count) }

  /// The runs of the paper and of ARENA's course. Benchmarks/peers.py holds the same.
  static let all: [Run] = [
    Run(
      name: "opening", model: ReLUOutputModel(hidden: 2, importance: .geometric(0.9)),
      features: sweep(10, features: 5)),
    Run(
      name: "n-dimensional",
      model: ReLUOutputModel(hidden: 20, importance: .logSpaced(from: 1, to: 0.01)),
      features: sweep(20, features: 100)),
    Run(
      name: "geometry", model: ReLUOutputModel(hidden: 20), features: sweep(20, features: 200)),
    Run(
      name: "uniform", model: ReLUOutputModel(hidden: 30),
      features: [SparseFeatures(count: 400, density: 0.1)]),
    Run(
      name: "absolute value",
      model: AbsoluteValueModel(hidden: 40, importance: .geometric(0.8)),
      features: [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map {
        SparseFeatures(count: 100, density: $0, magnitude: .signedUniform)
      }),
    Run(
      name: "hidden ReLU", model: ReLUHiddenModel(hidden: 5, importance: .geometric(0.75)),
      features: [0.75, 0.35, 0.15, 0.1, 0.06, 0.02, 0.01].map {
        SparseFeatures(count: 10, density: $0)
      }),
  ]

  /// The Colab's densities: 20^(−linspace(0, 1, instances)).
  private static func sweep(_ instances: Int, features: Int) -> [SparseFeatures] {
    let weights = Importance.logSpaced(from: 1, to: 0.05)
    return ((try? weights.weights(count: instances)) ?? []).map {
      SparseFeatures(count: features, density: Double($0))
    }
  }

  func stepsPerSecond(steps: Int, threads: Int?, units: VectorUnits) throws -> Double {
    var training = Training()
    training.steps = steps
    training.batch = batch
    training.threads = threads
    training.vectorUnits = units
    training.evaluationSamples = 1
    let clock = ContinuousClock()
    let time = try clock.measure {
      _ = try model.train(on: features, seed: 1, training: training)
    }
    return Double(steps) / (time / .seconds(1))
  }

  /// The best of some measurements of models that have been trained for `done` steps before: by then many gates are
  /// closed.
  func best(after done: Int, seconds: Double, rounds: Int, threads: Int) throws -> Double {
    var training = Training()
    training.batch = batch
    training.threads = threads
    training.evaluationSamples = 1
    training.steps = 1_000_000
    training.pauseAt = done
    let models = try model.train(on: features, seed: 1, training: training)
    let clock = ContinuousClock()
    var steps = 20
    var rate = 0.0
    for _ in 0...rounds {
      let time = try clock.measure { _ = try models.resumed(pauseAt: done + steps) }
      rate = max(rate, Double(steps) / (time / .seconds(1)))
      steps = max(20, Int(rate * seconds))
    }
    return rate
  }
}
