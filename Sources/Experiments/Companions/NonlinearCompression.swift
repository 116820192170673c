internal import ToyLib

/// A nonlinear staircase code for two numbers in one, compared with the best linear code.
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
  @Setting(from: "0.1 is the paper's, others ours")
  public var ramps: [Double] = [0, 0.01, 0.03, 0.1]
  /// The largest Z.
  @Setting(from: "ours; the paper names Z = 3") public var segments = 12
  /// Points along each of x and y at which the loss is averaged.
  @Setting(from: "ours") public var resolution = 800
  /// No random numbers are drawn.
  public var seed: UInt64 = 0

  public init() {}

  public mutating func shorten() {
    resolution = 100
  }

  public func run() throws -> NonlinearCompressionResult {
    NonlinearCompressionResult(
      experiment: self,
      losses: ramps.map { ramp in
        (1...max(1, segments)).map { Staircase(segments: $0, ramp: ramp).loss(resolution) }
      })
  }
}
