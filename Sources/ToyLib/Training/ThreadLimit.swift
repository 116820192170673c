internal import Foundation

/// The number of threads of trainings that set none themselves.
package enum ThreadLimit {
  /// Set while several trainings run side by side; `nil`: one for each core.
  @TaskLocal package static var threads: Int?

  /// The threads of a training that asks for `wanted`.
  static func threads(wanted: Int?) -> Int {
    wanted ?? threads ?? ProcessInfo.processInfo.activeProcessorCount
  }
}
