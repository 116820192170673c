/// The reason why a bar is shown.
package enum ProgressOccasion: Sendable {
  /// Requested by the user's code.
  case asked
  /// Automatic; shown only in notebooks.
  case automatic
  /// Automatic; bars of one cell that do not overlap share one line. For training.
  case training
}
