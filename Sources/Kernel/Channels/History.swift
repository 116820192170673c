package import SuperposeWire

/// Stores the code that was run, beyond the life of the kernel.
package protocol History: Sendable {
  /// Adds `code` as line `line` of the running session.
  func append(_ code: String, line: Int) async
  /// The entries that `request` asks for, oldest first.
  func entries(for request: HistoryRequest) async throws -> [HistoryReply.Entry]
}
