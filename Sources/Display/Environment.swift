internal import Foundation

/// The environment variables of the process.
package enum Environment {
  package static func value(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether figures are also PDF and tables also LaTeX: `SUPERPOSE_PAPER=1`.
  package static var isForPaper: Bool { value("SUPERPOSE_PAPER") == "1" }
}
