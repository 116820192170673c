internal import SuperposeDisplay
internal import ToyLib

/// Losses in cards.
enum LossWords {
  /// `0.01234 ± 0.00005`; the value alone if it is exact, or its noise is unknown.
  static func shown(_ loss: LossEstimate) -> String {
    let value = NumberText.shown(loss.value)
    guard loss.standardError > 0 else { return value }
    return "\(value) ± \(NumberText.brief(loss.standardError, digits: 1))"
  }
}
