/// What training has made, as stamps record it: whatever conforms is found in a notebook's variables.
public protocol TrainedResult {
  /// A hash of what was trained: sixteen hexadecimal digits. Any changed bit changes it.
  var fingerprint: String { get }
  /// The run's seed.
  var seed: UInt64 { get }
}

extension TrainedModel: TrainedResult {
  public var fingerprint: String { network.fingerprint }
}
