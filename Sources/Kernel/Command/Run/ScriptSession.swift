import Foundation
import SuperposeEvaluation
import Synchronization

/// Runs the cells of a script one after the other.
final class ScriptSession: Sendable {
  private let outputs: any ScriptOutputs
  private let allowsInput: Bool
  private let evaluator = Mutex<(any Evaluator)?>(nil)
  private let running = Mutex<SubmissionID?>(nil)
  private let isInterrupted = Atomic<Bool>(false)

  init(outputs: any ScriptOutputs, allowsInput: Bool = true) {
    self.outputs = outputs
    self.allowsInput = allowsInput
  }

  /// Runs all cells, or those until the first error.
  ///
  /// - Returns: The exit status.
  func run(_ script: Script, arguments: [String]) async -> Int32 {
    let evaluator = makeEvaluator(
      outputs: { [outputs] output, id in
        // The cell that sets the arguments has nothing to say.
        if id != .cell(0) { outputs.show(output) }
      },
      input: { prompt, _ in
        print(prompt.text, terminator: "")
        fflush(nil)
        guard let line = readLine() else { throw InputError.endOfInput }
        return line
      })
    self.evaluator.withLock { $0 = evaluator }
    let status = await run(script.cells, arguments, evaluator)
    await evaluator.shutDown()
    return status
  }

  private func run(_ cells: [Script.Cell], _ arguments: [String], _ evaluator: any Evaluator) async -> Int32 {
    let list = arguments.map(\.debugDescription).joined(separator: ", ")
    let setup = Submission(
      id: .cell(0), code: "CommandLine.arguments = [\(list)]", executionCount: 0, isSilent: true)
    if case .failed(let failure) = await evaluator.evaluate(setup) { return outputs.end(with: failure) ?? 1 }
    for cell in cells {
      if isInterrupted.load(ordering: .relaxed) { return 130 }
      let submission = Submission(
        id: .cell(cell.number), code: cell.code, executionCount: cell.number, name: cell.name, allowsInput: allowsInput)
      running.withLock { $0 = submission.id }
      outputs.begin(cell.number)
      if case .failed(let failure) = await evaluator.evaluate(submission),
        let status = outputs.end(with: failure)
      {
        return status
      }
    }
    return 0
  }

  /// Ends the running cell, and no other is started.
  func interrupt() {
    isInterrupted.store(true, ordering: .relaxed)
    let (evaluator, id) = (evaluator.withLock(\.self), running.withLock(\.self))
    Task { await evaluator?.interrupt(id) }
  }
}
