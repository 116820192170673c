internal import Foundation
internal import SuperposeAllotment

/// The number of threads of trainings that set none themselves.
package enum ThreadLimit {
  /// Set while several trainings run side by side; `nil`: as many as this process may use.
  @TaskLocal package static var threads: Int?

  /// The threads of a training that asks for `wanted`.
  static func threads(wanted: Int?) throws -> Int { try wanted ?? threads ?? allotted() }

  /// `SUPERPOSE_THREADS`, else one thread for each processor that this process may use.
  private static func allotted() throws -> Int {
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
