"""Checks in cells: points for graders, words for students, and names that no cell can take over."""

import pytest
from jupyter_client.manager import start_new_kernel


@pytest.fixture(scope="module")
def client():
    manager, client = start_new_kernel(kernel_name="superpose")
    yield client
    client.stop_channels()
    manager.shutdown_kernel()


@pytest.fixture
def run(client):
    """Runs a cell: its error in words or the text of its last value, what it printed, and its errors' stream."""

    def run(code):
        shown, printed, errors = None, "", ""

        def take(message):
            nonlocal shown, printed, errors
            content = message["content"]
            if message["msg_type"] == "error":
                shown = f"{content['ename']}: {content['evalue']}"
            elif message["msg_type"] == "execute_result":
                shown = content["data"]["text/plain"]
            elif message["msg_type"] == "stream" and content["name"] == "stdout":
                printed += content["text"]
            elif message["msg_type"] == "stream":
                errors += content["text"]

        client.execute_interactive(code, timeout=60, allow_stdin=False, output_hook=take)
        assert errors == "", "a grader gives no points for standard error"
        return shown, printed

    return run


def test_the_last_value_is_the_number_of_points(run):
    shown, printed = run("""
        check("a", points: 1.5) { expect(1, is: 1) }
        check("b", points: 2, hint: "Think.") { expect(3, is: 4, "c") }
        check("c") { expect(0.5, near: 0.5001) }
        """)
    assert shown == "2.5"
    assert printed.splitlines() == [
        "✓ a (1.5 points)", "✗ b (0 of 2 points): c: expected 4, found 3", "  Hint: Think.", "✓ c (1 point)"]


def test_points_of_one_cell_do_not_reach_the_next(run):
    assert run('check("a", points: 5) { expect(true) }')[0] == "5"
    assert run('check("b") { expect(true) }')[0] == "1"
    run('check("c", points: 7) { expect(true) }\nfatalError("stop")')
    assert run('check("d") { expect(true) }')[0] == "1"


@pytest.mark.parametrize("code", [
    'check("a") { expect(1, is: 2) }\nprint("done")',
    'check("a") { expect(1, is: 2) }\n"another value"',
    'let points = check("a") { expect(1, is: 2) }',
    "expect(1, is: 2)",
    'expect(1, is: 2)\ncheck("b") { expect(true) }',
])
def test_no_failure_is_lost(run, code):
    shown, _ = run(code)
    assert shown.startswith("CheckFailure: ")
    assert "expected 2, found 1" in shown


def test_an_answer_that_throws_or_stops(run):
    run('struct Late: Error {}\nfunc answer() throws -> Int { throw Late() }')
    assert run('check("a") { expect(try answer(), is: 1) }') == (
        "0", "✗ a (0 of 1 point): threw Late: Late()\n")
    run('func stub() -> Int { fatalError("not implemented") }')
    assert run('check("a") { expect(stub(), is: 1) }')[0] == "FatalError: not implemented"


@pytest.mark.parametrize("code", [
    "func expect(_ condition: Bool) {}",
    "func expect<T: Equatable>(_ a: T?, is b: T, _ what: String = \"\") {}",
    "func expect(_ a: Double, near b: Double) {}",
    "func check(_ name: String, points: Double = 1, hint: String? = nil, _ body: () throws -> Void) {}",
    "func check(_ name: String, points: Int, _ body: () -> Void) -> Int { points }",
    "struct check { init(_ name: String, points: Int, _ body: () -> Void) {} }",
    "enum SuperposeChecks { static func check() {} }",
    "typealias expect = Int",
    "func expectError(_ body: () -> Void) {}",
])
def test_a_cell_cannot_take_the_names(run, code):
    shown, _ = run("// cheating\n" + code)
    assert shown.startswith("ProtectedName: ")
    assert "line 2" in shown and "Choose another name" in shown
    assert run('check("a") { expect(1, is: 2) }')[0] == "0"


def test_a_variable_cannot_be_called_in_their_place(run):
    run("let expect = { (_ condition: Bool) in }")
    shown, _ = run("expect(false)")
    assert shown.startswith("ProtectedName: ") and "Rename the variable" in shown
    run("%reset")
    assert run("expect(false)")[0].startswith("CheckFailure: ")


@pytest.mark.parametrize("code, expected", [
    ("func check(number: Int) -> Int { number }\ncheck(number: 3)", "3"),
    ("let check = 4\ncheck + 1", "5"),
    ("struct Point { func expect(_ x: Int) -> Int { x } }\nPoint().expect(6)", "6"),
])
def test_other_uses_of_the_names_are_allowed(run, code, expected):
    assert run(code)[0] == expected
    run("%reset")
