import CSuperposeCellHost
import SuperposeCellSupport
import SuperposeHostLink

/// The runtime that C hooks call. Nothing else uses it: hooks alone have no context.
private nonisolated(unsafe) var hooked: CellRuntime?  // Written once, before any hook is installed.

/// Routes all jobs of Swift concurrency, input requests, prints of other threads and failures of
/// foreign threads to `runtime`. Call it once, before any task is created.
func installHooks(for runtime: CellRuntime) {
  hooked = runtime
  guardedOnStray { outcome in
    if let outcome { hooked?.strayThreadFailed(GuardedEnding(outcome)) }
  }
  overridesOnReadLine { line in
    guard let line else { return false }
    return hooked?.input.readLine(into: line) ?? false
  }
  printingOnStray { isError, text, length in
    let text = String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    return hooked?.printed(text, isError: isError) ?? false
  }
  testingOnEvent { _, json, length, _ in
    noteTestRecord(UnsafeRawBufferPointer(start: json, count: length))
  }
  installExecutors(of: runtime.jobs)
}

private func installExecutors(of jobs: Jobs) {
  let words = unsafeBitCast(jobs.main.asUnownedSerialExecutor(), to: (UInt, UInt).self)
  let calls = ExecutorCalls(
    drainMain: { hooked?.jobs.drainMain() },
    enqueue: { if let job = $0 { hooked?.jobs.enqueue(job) } },
    enqueueAfter: { if let job = $0 { hooked?.jobs.enqueue(job, after: $1) } })
  executorsInstall(ExecutorWords(identity: words.0, implementation: words.1), calls)
}
