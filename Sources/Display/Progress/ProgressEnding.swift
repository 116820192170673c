/// The way in which work ended.
package enum ProgressEnding: String, Sendable, Hashable {
  case finished
  /// It stopped early without an error.
  case stopped
  case interrupted
  case failed
}
