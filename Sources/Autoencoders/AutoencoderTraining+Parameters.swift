public import SuperposeJSON
public import ToyLib

extension AutoencoderTraining {
  /// A recipe with ARENA's settings except for those given.
  public init(steps: Int, batch: Int = 1_024, rate: Float = 1e-3, resampling: Resampling = .none) {
    self.init()
    self.steps = steps
    self.batch = batch
    self.rate = rate
    self.resampling = resampling
  }
}

extension AutoencoderTraining: Recipe {
  /// `steps`, `batch`, `rate`; `resampling`, `resamplingEvery` and `resamplingWindow` where latents
  /// are resampled, `recordEvery` where it is set.
  public var parameters: [(name: String, value: JSONValue)] {
    var list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("batch", .integer(batch)), ("rate", .number(Self.double(rate))),
    ]
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
      rate: Float(try reader.number("rate")), resampling: try Resampling(reader))
    recordEvery = try reader.optional("recordEvery") { reader, name throws(ToyLibError) in
      try reader.integer(name)
    }
  }

  public static func standardSource(of member: String) -> String? { "ARENA" }
  public static var standard: AutoencoderTraining? { AutoencoderTraining() }

  /// The shortest decimal that is this `Float`: 0.001, not 0.0010000000474974513.
  private static func double(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
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
