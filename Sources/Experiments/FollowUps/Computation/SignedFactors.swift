public import ToyLib

/// A semi-nonnegative factorisation T ≈ D E: E has no negative element, D may have some.
///
/// With such an encoder E, a positive value of one feature passes the ReLUs of the network D ReLU(E x).
/// D is the best one for E in closed form, and E is improved by projected gradients.
///
/// Source: nb3_svd_nmf.py of Stefan-Heimersheim/toy-model-of-computation-in-superposition (2026). There E
/// starts as a factor of |T|; here it is random.
public struct SignedFactors: Sendable, Hashable {
  /// E, shape [rank, columns of T].
  public private(set) var encoder: Matrix
  /// D, shape [rows of T, rank].
  public private(set) var decoder: Matrix

  /// - Parameters:
  ///   - target: T.
  ///   - rank: Of both factors, at least 1.
  ///   - rounds: Improvements of both factors; five steps of E in each.
  ///   - random: The first E is uniform in [0, 0.3).
  /// - Throws: `ToyLibError` when rows of E become dependent on each other.
  init(_ target: Matrix, rank: Int, rounds: Int, using random: inout RandomSource) throws {
    encoder = Matrix(rows: rank, columns: target.columns) { _, _ in 0.3 * random.uniform() }
    decoder = try Self.decoder(target, encoder)
    for round in 0..<rounds {
      // From 0.1 to 0.001, half a cosine.
      let step = 0.001 + 0.099 * Float(Schedule.halfCosine.factor(step: round, of: rounds))
      let (gram, product) = (decoder.transposed.gram, decoder.transposed.times(target))
      for _ in 0..<5 {
        encoder = (encoder - step * (gram.times(encoder) - product)).map { max(1e-8, $0) }
      }
      decoder = try Self.decoder(target, encoder)
    }
  }

  /// The D with the least squared error: (E Eᵀ)⁻¹ E Tᵀ, transposed.
  private static func decoder(_ target: Matrix, _ encoder: Matrix) throws -> Matrix {
    try encoder.gram.solve(encoder.times(target.transposed)).transposed
  }
}
