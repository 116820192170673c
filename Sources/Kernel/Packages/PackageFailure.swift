internal import Foundation

/// Why packages cannot be used, in words for the user.
package struct PackageFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  package let description: String
  /// What the package manager said, for the traceback.
  package let output: [String]

  package init(_ description: String, output: [String] = []) {
    self.description = description
    self.output = output
  }
}

extension PackageFailure {
  /// The failure of a build, from the package manager's output.
  init(ofBuild output: String) {
    let lines = output.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("[") }
    let first = lines.firstIndex { $0.contains("error: ") }
    let sentence = first.map { lines[$0] }.map { line in
      line.range(of: "error: ").map { line[$0.upperBound...] } ?? line[...]
    }
    let excerpt = lines[(first.map { max(0, $0 - 2) } ?? max(0, lines.count - 30))...].prefix(40)
    self.init(
      sentence.map(String.init) ?? "the package manager failed without an error message", output: Array(excerpt))
  }
}
