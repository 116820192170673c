internal import SuperposeFingerprints

extension Fingerprint {
  /// Letters and digits for the name of a folder.
  var folderName: String { String(bits, radix: 36) }
}
