import Foundation
import SuperposeEvaluation
import SuperposeJSON
import SuperposeNotebook
import Synchronization

/// The outputs of the latest cell.
private final class Recorder: Sendable {
  let outputs = Mutex<[Output]>([])
}

/// A notebook session with a real compiler and a real cell host, as the tests drive it.
final class TestNotebook: Sendable {
  let evaluator: NotebookEvaluator
  private let recorder = Recorder()
  private let count = Mutex(0)

  init(memoryLimit: UInt64? = nil, answers: [String] = []) async throws {
    let build = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().path
    let temporary = FileManager.default.temporaryDirectory.path
    let remaining = Mutex(answers)
    evaluator = try NotebookEvaluator(
      NotebookConfiguration(
        cellHost: build + "/superpose-cell-host", languageServer: build + "/superpose-language",
        modules: [build + "/Modules"],
        moduleMaps: NotebookConfiguration.moduleMaps.map { "\(build)/\($0)" },
        temporary: temporary, moduleCache: temporary + "/superpose-tests-cache", memoryLimit: memoryLimit),
      outputs: { [recorder] output, _ in recorder.outputs.withLock { $0.append(output) } },
      input: { _, _ in
        if let line = remaining.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return line }
        // A user who never answers; an interrupt cancels the question.
        try await Task.sleep(for: .seconds(60))
        throw InputError.endOfInput
      })
  }

  /// Runs a cell and returns how it ended.
  func run(_ code: String, allowsInput: Bool = true) async -> Outcome {
    let number = count.withLock { count in
      count += 1
      return count
    }
    recorder.outputs.withLock { $0.removeAll() }
    return await evaluator.evaluate(
      Submission(
        id: .cell(number), code: code, executionCount: number, allowsInput: allowsInput,
        isWatched: allowsInput))
  }

  /// Runs a cell that is expected to fail; `nil` when it did not.
  func failure(_ code: String, allowsInput: Bool = true) async -> Failure? {
    guard case .failed(let failure) = await run(code, allowsInput: allowsInput) else { return nil }
    return failure
  }

  /// Interrupts cell `number`; default: the latest.
  func interrupt(_ number: Int? = nil) async {
    await evaluator.interrupt(.cell(number ?? count.withLock(\.self)))
  }

  /// What the last cell printed to standard output.
  var printed: String {
    recorder.outputs.withLock { outputs in
      outputs.reduce(into: "") { text, output in
        if case .stream(.stdout, let more) = output { text += more }
      }
    }
  }

  /// The plain text of the last cell's value.
  var value: String? {
    recorder.outputs.withLock { outputs in
      for case .result(let data, _) in outputs { return data.data["text/plain"]?.string }
      return nil
    }
  }

  var everything: [Output] { recorder.outputs.withLock { $0 } }

  /// Runs `body` with a notebook and ends it afterwards.
  static func with(
    memoryLimit: UInt64? = nil, answers: [String] = [],
    _ body: (TestNotebook) async throws -> Void
  ) async throws {
    let notebook = try await TestNotebook(memoryLimit: memoryLimit, answers: answers)
    do { try await body(notebook) } catch {
      await notebook.evaluator.shutDown()
      throw error
    }
    await notebook.evaluator.shutDown()
  }
}

extension Failure {
  /// The traceback without colours.
  var text: String {
    traceback.joined(separator: "\n").replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
  }
}
