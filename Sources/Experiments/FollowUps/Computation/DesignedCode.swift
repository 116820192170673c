public import ToyLib

/// A network that is made of a code by three numbers: weights a on the code and b off it, and c times the
/// pseudoinverse of the code as decoder.
///
/// ReLU(ax) = a ReLU(x) for a > 0, so only two of the numbers count: b / a and a c.
public struct DesignedCode: Sendable {
  /// How a code is made.
  public struct Kind: Sendable, Hashable {
    /// Whether every neuron belongs to as many features.
    public let isBiregular: Bool
    /// Whether overlaps of codewords were reduced.
    public let isReduced: Bool

    /// Such as `biregular, reduced`.
    public var name: String { (isBiregular ? "biregular" : "random") + (isReduced ? ", reduced" : "") }

    static let all = [
      Kind(isBiregular: true, isReduced: true), Kind(isBiregular: true, isReduced: false),
      Kind(isBiregular: false, isReduced: true), Kind(isBiregular: false, isReduced: false),
    ]
  }

  public let kind: Kind
  public let code: BinaryCode
  /// b / a.
  public let offRatio: Double
  /// a c.
  public let scale: Double
  public let network: LayeredNetwork
  /// On samples that the two numbers were not fitted to.
  public let loss: LossEstimate

  init(_ kind: Kind, _ code: BinaryCode, fittedBy fit: CodeFit) throws {
    (self.kind, self.code) = (kind, code)
    (network, offRatio, scale) = try fit.fitted(code)
    loss = try fit.loss(network)
  }
}
