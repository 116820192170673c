public import SuperposeJSON
public import ToyLib

/// The settings of a decomposition. The defaults are those of the source for the model with five
/// features.
public struct DecompositionTraining: Sendable, Hashable {
  /// The number of updates.
  public var steps = 40_000
  /// New samples in each update.
  public var batch = 4_096
  /// The learning rate of Adam, with β 0.9 and 0.999 and ε 10⁻⁸.
  public var rate: Float = 1e-3
  /// How the learning rate changes.
  public var schedule = Schedule.halfCosine
  /// β₃: how much important parts cost.
  public var penalty: Float = 3e-3
  /// P: the power of importances in their cost, a whole number.
  public var power = 1
  /// Steps between two records of the history. Default: a hundredth of the run.
  public var recordEvery: Int?

  public init() {}

  public init(
    steps: Int, batch: Int = 4_096, rate: Float = 1e-3, schedule: Schedule = .halfCosine, penalty: Float = 3e-3,
    power: Int = 1
  ) {
    self.steps = steps
    self.batch = batch
    self.rate = rate
    self.schedule = schedule
    self.penalty = penalty
    self.power = power
  }

  func validate() throws {
    try validateSteps()
    try require(penalty >= 0 && penalty.isFinite, "penalty", penalty, "0 or more, finite")
    try require((1...8).contains(power), "power", power, "between 1 and 8")
  }
}

extension DecompositionTraining: PartsTraining {}

extension DecompositionTraining: Recipe {
  /// `steps`, `batch`, `rate`, `schedule`, `penalty`, `power`; `recordEvery` where it is set.
  public var parameters: [(name: String, value: JSONValue)] {
    var list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("batch", .integer(batch)), ("rate", .shortest(rate)),
      ("schedule", schedule.json), ("penalty", .shortest(penalty)), ("power", .integer(power)),
    ]
    if let recordEvery { list.append(("recordEvery", .integer(recordEvery))) }
    return list
  }

  public init(parameters: JSONObject) throws(ToyLibError) {
    let reader = RecipeReader(parameters)
    self.init(
      steps: try reader.integer("steps"), batch: try reader.integer("batch"),
      rate: Float(try reader.number("rate")), schedule: try Schedule(reader, "schedule"),
      penalty: Float(try reader.number("penalty")), power: try reader.integer("power"))
    recordEvery = try reader.optionalInteger("recordEvery")
  }
}
