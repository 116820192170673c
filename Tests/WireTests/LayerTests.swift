import Foundation
import Testing

/// The rules by which the layers know less and less of each other.
struct LayerTests {
  private static let kernel = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Kernel")

  @Test(arguments: [
    ("Wire", ["CZMQ", "Transport", "Channels", "Evaluation"]),
    ("Transport", ["JSON", "Wire", "Channels", "Evaluation"]),
    ("Channels", ["CZMQ", "CCrypto", "GRDB"]),
  ])
  func `a layer imports nothing that it must not know`(layer: String, forbidden: [String]) throws {
    let folder = Self.kernel.appending(path: layer)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
    #expect(!files.isEmpty)
    for file in files {
      let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .split(separator: "\n").filter { $0.contains("import ") }
      for module in forbidden {
        #expect(!lines.contains { $0.hasSuffix("import \(module)") }, "\(layer)/\(file)")
      }
    }
  }
}
