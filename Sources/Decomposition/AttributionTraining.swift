public import SuperposeJSON
public import ToyLib

/// How attributed parts are trained. The defaults are those of the source for the model with five features.
public struct AttributionTraining: Sendable, Hashable {
  /// The number of updates.
  public var steps = 20_000
  /// New samples in each update.
  public var batch = 2_048
  /// The learning rate of Adam, with β 0.9 and 0.999 and ε 10⁻⁸.
  public var rate: Float = 0.03
  /// How the learning rate changes.
  public var schedule = Schedule.warmUp(steps: 1_000, then: .constant)
  /// Steps between two records of the history. Default: a hundredth of the run.
  public var recordEvery: Int?

  public init() {}

  public init(
    steps: Int, batch: Int = 2_048, rate: Float = 0.03,
    schedule: Schedule = .warmUp(steps: 1_000, then: .constant)
  ) {
    self.steps = steps
    self.batch = batch
    self.rate = rate
    self.schedule = schedule
  }
}

extension AttributionTraining: PartsTraining {}

extension AttributionTraining: Recipe {
  /// `steps`, `batch`, `rate`, `schedule`; `recordEvery` where it is set.
  public var parameters: [(name: String, value: JSONValue)] {
    var list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("batch", .integer(batch)), ("rate", .shortest(rate)), ("schedule", schedule.json),
    ]
    if let recordEvery { list.append(("recordEvery", .integer(recordEvery))) }
    return list
  }

  public init(parameters: JSONObject) throws(ToyLibError) {
    let reader = RecipeReader(parameters)
    self.init(
      steps: try reader.integer("steps"), batch: try reader.integer("batch"),
      rate: Float(try reader.number("rate")), schedule: try Schedule(reader, "schedule"))
    recordEvery = try reader.optionalInteger("recordEvery")
  }
}

/// The terms of the loss of attributed parts on a batch.
public struct AttributionLoss: Sendable, Hashable {
  /// The mean squared element of W minus the sum of the parts.
  public let faithfulness: Float
  /// The squared error of the active parts' outputs against the target's: the mean over outputs and samples.
  public let reconstruction: Float
  /// The cost of active parts of high rank: `simplicity` times the sum of |u| |v| over the rank-one terms of a sample's
  /// active parts, divided by the number of elements of W; the mean over samples.
  public let simplicity: Float

  public var total: Float { faithfulness + reconstruction + simplicity }
}
