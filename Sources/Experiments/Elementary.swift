internal import Foundation

/// Foundation's functions, so that a file of an experiment need not import all of it.
extension Double {
  /// The natural logarithm.
  var logarithm: Double { log(self) }
  var exponential: Double { exp(self) }
  /// Of an angle in radians.
  var cosine: Double { cos(self) }
  /// Of an angle in radians.
  var sine: Double { sin(self) }
}
