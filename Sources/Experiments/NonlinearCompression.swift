internal import SuperposeJSON
internal import SuperposePlot

/// Two numbers in one by a staircase, against the best that a linear code can do.
///
/// t = (⌊Zx⌋ + y) / Z keeps x to within a step and y exactly; its jumps become ramps of width ε, as a
/// ReLU network would have them.
/// Source: Elhage et al. (2022), appendix "Nonlinear Compression"; figure 38.
public struct NonlinearCompression: Experiment {
  public static let name = "compression"
  public static let source = "Elhage et al. (2022), appendix: Nonlinear Compression; figure 38"
  public static let question =
    "Could a network pack numbers by a nonlinear code instead of by superposition?"

  /// ε, in units of x and of t.
  public var ramps: [Double] = [0, 0.01, 0.03, 0.1]
  /// The largest Z.
  public var segments = 12
  /// Points along each of x and y at which the loss is averaged.
  public var resolution = 800
  /// No random numbers are drawn.
  public var seed: UInt64 = 0

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("ramps", .array(ramps.map { .number($0) }), from: "0.1 is the paper's, others ours"),
      Parameter("segments", .integer(segments), from: "ours; the paper names Z = 3"),
      Parameter("resolution", .integer(resolution), from: "ours"),
    ]
  }

  public var shortened: NonlinearCompression {
    var copy = self
    copy.resolution = 100
    return copy
  }

  public func run() throws -> NonlinearCompressionResult {
    NonlinearCompressionResult(
      experiment: self,
      losses: ramps.map { ramp in
        (1...max(1, segments)).map { Staircase(segments: $0, ramp: ramp).loss(resolution) }
      })
  }
}

/// The code of two numbers in [0, 1) in one, and back.
public struct Staircase: Sendable, Hashable {
  /// Z
  public var segments: Int
  /// ε: how wide the ramps are that stand for jumps.
  public var ramp: Double

  public init(segments: Int, ramp: Double) {
    self.segments = segments
    self.ramp = ramp
  }

  private var z: Double { Double(segments) }

  /// t
  public func encode(_ x: Double, _ y: Double) -> Double { (stair(x) + y) / z }

  /// x to the middle of its step, and y.
  public func decode(_ t: Double) -> (x: Double, y: Double) {
    let step = stair(t)
    return ((step + 0.5) / z, z * t - step)
  }

  /// ⌊Z u⌋ for u in [0, 1), each jump a ramp in its middle.
  private func stair(_ u: Double) -> Double {
    guard ramp > 0 else { return min((z * u).rounded(.down), z - 1) }
    return (1..<max(segments, 1)).reduce(0.0) { sum, k in
      sum + min(max((u - Double(k) / z) / ramp + 0.5, 0), 1)
    }
  }

  /// The mean squared error, summed over both numbers, on a square of points.
  func loss(_ resolution: Int) -> Double {
    var sum = 0.0
    for i in 0..<resolution {
      for j in 0..<resolution {
        let x = (Double(i) + 0.5) / Double(resolution)
        let y = (Double(j) + 0.5) / Double(resolution)
        let (u, v) = decode(encode(x, y))
        sum += (x - u) * (x - u) + (y - v) * (y - v)
      }
    }
    return sum / Double(resolution * resolution)
  }
}

/// The loss for every ε and Z.
public struct NonlinearCompressionResult: ExperimentResult {
  public let experiment: NonlinearCompression
  /// Summed over both numbers; one row for each ramp, from Z = 1.
  public let losses: [[Double]]

  /// 1/12: one number is kept and the other guessed, or their mean is kept.
  public static let linear = 1.0 / 12

  public func draw() -> [NamedFigure] {
    let z = Array(1...max(1, experiment.segments))
    let names = experiment.ramps.map { "ε = \($0.brief(2))" }
    let plot = Plot {
      Rule(y: Self.linear, dash: [4, 3])
      Text(
        x: [1.0], y: [Self.linear * 1.18], text: ["best linear code: 1/12"], fill: Color.muted,
        fontSize: 10, side: .right, gap: 2)
      Line(
        x: names.flatMap { _ in z }, y: losses.flatMap(\.self),
        stroke: names.flatMap { name in z.map { _ in name } })
      Dot(
        x: names.flatMap { _ in z }, y: losses.flatMap(\.self), radius: 2.6,
        fill: names.flatMap { name in z.map { _ in name } })
    }
    .x(label: "segments Z").y(.log, domain: 3e-4...0.13, label: "squared error of both numbers", grid: true)
    .color(categories: names)
    let figure = Figure(plot).named(
      "Nonlinear compression", "The loss of the staircase code against Z, one line for each ramp.")
    return [NamedFigure("nonlinear-compression", figure)]
  }

  public var claims: Claims { Claims([beatsLinear, ideal].compactMap(\.self)) }

  private var beatsLinear: Claim? {
    guard let row = experiment.ramps.firstIndex(of: 0.1), losses[row].count >= 3 else { return nil }
    let loss = losses[row][2]
    return Claim(
      "it beats linear compression even with ramps of ε = 0.1 and Z = 3",
      measured: "squared error \(loss.brief(3)) against \(Self.linear.brief(3))",
      held: loss < Self.linear,
      remark: "the paper does not say what ε is a part of; here of the range of x and of t, the harder "
        + "reading")
  }

  private var ideal: Claim? {
    guard let row = experiment.ramps.firstIndex(of: 0) else { return nil }
    let errors = losses[row].enumerated().map { index, loss in
      abs(loss * 12 * Double((index + 1) * (index + 1)) - 1)
    }
    return Claim(
      "with true jumps the error is 1 / (12 Z²)",
      measured: "to \(((errors.max() ?? .nan) * 100).brief(2)) % for Z up to \(experiment.segments)",
      held: errors.allSatisfy { $0 < 0.02 })
  }
}
