internal import Foundation
internal import SuperposeCellMessages

func readFile(_ path: String) throws(ToyLibError) -> [UInt8] {
  do {
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  } catch {
    throw .damaged(file: path, reason: error.systemReason)
  }
}

/// Writes atomically.
func writeFile(_ bytes: [UInt8], _ path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
}
