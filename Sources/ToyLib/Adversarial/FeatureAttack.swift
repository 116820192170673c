/// The best way to change one feature's answer: a step along or against its row of WᵀW.
///
/// Of all changes of the input no longer than ε, ε (WᵀW)_i / ‖(WᵀW)_i‖ raises the answer for
/// feature i the most, and its negative lowers it the most. Source: Elhage et al. (2022),
/// "Adversarial robustness".
public struct FeatureAttack: Sendable, Hashable {
  /// The feature whose answer it changes.
  public let feature: Int
  /// Whether the answer is raised or lowered.
  public let isRaising: Bool
  /// The change of the input, of length 1; zeros for a feature that no input reaches.
  public let direction: [Float]
}

extension Network {
  /// Both attacks on every feature: raising and lowering the first feature's answer, then the
  /// second's.
  ///
  /// Throws `ToyLibError` for a network with ReLU neurons, whose answers are no linear function of
  /// the input before the last activation.
  public func featureAttacks() throws -> [FeatureAttack] {
    let surface = try AttackSurface(self)
    return surface.unitRows.enumerated().flatMap { i, row in
      [true, false].map { isRaising in
        FeatureAttack(
          feature: i, isRaising: isRaising, direction: row.map { Float(isRaising ? $0 : -$0) })
      }
    }
  }
}

extension AttackSurface {
  /// The rows of G at length 1.
  var unitRows: [[Double]] {
    (0..<count).map { i in
      let row = Array(response[i * count..<(i + 1) * count])
      let size = length(row)
      return size > 1e-12 ? row.map { $0 / size } : row.map { _ in 0 }
    }
  }
}
