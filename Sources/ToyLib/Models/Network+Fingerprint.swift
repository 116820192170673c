internal import SuperposeFingerprints

extension Network {
  /// A hash of the weights and biases: sixteen hexadecimal digits.
  ///
  /// Any changed bit changes the hash. It is FNV-1a over shapes and bit patterns, and not meant for
  /// security. Use it to compare networks between runs and machines.
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(UInt32(truncatingIfNeeded: features))
    fingerprint.add(UInt32(truncatingIfNeeded: hidden))
    fingerprint.add(weights.elements)
    if !architecture.tied { fingerprint.add(outputWeights.elements) }
    fingerprint.add(bias)
    return fingerprint.hexadecimal
  }
}
