"""Whatever a cell is doing, an interrupt ends it and leaves the state."""

import os
import signal
import time

import pytest

from conftest import SLOW_TO_COMPILE

PREPARE = """
import Foundation
var kept = 41
struct Endless: AsyncSequence, AsyncIteratorProtocol {
  mutating func next() async -> Int? { await Task.yield(); return 1 }
  func makeAsyncIterator() -> Endless { self }
}
"""

# Each prints first, so that the interrupt comes when it runs.
BUSY = {
    "a tight loop": "while true {}",
    "a counting loop": "var n = 0\nwhile true { n &+= 1 }",
    "an allocating loop": "var a: [String] = []\nwhile true { a = [String(kept), a.last ?? \"\"] }",
    "a dictionary loop": "var d: [String: Int] = [:]\nwhile true { d[String(d.count % 999)] = 1 }",
    "a printing loop": "while true { print(\"again\") }",
    "a sleeping loop": "while true { Thread.sleep(forTimeInterval: 0.01) }",
    "a long sleep": "Thread.sleep(forTimeInterval: 600)",
    "C's sleep": "sleep(600)",
    "an await that never ends": "await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }",
    "a task's long sleep": "try await Task.sleep(for: .seconds(600))",
    "an endless asynchronous sequence": "for await _ in Endless() {}",
    "a detached task's loop": "await Task.detached { while true {} }.value",
    "a task group's loops": "await withTaskGroup(of: Void.self) { group in\n"
                            "  for _ in 0..<3 { group.addTask { while true {} } } }",
    "a training of ToyLib":
        "_ = try ReLUOutputModel(hidden: 5).train(on: SparseFeatures(count: 20, sparsity: 0.9), "
        "steps: 100_000_000)",
    "sort's closure": "_ = [3, 1, 2].sorted { _, _ in while true {} }",
    "a slow sort": "_ = (0..<50_000_000).map { $0 &* 7919 % 10007 }.sorted { $0 > $1 }",
    "a semaphore": "DispatchSemaphore(value: 0).wait()",
    "a child process": "let child = Process()\nchild.executableURL = URL(filePath: \"/bin/sleep\")\n"
                       "child.arguments = [\"600\"]\ntry child.run()\nchild.waitUntilExit()",
}


@pytest.mark.parametrize("name", BUSY)
def test_an_interrupt_ends(kernel, timings, name):
    kernel.ok(PREPARE)
    host = kernel.host.pid
    request = kernel.submit("print(\"running\")\n" + BUSY[name])
    kernel.await_output(request, "running")
    asked = kernel.interrupt()
    result = kernel.collect(request, 30)
    timings.append((name, result.reply["arrived"] - asked))
    assert result.ename == "Interrupted"
    assert [t for t in result.types if t != "stream"] in (["error"], ["display_data", "error"])
    assert kernel.host.pid == host, "the state should not have been lost"
    assert kernel.value("kept + 1") == "42"


def test_the_traceback_of_an_interrupt_names_the_line(kernel):
    request = kernel.submit("var turns = 0\nprint(\"running\")\nwhile true { turns &+= 1 }")
    kernel.await_output(request, "running")
    kernel.interrupt()
    result = kernel.collect(request)
    assert f"Cell [{result.count}], line 3" in result.traceback


@pytest.mark.parametrize("stop", [
    "sleep(100)", "Thread.sleep(forTimeInterval: 100)", "_ = readLine()",
    "DispatchSemaphore(value: 0).wait()", 'while true { print("x") }', "while true { nothing() }",
    "pthread_cond_wait(condition, lock)", "var text = [CChar](repeating: 0, count: 9); read(ends[0], &text, 9)",
    "await waits()", "await none(); while true {}"])
def test_the_traceback_of_an_interrupted_wait_names_the_line(kernel, stop):
    kernel.ok("""
        import Foundation
        let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        pthread_cond_init(condition, nil); pthread_mutex_init(lock, nil); pthread_mutex_lock(lock)
        var ends: [Int32] = [0, 0]; pipe(&ends)
        func waits() async { await Task.yield(); sleep(100) }
        func none() async { await Task.yield() }
        func nothing() {}
        """)
    effect, call = ("async", "await ") if stop.startswith("await") else ("", "")
    request = kernel.submit(
        f'print("running")\nfunc inside() {effect} {{\n  {stop}\n}}\n{call}inside()', allow_stdin=True)
    kernel.await_output(request, "running")
    time.sleep(0.2)
    kernel.interrupt()
    result = kernel.collect(request)
    assert f"Cell [{result.count}], line 3, in inside()\n" in result.traceback
    assert f"Cell [{result.count}], line 5\n" in result.traceback


def test_awaiting_works_after_an_interrupted_await(kernel):
    for _ in range(3):
        request = kernel.submit("print(\"running\")\ntry await Task.sleep(for: .seconds(600))")
        kernel.await_output(request, "running")
        kernel.interrupt()
        assert kernel.collect(request).ename == "Interrupted"
        assert kernel.value("await Task { 6 }.value") == "6"
        assert kernel.value("await Task.detached { 7 }.value") == "7"


def test_printing_works_after_an_interrupted_print(kernel):
    for _ in range(5):
        request = kernel.submit("while true { print(\"endless\") }")
        kernel.await_output(request, "endless")
        kernel.interrupt()
        assert kernel.collect(request).ename == "Interrupted"
        assert kernel.ok('print("fine")').stdout == "fine\n"


def test_an_interrupt_ends_the_compilation(kernel, timings):
    kernel.ok("let kept2 = 5")
    request = kernel.submit(SLOW_TO_COMPILE)
    kernel.wait(lambda: kernel.compilers)
    asked = kernel.interrupt()
    result = kernel.collect(request, 30)
    timings.append(("a compilation", result.reply["arrived"] - asked))
    assert result.ename == "Interrupted"
    assert result.types == ["error"]
    kernel.wait(lambda: not kernel.compilers, 10)
    assert kernel.value("kept2") == "5"


def test_an_interrupt_ends_a_wait_for_input(kernel, timings):
    kernel.ok("let kept3 = 6")
    request = kernel.submit("let line = readLine()", allow_stdin=True)
    kernel.wait(lambda: kernel.of(request, "stdin"))
    asked = kernel.interrupt()
    result = kernel.collect(request, 30)
    timings.append(("a wait for input", result.reply["arrived"] - asked))
    assert result.ename == "Interrupted"
    assert kernel.value("kept3") == "6"


def test_an_interrupt_aborts_the_queue(kernel):
    kernel.ok("var ran = 0")
    request = kernel.submit("print(\"running\")\nwhile true {}")
    queued = [kernel.submit("ran += 1") for _ in range(3)]
    kernel.await_output(request, "running")
    kernel.interrupt()
    assert kernel.collect(request).ename == "Interrupted"
    for other in queued:
        aborted = kernel.collect(other)
        assert aborted.status == "aborted"
        assert aborted.outputs == []
        assert aborted.of_type("execute_input") == []
    assert kernel.value("ran") == "0"


def test_an_interrupt_ends_a_cell_at_any_moment_after_it_is_busy(kernel):
    kernel.ok("let kept6 = 9")
    for milliseconds in [0, 0, 0, 1, 2, 5, 10, 20, 40, 60, 80, 90, 100, 110, 120, 130, 150, 200]:
        request = kernel.submit("while true {}")
        kernel.wait(lambda: kernel.of(request))
        time.sleep(milliseconds / 1000)
        kernel.interrupt()
        assert kernel.collect(request, 30).ename == "Interrupted", milliseconds
    assert kernel.value("kept6") == "9"


def test_two_interrupts_quickly_end_one_cell(kernel):
    kernel.ok("let kept4 = 7")
    request = kernel.submit("print(\"running\")\nwhile true {}")
    kernel.await_output(request, "running")
    asked = [kernel.send("interrupt_request", {}, "control") for _ in range(2)]
    for interrupt in asked:
        assert kernel.answer(interrupt, "control")["content"] == {"status": "ok"}
    assert kernel.collect(request).ename == "Interrupted"
    assert kernel.value("kept4") == "7"


def test_an_interrupt_of_an_idle_kernel_does_nothing(kernel):
    kernel.ok("let kept5 = 8")
    kernel.interrupt()
    kernel.interrupt()
    assert kernel.value("kept5") == "8"


def test_an_interrupt_does_not_reach_a_later_cell(kernel):
    for _ in range(5):
        request = kernel.submit("1")
        kernel.interrupt()
        kernel.collect(request)
        assert kernel.value("2 + 2") == "4"


def test_sigint_to_the_kernel_process_is_survived(kernel):
    kernel.ok("let kept6 = 9")
    os.kill(kernel.pid, signal.SIGINT)
    os.kill(kernel.pid, signal.SIGINT)
    assert kernel.value("kept6") == "9"
    assert kernel.alive


def test_sigint_to_the_whole_process_group_is_survived(start):
    kernel = start()
    kernel.ok("let kept7 = 10", allow_stdin=True)
    names = ["superpose-cell-host", "superpose-language", "swift-frontend"]
    kernel.wait(lambda: len(kernel.processes()) == len(names))
    children = [kernel.process(name) for name in names]
    os.killpg(os.getpgid(kernel.pid), signal.SIGINT)
    time.sleep(0.2)
    assert [child.is_running() and child.status() != "zombie" for child in children] == [True] * 3
    assert kernel.value("kept7") == "10"
    assert kernel.host.pid == children[0].pid


def test_a_cell_that_will_not_end_costs_its_host_and_says_what_was_lost(start):
    kernel = start()
    kernel.ok("let precious = 5\nimport Glibc")
    # All signals of the cell's thread are blocked, so nothing can leave it.
    request = kernel.submit(
        "var all = sigset_t()\nsigfillset(&all)\npthread_sigmask(SIG_SETMASK, &all, nil)\n"
        "print(\"running\")\nwhile true {}")
    kernel.await_output(request, "running")
    asked = kernel.interrupt()
    failed = kernel.collect(request, 30)
    assert failed.ename == "Interrupted"
    assert "precious" in failed.traceback and "%restore" in failed.traceback
    assert failed.reply["arrived"] - asked < 20
    kernel.ok("%restore")
    assert kernel.value("precious") == "5"


def test_the_kernel_answers_between_an_interrupt_and_the_cells_end(kernel):
    request = kernel.submit("print(\"running\")\nwhile true {}")
    kernel.await_output(request, "running")
    kernel.interrupt()
    assert kernel.ask("kernel_info_request", {})["content"]["status"] == "ok"
    kernel.collect(request)


def test_an_interrupted_parallel_loop_harms_no_later_cell(start):
    kernel = start()
    kernel.ok("import Dispatch")
    for _ in range(6):
        request = kernel.submit(
            "%%Onone\nDispatchQueue.concurrentPerform(iterations: 1_000_000) { i in\n  var x = 0\n"
            "  for j in 0..<100_000 { x &+= j }\n  _ = x\n}")
        time.sleep(0.4)
        kernel.interrupt()
        assert kernel.collect(request).ename == "Interrupted"
