internal import Foundation

extension [UInt8] {
  /// The bytes as notebooks write them.
  var base64: String { Data(self).base64EncodedString() }
}
