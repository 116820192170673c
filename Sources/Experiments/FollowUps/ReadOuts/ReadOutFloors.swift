internal import ToyLib

/// Many more random directions than dimensions: how well features are read out by a dot product, and
/// whether the largest dot products are the present features. Nothing is trained.
///
/// Source: Segui-Mas, arXiv 2605.01192 (2026).
public struct ReadOutFloors: Experiment {
  public static let name = "read-out-floors"
  public static let source = "Segui-Mas (2026), arXiv 2605.01192"
  public static let question = "How many of d² features can be present at once in d dimensions?"
  public static let reasonWithoutBaselines: String? =
    "Nothing is trained: random directions are compared with Welch's bound."

  /// d. There are d² features.
  @Setting(from: "ours: the source has none; d² numbers fit into memory") public var dimensions = [
    16, 32, 64, 128, 256,
  ]
  /// The numbers of present features that are tried, from 1 on.
  @Setting(from: "ours") public var mostPresent = 16
  /// Random supports for each number of present features.
  @Setting(from: "ours") public var trials = 100
  /// Features whose cross-talk with all others is measured.
  @Setting(from: "ours") public var probes = 64
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    dimensions = [16, 32]
    trials = 20
  }

  public func run() throws -> ReadOutFloorsResult {
    guard dimensions.allSatisfy({ $0 >= 2 && $0 <= 1_024 }) else {
      throw ToyLibError.invalid(
        parameter: "dimensions", value: "\(dimensions)", allowed: "between 2 and 1024")
    }
    guard trials >= 1 && probes >= 1 && mostPresent >= 1 else {
      throw ToyLibError.invalid(
        parameter: "trials, probes or mostPresent", value: "\(min(trials, probes, mostPresent))",
        allowed: "at least 1")
    }
    return ReadOutFloorsResult(
      experiment: self,
      frames: tracked(dimensions).map { d in
        var random = RandomSource(seed: seed &+ UInt64(d))
        return measured(RandomFrame(features: d * d, dimensions: d, using: &random), &random)
      })
  }

  private func measured(_ frame: RandomFrame, _ random: inout RandomSource) -> MeasuredFrame {
    let crosstalk = frame.crosstalk(probes: min(probes, frame.features), using: &random)
    let present = Array(1...min(mostPresent, frame.features - 1))
    let readings = present.map { s in frame.readings(present: s, trials: trials, using: &random) }
    return MeasuredFrame(
      dimensions: frame.dimensions, features: frame.features, meanSquareCrosstalk: crosstalk.meanSquare,
      worstCrosstalk: crosstalk.worst, recoveries: readings.map(\.recovered), errors: readings.map(\.error))
  }
}
