import Evaluation
import Foundation
import Notebook
import Testing
@Suite struct ZDebug {
  @Test func zdebug() async throws {
    guard let text = try? String(contentsOfFile: "/tmp/m/cells.txt", encoding: .utf8) else { return }
    try await TestNotebook.with { notebook in
      for cell in text.components(separatedBy: "\n---\n") {
        let start = ContinuousClock.now
        let outcome = await notebook.run(cell)
        print(">>>", cell, "\n  =", notebook.value ?? "-", "|", notebook.printed, "|", ContinuousClock.now - start)
        if case .failed(let f) = outcome { print("  FAILED", f.name, ":", f.value, "\n", f.text) }
      }
    }
  }
}
