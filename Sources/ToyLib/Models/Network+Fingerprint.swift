internal import Foundation

extension Network {
  /// A hash of the weights and biases: sixteen hexadecimal digits.
  ///
  /// Any changed bit changes the hash. It is FNV-1a over shapes and bit patterns, and not meant for
  /// security. Use it to compare networks between runs and machines.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt32) {
      for shift in stride(from: 0, to: 32, by: 8) {
        hash = (hash ^ UInt64(word >> UInt32(shift) & 0xff)) &* 0x100_0000_01b3
      }
    }
    add(UInt32(truncatingIfNeeded: features))
    add(UInt32(truncatingIfNeeded: hidden))
    for value in weights.elements { add(value.bitPattern) }
    if !architecture.tied { for value in outputWeights.elements { add(value.bitPattern) } }
    for value in bias { add(value.bitPattern) }
    return String(format: "%016lx", hash)
  }
}
