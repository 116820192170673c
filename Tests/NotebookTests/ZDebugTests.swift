import Evaluation
import Foundation
import JSON
import Notebook
import Testing
@Suite struct ZDebug {
  @Test func zdebug() async throws {
    guard let text = try? String(contentsOfFile: "/tmp/m/cells.txt", encoding: .utf8) else { return }
    let limit = ProcessInfo.processInfo.environment["DBGMEM"].flatMap { UInt64($0) }
    try await TestNotebook.with(memoryLimit: limit) { notebook in
      for cell in text.components(separatedBy: "\n---\n") {
        let start = ContinuousClock.now
        var task: Task<Void, any Error>?
        if cell.hasPrefix("//i") { task = Task { try await Task.sleep(for: .milliseconds(700)); await notebook.evaluator.interrupt() } }
        let outcome = await notebook.run(cell)
        task?.cancel()
        print(">>>", cell, "\n  =", notebook.value ?? "-", "|", notebook.printed, "|", ContinuousClock.now - start)
        if case .failed(let f) = outcome { print("  FAILED", f.name, ":", f.value, "\n", f.text) }
        for case .display(let d, _) in notebook.everything { print("  DISPLAY", d.data["text/plain"]?.string ?? "") }
      }
    }
  }
}
