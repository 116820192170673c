"""Nothing that a cell does brings the kernel down, and each failure is told in the user's words."""

import re
import signal

import pytest

# Traps and their words. `nothing`, `empty` and `zero` come from an earlier cell, so that the
# compiler cannot foresee the trap.
BEFORE = ("var kept = 41\nvar nothing: Int? = nil\nvar empty: [Int] = []\nvar zero = 0\n"
          "var anything: Any = \"text\"\nvar biggest = Int.max")
TRAPS = {
    "empty[5]": ("FatalError", "Index out of range"),
    "nothing!": ("FatalError", "Unexpectedly found nil while unwrapping an Optional value"),
    "1 / zero": ("FatalError", "Division by zero"),
    "1 % zero": ("FatalError", "Division by zero in remainder operation"),
    "biggest + 1": ("FatalError", "arithmetic overflow"),
    "UInt8(biggest)": ("FatalError", "Not enough bits to represent the passed value"),
    "Int(Double.nan)": ("FatalError",
                        "Double value cannot be converted to Int because it is either infinite or NaN"),
    "anything as! Int": ("FatalError", "Could not cast value of type 'Swift.String' to 'Swift.Int'."),
    'fatalError("on purpose")': ("FatalError", "on purpose"),
    'precondition(zero == 1, "must be one")': ("FatalError", "Precondition failed: must be one"),
    'preconditionFailure("never")': ("FatalError", "never"),
    'assert(zero == 1, "asserted")': ("FatalError", "Assertion failed: asserted"),
    "empty.removeFirst()": ("FatalError", "Can't remove first element from an empty collection"),
    'Dictionary(uniqueKeysWithValues: [("a", 1), ("a", 2)])':
        ("FatalError", "Duplicate values for key: 'a'"),
    'try! JSONDecoder().decode(Int.self, from: Data())': ("FatalError", None),
    "(5...1).count": ("FatalError", "Range requires lowerBound <= upperBound"),
    'String(repeating: "a", count: -1)': ("FatalError", None),
}


@pytest.mark.parametrize("code", TRAPS)
def test_a_trap_ends_the_cell_and_nothing_else(kernel, code):
    kernel.ok("import Foundation\n" + BEFORE)
    host = kernel.host.pid
    failed = kernel.error("// first line\n" + code)
    name, words = TRAPS[code]
    assert failed.ename == name
    if words is not None:
        assert failed.evalue == words
    assert f"Cell [{failed.count}], line 2" in failed.traceback
    assert "→ 2 │ " + code in failed.traceback
    assert kernel.value("kept + 1") == "42"
    assert kernel.host.pid == host


def test_a_trap_in_a_function_names_function_cell_and_line_from_the_inside_out(kernel):
    first = kernel.ok("func inner(_ a: [Int]) -> Int {\n  a[3]\n}")
    second = kernel.ok("func outer() -> Int {\n  let none: [Int] = []\n  return inner(none)\n}")
    third = kernel.error("let ready = 1\n\nouter()")
    places = re.findall(r"Cell \[\d+\], line \d+(?:, in \S+)?", third.traceback)
    assert len(places) == 3
    assert places[0].startswith(f"Cell [{first.count}], line 2, in inner(")
    assert places[1].startswith(f"Cell [{second.count}], line 3, in outer(")
    assert places[2] == f"Cell [{third.count}], line 3"


def test_a_thrown_error_has_its_types_name_and_its_own_words(kernel):
    kernel.ok("enum Trouble: Error { case small(Int) }\n"
              "func makeTrouble() throws {\n  throw Trouble.small(3)\n}")
    failed = kernel.error("let x = 1\ntry makeTrouble()")
    assert failed.ename == "Trouble"
    assert failed.evalue == "small(3)"
    assert f"Cell [{failed.count - 1}], line 3, in makeTrouble(" in failed.traceback
    assert f"Cell [{failed.count}], line 2" in failed.traceback
    assert kernel.value("x") == "1"


def test_a_localized_error_tells_its_description(kernel):
    kernel.ok("import Foundation\nstruct Polite: LocalizedError { "
              "var errorDescription: String? { \"please do not\" } }")
    failed = kernel.error("throw Polite()")
    assert (failed.ename, failed.evalue) == ("Polite", "please do not")


def test_an_error_thrown_after_an_await_is_the_cells_error(kernel):
    kernel.ok("struct Late: Error {}\n"
              "func late() async throws { await Task.yield(); throw Late() }")
    assert kernel.error("try await late()").ename == "Late"
    assert kernel.error("try await Task.detached { throw Late() }.value").ename == "Late"
    assert kernel.value("await Task { 3 }.value") == "3"


def test_a_trap_in_a_detached_task_that_is_awaited_is_the_cells_error(kernel):
    kernel.ok("let steady = 9")
    failed = kernel.error(
        "await Task.detached { let none: [Int] = []; _ = none[2] }.value", seconds=60)
    assert failed.ename == "FatalError"
    assert failed.evalue == "Index out of range"
    assert kernel.value("steady") == "9"


def test_a_trap_in_a_task_group_is_the_cells_error(kernel):
    failed = kernel.error("await withTaskGroup(of: Int.self) { group in\n"
                          "  group.addTask { let none: [Int] = []; return none[2] }\n"
                          "  for await _ in group {}\n}", seconds=60)
    assert failed.ename == "FatalError"
    assert kernel.value("await withTaskGroup(of: Int.self) { g in g.addTask { 2 }; "
                        "return await g.next() }") == "Optional(2)"


def test_a_trap_on_a_thread_of_the_users_own_is_survived(kernel):
    kernel.ok("import Foundation\nlet calm = 1")
    failed = kernel.error(
        "let thread = Thread { let none: [Int] = []; _ = none[2] }\nthread.start()\n"
        "Thread.sleep(forTimeInterval: 30)")
    assert failed.ename == "FatalError"
    assert kernel.value("calm") == "1"


def test_a_stack_overflow_is_told_as_one(kernel):
    kernel.ok("var deep = 1\nfunc sink(_ n: Int) -> Int { deep > 0 ? sink(n + 1) + 1 : 0 }")
    for _ in range(2):
        failed = kernel.error("sink(0)")
        assert failed.ename == "StackOverflow"
        assert f"Cell [{failed.count}], line 1" in failed.traceback or "more calls" in failed.traceback
        assert len(failed.content["traceback"]) < 60
    assert kernel.value("deep") == "1"


@pytest.mark.parametrize("code", [0, 3])
def test_exit_ends_the_cell_only(kernel, code):
    kernel.ok("import Foundation\nvar alive = 5")
    failed = kernel.error(f"if alive == 5 {{ exit({code}) }}\nalive = 6")
    assert failed.ename == "Exit"
    assert failed.evalue == f"the cell called exit({code})"
    assert f"Cell [{failed.count}], line 1" in failed.traceback
    assert kernel.value("alive") == "5"


def test_exit_within_async_code_ends_the_cell_only(kernel):
    kernel.ok("import Foundation\nvar aliveToo = 5")
    assert kernel.error("await Task.yield()\nexit(4)\n").ename == "Exit"
    assert kernel.value("aliveToo") == "5"


def test_abort_is_an_error_and_the_state_stays_or_is_restored(kernel):
    kernel.ok("import Foundation\nvar before = 12")
    failed = kernel.error("abort()")
    assert failed.ename in ("Abort", "HostDied")
    if failed.ename == "HostDied":
        assert "before" in failed.traceback
        kernel.ok("%restore")
    else:
        assert f"Cell [{failed.count}], line 1" in failed.traceback
    assert kernel.value("before") == "12"


def test_a_null_pointer_is_an_error_of_its_own(kernel):
    kernel.ok("var before = 13\nvar address = 8")
    failed = kernel.error("UnsafePointer<Int>(bitPattern: address)!.pointee")
    assert failed.ename == "MemoryError"
    assert kernel.value("before") == "13"


# The host's death

def test_a_killed_host_is_named_with_what_was_lost_and_restore_brings_it_back(start):
    kernel = start()
    kernel.ok("let precious = 5\nfunc helper() -> Int { precious * 2 }")
    kernel.ok("struct Thing { var a = 1 }\nvar things = [Thing(), Thing()]")
    request = kernel.submit("import Foundation\nprint(\"running\")\nThread.sleep(forTimeInterval: 60)")
    kernel.await_output(request, "running")
    victim = kernel.host
    victim.send_signal(signal.SIGKILL)
    failed = kernel.collect(request)
    assert failed.types == ["stream", "error"]
    assert failed.ename == "HostDied"
    assert failed.evalue == "the process that runs cells was killed by SIGKILL"
    assert "Lost: everything that cells [1], [2] created." in failed.traceback
    assert "Variables: precious, things." in failed.traceback
    assert "Functions and types: helper, Thing." in failed.traceback
    assert "%restore" in failed.traceback
    missing = kernel.error("precious")
    assert missing.ename == "CompileError"
    assert "%restore" in missing.traceback and "'precious'" in missing.traceback
    assert kernel.value("1 + 1") == "2"
    restored = kernel.ok("%restore")
    assert "[1], [2]" in restored.stdout
    assert kernel.value("precious + helper() + things.count") == "17"
    assert kernel.host.pid != victim.pid


def test_a_host_killed_between_cells_is_told_by_the_next_cell(start):
    kernel = start()
    kernel.ok("let precious = 5")
    victim = kernel.host
    victim.send_signal(signal.SIGKILL)
    victim.wait(10)
    failed = kernel.error("precious + 1")
    assert failed.ename in ("HostDied", "CompileError")
    assert "precious" in failed.traceback and "%restore" in failed.traceback
    kernel.ok("%restore")
    assert kernel.value("precious") == "5"


def test_the_host_may_die_ten_times(start):
    kernel = start()
    for _ in range(10):
        kernel.ok("import Glibc")
        assert kernel.error("kill(getpid(), SIGKILL)").ename == "HostDied"
    assert kernel.value("1 + 1") == "2"


def test_variables_made_after_the_loss_survive_restore(start):
    kernel = start()
    kernel.ok("import Glibc\nlet first = 1")
    kernel.error("kill(getpid(), SIGKILL)")
    kernel.ok("let second = 2")
    kernel.ok("%restore")
    assert kernel.value("first + second") == "3"


def test_a_memory_bomb_hits_its_limit_and_is_told_so(start):
    kernel = start(env={"SUPERPOSE_MEMORY_LIMIT": "1G"})
    kernel.ok("let precious = 5")
    failed = kernel.error(
        "var hoard: [[UInt8]] = []\nwhile true { hoard.append([UInt8](repeating: 1, count: 1 << 24)) }")
    assert failed.ename == "MemoryLimit"
    assert "1.0 GiB" in failed.evalue
    assert "SUPERPOSE_MEMORY_LIMIT" in failed.evalue
    # The memory that the host keeps in reserve lets it end the cell alone.
    assert kernel.value("precious") == "5"


def test_one_huge_allocation_hits_the_limit(start):
    kernel = start(env={"SUPERPOSE_MEMORY_LIMIT": "1G"})
    failed = kernel.error("let huge = [UInt8](repeating: 1, count: 4 << 30)")
    assert failed.ename == "MemoryLimit"
    assert kernel.value("1 + 1") == "2"


# Partly run cells

def test_what_a_failed_cell_did_not_reach_is_unavailable_with_a_sentence(kernel):
    kernel.ok("var blank: [Int] = []")
    failed = kernel.error("let reached = 1\nlet broken = blank[4]\nlet unreached = 3")
    assert kernel.value("reached") == "1"
    for name in ("broken", "unreached"):
        told = kernel.error(name)
        assert told.ename == "CompileError"
        assert f"'{name}' is unavailable" in told.evalue
        assert f"never initialised: cell [{failed.count}] stopped at line 2" in told.evalue
    kernel.ok("let unreached = 30")
    assert kernel.value("unreached") == "30"


def test_functions_and_types_of_a_failed_cell_are_usable(kernel):
    kernel.error("struct Early { var a = 1 }\nfatalError()\nfunc lateFunction() -> Int { 6 }")
    assert kernel.value("Early().a + lateFunction()") == "7"


def test_an_interrupted_cell_leaves_what_it_reached(kernel):
    request = kernel.submit("let gotThere = 1\nprint(\"there\")\nwhile true {}\nlet never = 2")
    kernel.await_output(request, "there")
    kernel.interrupt()
    assert kernel.collect(request).ename == "Interrupted"
    assert kernel.value("gotThere") == "1"


# The compiler's words

def test_a_compile_error_has_line_column_caret_and_colour(kernel):
    failed = kernel.error('let good = 1\nlet bad: Int = "text"\n')
    place = f"Cell [{failed.count}]:2:16:"
    assert failed.ename == "CompileError"
    assert failed.evalue == (
        f"{place} cannot convert value of type 'String' to specified type 'Int'")
    assert place in failed.traceback
    assert 'let bad: Int = "text"' in failed.traceback
    caret = next(line for line in failed.traceback.splitlines() if "^" in line)
    text = next(line for line in failed.traceback.splitlines() if "let bad" in line)
    assert caret.index("^") == text.index('"text"') or caret.index("~") == text.index('"text"')
    assert "\x1b[" in failed.coloured_traceback


def test_the_column_counts_from_the_users_own_text_on_a_shown_line(kernel):
    failed = kernel.error("let fine = 1; nowhere + 1")
    assert failed.evalue == f"Cell [{failed.count}]:1:15: cannot find 'nowhere' in scope"


def test_every_error_of_a_cell_is_shown(kernel):
    failed = kernel.error("missingOne()\nmissingTwo()\n")
    assert "'missingOne'" in failed.traceback
    assert "'missingTwo'" in failed.traceback
    assert failed.traceback.count("error:") == 2


def test_notes_point_into_earlier_cells(kernel):
    first = kernel.ok("func wants(number: Int) -> Int { number }")
    failed = kernel.error("wants(text: 1)")
    assert "incorrect argument label" in failed.evalue
    ambiguous = kernel.error("func over(_ a: Int) {}\nfunc over(_ a: String) {}\nover(1.5)")
    assert "note:" in ambiguous.traceback
    assert first.count < ambiguous.count


def test_fix_its_are_shown(kernel):
    failed = kernel.error("wantsLabel(1)\nfunc wantsLabel(number: Int) {}")
    assert "missing argument label 'number:'" in failed.evalue
    assert "number: " in failed.traceback


def test_a_compile_error_changes_nothing(kernel):
    kernel.ok("var unchanged = 3")
    kernel.error("unchanged = 4\nnowhere()")
    assert kernel.value("unchanged") == "3"


def test_a_compile_error_has_no_words_of_the_second_try(kernel):
    failed = kernel.error("1/0")
    assert "division by zero" in failed.evalue
    assert "unused" not in failed.traceback


def test_a_link_error_names_the_missing_function_and_nothing_generated(kernel):
    failed = kernel.error('@_silgen_name("nowhere_at_all") func nowhereAtAll()\nnowhereAtAll()')
    assert "nowhere_at_all" in failed.traceback + failed.evalue
    assert kernel.value("1") == "1"


def test_unfinished_code_is_a_compile_error(kernel):
    for code in ("func f() {", "let s = \"open", "}", "struct S { var x: Int = }", "/* open"):
        assert kernel.error(code).ename == "CompileError"


def test_a_warning_is_displayed_and_never_on_stderr(kernel):
    result = kernel.ok("func warned() {\n  var never = 1\n}")
    assert result.types == ["display_data"]
    text = result.of_type("display_data")[0]["data"]["text/plain"]
    assert "warning:" in text and f"Cell [{result.count}]:2:7" in text
    assert "\x1b[" in text


@pytest.mark.parametrize("code", [
    'print("x")', "let a = 1", "func f() -> Int { 1 }\nf()", "await Task.yield()",
    "import Foundation\nlet d = Date()", "struct S {}\nlet s = S()", "[1, 2].forEach { _ in }",
    "var v = 1", "@MainActor func g() {}\ng()", "actor A { func f() {} }\nawait A().f()",
])
def test_a_warning_free_cell_shows_nothing_extra(kernel, code):
    assert kernel.ok(code).of_type("display_data") == []


def test_warnings_never_speak_of_generated_code(kernel):
    for code in ("func never() -> Never { fatalError() }", "import Foundation\nif false { exit(1) }",
                 "while true { break }", "return"):
        result = kernel.execute(code)
        assert [m for m in result.outputs if m["msg_type"] == "display_data"] == []


def test_a_value_that_cannot_be_shown_fails_with_its_own_error(kernel):
    result = kernel.error("""
        struct Unshown: Error { var reason: String }
        struct Shy: Displayable { var mimeBundle: MIMEBundle { get throws { throw Unshown(reason: "no") } } }
        Shy()
        """)
    assert (result.ename, result.evalue) == ("Unshown", 'Unshown(reason: "no")')
    assert kernel.value("3") == "3"


@pytest.mark.parametrize("code", ["let a = risky()", "print(risky() + 1)", "risky()"])
def test_a_missing_try_is_one_sentence_and_one_line(start, code):
    kernel = start()
    kernel.ok("func risky() throws -> Int { 1 }")
    lines = kernel.error(code).traceback.splitlines()
    assert lines[0].endswith("is not marked with 'try'") and code in lines[1]
    # The line that underlines the call, where the compiler draws it.
    assert all(set(line) <= set(" │~^") for line in lines[2:]) and len(lines) <= 3


@pytest.mark.parametrize("code, words", [
    ("DispatchQueue.global().async { exit(5) }\nsleep(5)", "Exit: the cell called exit(5)"),
    ("DispatchQueue.global().async { abort() }\nsleep(5)", "Abort: the cell called abort()"),
    ("Thread.detachNewThread { exit(3) }\nsleep(5)", "Exit: the cell called exit(3)"),
    ("class A {}; class B: A {}\nDispatchQueue.global().async { print(A() as! B) }\nsleep(5)",
     "FatalError: Could not cast value of type 'A' to 'B'."),
])
def test_what_ends_a_program_on_a_queue_or_a_thread_ends_the_cell(kernel, code, words):
    kernel.ok("import Dispatch\nimport Foundation\nlet keptBesideQueues = 41")
    error = kernel.error(code)
    assert f"{error.ename}: {error.evalue}" == words
    assert "line " in error.traceback
    assert kernel.value("keptBesideQueues") == "41"
