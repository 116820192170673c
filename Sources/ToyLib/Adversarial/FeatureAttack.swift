/// The attack that changes one feature's output most: a step along or against its row of WᵀW.
///
/// Of all changes of the input no longer than ε, ε (WᵀW)_i / ‖(WᵀW)_i‖ increases the output for
/// feature i most, and its negative decreases it most. Source: Elhage et al. (2022), "Adversarial
/// robustness".
public struct FeatureAttack: Sendable, Hashable {
  /// The feature whose output it changes.
  public let feature: Int
  /// Whether the output increases or decreases.
  public let isRaising: Bool
  /// The change of the input, of length 1; zeros for a feature whose output no input affects.
  public let direction: [Float]
}

extension Network {
  /// Both attacks on every feature: increasing and decreasing the first feature's output, then the
  /// second's.
  ///
  /// Throws `ToyLibError` for a network with ReLU neurons, whose outputs before the last activation
  /// are not a linear function of the input.
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
  /// The rows of G, scaled to length 1.
  var unitRows: [[Double]] {
    (0..<count).map { i in
      let row = Array(response[i * count..<(i + 1) * count])
      let size = length(row)
      return size > 1e-12 ? row.map { $0 / size } : row.map { _ in 0 }
    }
  }
}
