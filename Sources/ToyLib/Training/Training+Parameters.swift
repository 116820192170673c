public import SuperposeJSON

extension Training {
  /// A recipe with the Colab's settings except for those given.
  ///
  /// - Parameters:
  ///   - steps: Updates.
  ///   - batch: Fresh samples in each update.
  ///   - optimiser: The rule that updates the weights.
  ///   - schedule: How the learning rate changes.
  ///   - evaluationSamples: Samples on which models are compared after training.
  ///   - recordEvery: Steps between two losses in the history; by default a hundredth of the run.
  public init(
    steps: Int, batch: Int = 1024, optimiser: Optimiser = .adamW(), schedule: Schedule = .constant,
    evaluationSamples: Int = 1 << 16, recordEvery: Int? = nil
  ) {
    self.init()
    self.steps = steps
    self.batch = batch
    self.optimiser = optimiser
    self.schedule = schedule
    self.evaluationSamples = evaluationSamples
    self.recordEvery = recordEvery
  }
}

extension Training: Recipe {
  /// `steps`, `batch`, `optimiser`, `rate` and the optimiser's other numbers, `schedule`,
  /// `evaluationSamples`; `recordEvery`, `earlyStop`, `pauseAt` and `objective` where they are set.
  public var parameters: [(name: String, value: JSONValue)] {
    var list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("batch", .integer(batch)),
    ]
    list += optimiser.parameters
    list += [("schedule", schedule.json), ("evaluationSamples", .integer(evaluationSamples))]
    if let recordEvery { list.append(("recordEvery", .integer(recordEvery))) }
    if let earlyStop { list.append(("earlyStop", earlyStop.json)) }
    if let pauseAt { list.append(("pauseAt", .integer(pauseAt))) }
    if !objective.isSquaredError { list.append(("objective", "custom")) }
    return list
  }

  /// Throws also for an objective other than the squared error, because a file cannot hold a function.
  public init(parameters: JSONObject) throws(ToyLibError) {
    let reader = RecipeReader(parameters)
    self.init(
      steps: try reader.integer("steps"), batch: try reader.integer("batch"),
      optimiser: try Optimiser(reader), schedule: try Schedule(reader, "schedule"),
      evaluationSamples: try reader.integer("evaluationSamples"),
      recordEvery: try reader.optionalInteger("recordEvery"))
    earlyStop = try reader.optional("earlyStop") { reader, name throws(ToyLibError) in
      try EarlyStop(reader, name)
    }
    pauseAt = try reader.optionalInteger("pauseAt")
    if reader["objective"] != nil {
      throw reader.invalid("objective", "absent: a file cannot hold an objective of your own")
    }
  }

  /// The Colab trains with a new `Training`'s settings; it compares models on its last batch.
  public static func standardSource(of member: String) -> String? {
    member == "evaluationSamples" ? "ToyLib" : "Colab"
  }

  public static var standard: Training? { Training() }
}

extension Objective {
  /// Whether this is the importance-weighted squared error and nothing else.
  package var isSquaredError: Bool { sampleLoss == nil && weightTerms.isEmpty && !isUnknown }
}

extension Optimiser {
  /// `optimiser` (its name), `rate`, and the other numbers of its case.
  package var parameters: [(name: String, value: JSONValue)] {
    switch self {
    case .sgd(let rate, let momentum, let decay):
      [
        ("optimiser", "sgd"), ("rate", .number(rate)), ("momentum", .number(momentum)),
        ("weightDecay", .number(decay)),
      ]
    case .coupledSGD(let rate, let momentum, let decay):
      [
        ("optimiser", "coupledSGD"), ("rate", .number(rate)), ("momentum", .number(momentum)),
        ("weightDecay", .number(decay)),
      ]
    case .adam(let rate, let beta1, let beta2, let epsilon):
      [
        ("optimiser", "adam"), ("rate", .number(rate)), ("beta1", .number(beta1)),
        ("beta2", .number(beta2)), ("epsilon", .number(epsilon)),
      ]
    case .adamW(let rate, let beta1, let beta2, let epsilon, let decay):
      [
        ("optimiser", "adamW"), ("rate", .number(rate)), ("beta1", .number(beta1)),
        ("beta2", .number(beta2)), ("epsilon", .number(epsilon)), ("weightDecay", .number(decay)),
      ]
    }
  }

  init(_ reader: RecipeReader) throws(ToyLibError) {
    switch try reader.word("optimiser") {
    case "sgd":
      self = .sgd(
        rate: try reader.number("rate"), momentum: try reader.number("momentum"),
        weightDecay: try reader.number("weightDecay"))
    case "coupledSGD":
      self = .coupledSGD(
        rate: try reader.number("rate"), momentum: try reader.number("momentum"),
        weightDecay: try reader.number("weightDecay"))
    case "adam":
      self = .adam(
        rate: try reader.number("rate"), beta1: try reader.number("beta1"),
        beta2: try reader.number("beta2"), epsilon: try reader.number("epsilon"))
    case "adamW":
      self = .adamW(
        rate: try reader.number("rate"), beta1: try reader.number("beta1"),
        beta2: try reader.number("beta2"), epsilon: try reader.number("epsilon"),
        weightDecay: try reader.number("weightDecay"))
    default: throw reader.invalid("optimiser", "sgd, coupledSGD, adam or adamW")
    }
  }
}

extension Schedule {
  /// A word such as `cosine`; for a warm-up an object of its steps and what follows.
  package var json: JSONValue {
    switch self {
    case .constant: "constant"
    case .linear: "linear"
    case .cosine: "cosine"
    case .halfCosine: "halfCosine"
    case .warmUp(let steps, let then): ["warmUp": .integer(steps), "then": then.json]
    }
  }

  package init(_ reader: RecipeReader, _ name: String) throws(ToyLibError) {
    switch reader[name] {
    case "constant": self = .constant
    case "linear": self = .linear
    case "cosine": self = .cosine
    case "halfCosine": self = .halfCosine
    case .object(let members):
      let inner = RecipeReader(members)
      self = .warmUp(steps: try inner.integer("warmUp"), then: try Schedule(inner, "then"))
    default:
      throw reader.invalid(name, "constant, linear, cosine, halfCosine or a warm-up")
    }
  }
}

extension EarlyStop {
  package var json: JSONValue {
    switch self {
    case .loss(let loss, let window): ["loss": .number(loss), "window": .integer(window)]
    case .plateau(let improvement, let window):
      ["improvement": .number(improvement), "window": .integer(window)]
    }
  }

  init(_ reader: RecipeReader, _ name: String) throws(ToyLibError) {
    let inner = RecipeReader(reader[name]?.object ?? [:])
    let window = try inner.integer("window")
    if inner["loss"] != nil {
      self = .loss(try inner.number("loss"), window: window)
    } else {
      self = .plateau(improvement: try inner.number("improvement"), window: window)
    }
  }
}
