/// The number of threads of trainings that set none themselves.
package enum ThreadLimit {
  /// Set while several trainings run side by side; `nil`: as many as this process is allotted.
  @TaskLocal package static var threads: Int?

  /// The threads of a training that asks for `wanted`.
  static func threads(wanted: Int?) throws -> Int {
    try wanted ?? threads ?? allotted()
  }
}
