internal import ToyLib

/// The paper's explanatory figures, redrawn. They measure nothing.
///
/// Source: Elhage et al. (2022); figures 2, 3, 4, 5, 29 and 31.
public struct Schematics: Experiment {
  public static let name = "schematics"
  public static let source = "Elhage et al. (2022); figures 2, 3, 4, 5, 29, 31"
  public static let question = "What do the words mean: basis, interference, superposition, stack plot?"
  public static let reasonWithoutBaselines: String? =
    "These are drawings: nothing is trained or measured."

  /// No random numbers are drawn.
  public var seed: UInt64 = 0

  public init() {}

  public func run() throws -> SchematicsResult { SchematicsResult(experiment: self) }
}
