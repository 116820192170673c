internal import Foundation

extension Double {
  /// With `digits` significant digits and no zeros at the end: `0.0854`, `1.2e-05`.
  func brief(_ digits: Int = 4) -> String { String(format: "%.\(digits)g", self) }

  /// With four significant digits.
  var brief: String { brief() }
}
