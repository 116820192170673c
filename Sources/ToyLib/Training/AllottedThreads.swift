internal import Foundation
internal import SuperposeAllotment

extension ThreadLimit {
  /// How many threads a run takes that asks for no number: `SUPERPOSE_THREADS`, else one for each
  /// processor that this process may use.
  static func allotted() throws -> Int {
    guard let text = ProcessInfo.processInfo.environment["SUPERPOSE_THREADS"], !text.isEmpty else {
      return Allotment.current.processors
    }
    guard let threads = Int(text), (1...4096).contains(threads) else {
      throw ToyLibError.invalid(
        parameter: "SUPERPOSE_THREADS", value: "'\(text)'",
        allowed: "a whole number from 1 to 4096")
    }
    return threads
  }
}
