public import SuperposeJSON
public import ToyLib

extension AutoencoderTraining {
  /// A recipe with ARENA's settings except for those given.
  public init(
    steps: Int, batch: Int = 1_024, rate: Float = 1e-3, schedule: Schedule = .constant,
    prefixes: Prefixes = .whole, targetActive: Double? = nil, resampling: Resampling = .none
  ) {
    self.init()
    self.schedule = schedule
    self.prefixes = prefixes
    self.targetActive = targetActive
    self.steps = steps
    self.batch = batch
    self.rate = rate
    self.resampling = resampling
  }
}

extension AutoencoderTraining: Recipe {
  /// `steps`, `batch`, `rate`; `beta1`, `beta2`, `schedule`, `prefixes`, `targetActive`, `penaltyWarmUp` and
  /// `sortsLatents` where they differ from the defaults; `resampling`, `resamplingEvery` and `resamplingWindow` where
  /// latents are resampled, `recordEvery` where it is set.
  public var parameters: [(name: String, value: JSONValue)] {
    var list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("batch", .integer(batch)), ("rate", .shortest(rate)),
    ]
    let standard = AutoencoderTraining()
    if beta1 != standard.beta1 { list.append(("beta1", .shortest(beta1))) }
    if beta2 != standard.beta2 { list.append(("beta2", .shortest(beta2))) }
    if schedule != .constant { list.append(("schedule", schedule.json)) }
    if prefixes != .whole { list.append(("prefixes", prefixes.json)) }
    if let targetActive { list.append(("targetActive", .number(targetActive))) }
    if penaltyWarmUp != 0 { list.append(("penaltyWarmUp", .integer(penaltyWarmUp))) }
    if sortsLatents { list.append(("sortsLatents", true)) }
    if let (every, window) = resampling.interval {
      list += [
        ("resampling", .string(resampling.name)), ("resamplingEvery", .integer(every)),
        ("resamplingWindow", .integer(window)),
      ]
    }
    if let recordEvery { list.append(("recordEvery", .integer(recordEvery))) }
    return list
  }

  public init(parameters: JSONObject) throws(ToyLibError) {
    let reader = RecipeReader(parameters)
    self.init(
      steps: try reader.integer("steps"), batch: try reader.integer("batch"),
      rate: Float(try reader.number("rate")),
      schedule: reader["schedule"] == nil ? .constant : try Schedule(reader, "schedule"),
      prefixes: try Prefixes(reader),
      targetActive: try reader.optional("targetActive") { reader, name throws(ToyLibError) in
        try reader.number(name)
      },
      resampling: try Resampling(reader))
    recordEvery = try reader.optionalInteger("recordEvery")
    if reader["beta1"] != nil { beta1 = Float(try reader.number("beta1")) }
    if reader["beta2"] != nil { beta2 = Float(try reader.number("beta2")) }
    penaltyWarmUp = try reader.optionalInteger("penaltyWarmUp") ?? 0
    sortsLatents = reader["sortsLatents"] == true
  }

  public static func standardSource(of member: String) -> String? { "ARENA" }
  public static var standard: AutoencoderTraining? { AutoencoderTraining() }
}

extension AutoencoderTraining.Resampling {
  fileprivate init(_ reader: RecipeReader) throws(ToyLibError) {
    guard reader["resampling"] != nil else {
      self = .none
      return
    }
    let every = try reader.integer("resamplingEvery")
    let window = try reader.integer("resamplingWindow")
    switch try reader.word("resampling") {
    case "random": self = .random(every: every, window: window)
    case "high loss": self = .highLoss(every: every, window: window)
    default: throw reader.invalid("resampling", "random or high loss")
    }
  }
}

extension AutoencoderTraining.Prefixes {
  /// A list of lengths, or `{"count": 10, "power": 0.5}`.
  fileprivate var json: JSONValue {
    switch self {
    case .whole: "whole"
    case .fixed(let lengths): .array(lengths.map { .integer($0) })
    case .random(let count, let power): ["count": .integer(count), "power": .number(power)]
    }
  }

  fileprivate init(_ reader: RecipeReader) throws(ToyLibError) {
    guard let value = reader["prefixes"] else {
      self = .whole
      return
    }
    if let lengths = value.array?.map(\.integer), !lengths.contains(nil) {
      self = .fixed(lengths.compactMap(\.self))
    } else if let count = value["count"]?.integer, let power = value["power"]?.number {
      self = .random(count: count, power: power)
    } else {
      throw reader.invalid("prefixes", "a list of lengths, or a count and a power")
    }
  }
}
