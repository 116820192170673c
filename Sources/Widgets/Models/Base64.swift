internal import Foundation

extension [UInt8] {
  /// The bytes in the notebook format.
  var base64: String { Data(self).base64EncodedString() }
}
