public import ToyLib

/// The loss of a motif's victim with and without inhibition.
public struct MotifAblation: Sendable, Hashable {
  public let motif: AsymmetricMotif
  /// The victim's loss, and its loss when the inhibiting weight is set to 0.
  public let before: Double, after: Double

  init(_ motif: AsymmetricMotif, of network: Network, on features: SparseFeatures) throws {
    self.motif = motif
    var unprotected = network
    unprotected.outputWeights[motif.victim, motif.inhibitor] = 0
    before = try network.featureLosses(on: features)[motif.victim]
    after = try unprotected.featureLosses(on: features)[motif.victim]
  }
}
