/// The rule by which an instance stops before its last step. It depends only on the instance's
/// losses, so an instance stops at the same step alone or with others.
public enum EarlyStop: Sendable, Hashable, Codable {
  /// When the loss, averaged over `window` steps, is at or below `loss`.
  case loss(Double, window: Int = 100)
  /// When the loss, averaged over `window` steps, has not fallen by more than the fraction
  /// `improvement` since the best window before.
  case plateau(improvement: Double, window: Int = 1000)

  var window: Int {
    switch self {
    case .loss(_, let window), .plateau(_, let window): window
    }
  }

  func validate() throws(ToyLibError) {
    try require(window >= 1, "window of early stop", window, "at least 1")
    switch self {
    case .loss(let loss, _): try require(loss.isFinite, "loss of early stop", loss, "finite")
    case .plateau(let improvement, _):
      try require(
        improvement >= 0 && improvement < 1, "improvement of early stop", improvement,
        "at least 0 and below 1")
    }
  }
}

/// The state of early stopping between steps.
package struct LossWindow: Sendable, Hashable {
  var sum = 0.0, count = 0
  var best = Double.infinity

  /// Adds the loss of one step. Returns whether training should stop.
  mutating func shouldStop(_ rule: EarlyStop, after loss: Double) -> Bool {
    sum += loss
    count += 1
    guard count >= rule.window else { return false }
    let mean = sum / Double(count)
    (sum, count) = (0, 0)
    defer { best = min(best, mean) }
    return switch rule {
    case .loss(let wanted, _): mean <= wanted
    case .plateau(let improvement, _): mean > best * (1 - improvement)
    }
  }
}
