internal import Glibc
internal import SuperposeCellMessages
internal import SuperposeJSON

/// What Quarto wants of figures. It opens a comm with it before a document's first cell, and expects no answer on it.
///
/// Source: https://quarto.org/docs/advanced/jupyter/kernel-execution.html
struct QuartoOptions {
  private static let target = "quarto_kernel_setup"

  /// The width of figures, in inches.
  private let width: Double?
  private let format: String?

  /// - Returns: `nil` for any other message.
  init?(_ message: CommMessage) {
    guard message.kind == .open(targetName: Self.target) else { return nil }
    let options = message.data["options"]?.object
    width = options?["fig_width"]?.number
    format = options?["fig_format"]?.string
  }

  /// Sets the variables of the environment that figures read.
  func apply() {
    if let width, width.isFinite, width > 0 { setenv("SUPERPOSE_FIGURE_WIDTH", "\(width)", 1) }
    if format == "pdf" { setenv("SUPERPOSE_PAPER", "1", 1) }
  }
}
