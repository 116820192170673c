"""Cells with heavy loops are optimised automatically, with tracebacks, failures, interrupts and edits as before."""

import re
import time

import pytest

LOOP = """func collatz(_ limit: Int) -> Int {
  var longest = 0
  for start in 1..<limit {
    var n = start, steps = 0
    while n != 1 {
      n = n % 2 == 0 ? n / 2 : 3 * n + 1
      steps += 1
    }
    longest = max(longest, steps)
  }
  return longest
}
"""


def seconds(kernel, code):
    kernel.ok(code)
    return float(kernel.value("ContinuousClock().measure { precondition(collatz(300_000) == 442) } / .seconds(1)"))


def test_a_heavy_loop_is_optimised_unless_the_cell_says_otherwise(start):
    kernel = start()
    optimised = seconds(kernel, LOOP)
    assert seconds(kernel, "%%Onone\n" + LOOP) > 2 * optimised


@pytest.mark.parametrize("body, name, words", [
    ("    s += xs[i]", "FatalError", "Index out of range"),
    ("    if i > 3 { throw Bad() }", "Bad", "Bad()"),
    ("    s += Int(Int8(40 * i))", "FatalError", "Not enough bits"),
    ("    precondition(i < 3, \"too far\")", "FatalError", "too far"),
])
def test_the_traceback_of_optimised_code_names_every_caller(kernel, body, name, words):
    kernel.ok("struct Bad: Error {}\nlet xs = [1, 2, 3]")
    error = kernel.error(
        f"let before = 1\nfunc inner(_ n: Int) throws -> Int {{\n  var s = 1\n  for i in 0..<n {{\n{body}\n"
        "    s += i * s\n  }\n  return s\n}\nfunc outer(_ n: Int) throws -> Int {\n  try inner(n) + 1\n}\n"
        "let after = try outer(xs.count + 20)")
    assert error.ename == name and words in error.evalue
    places = re.findall(r"line (\d+)(?:, in (\w+))?", error.traceback)
    assert [line for line, _ in places][:1] == ["5"] and ("13", "") in places
    assert kernel.value("before") == "1"
    assert "never initialised" in kernel.error("after").evalue


def test_variables_before_a_failure_in_a_long_optimised_cell_are_kept(kernel):
    lines = "\n".join(f"let kept{i} = xs.count + {i}" for i in range(25))
    kernel.ok("let xs = [1, 2, 3]")
    kernel.error(f"for i in 0..<200 {{ for j in 0..<200 {{ _ = i * j }} }}\n{lines}\nlet lost = xs[9]")
    assert kernel.value("kept24") == "27"


@pytest.mark.parametrize("loop", [
    "for i in 0..<1_000_000_000 { for j in 0..<1_000 { total &+= i ^ j } }",
    "while true { for i in 0..<1_000 { list.append(i * 2) }; list = [] }",
])
def test_an_optimised_loop_is_interrupted_and_leaves_its_variables(kernel, loop):
    kernel.ok("var total = 0\nvar list: [Int] = []")
    request = kernel.submit(f'print("begins")\n{loop}')
    kernel.await_output(request, "begins")
    time.sleep(0.2)
    kernel.interrupt()
    assert kernel.collect(request).ename == "Interrupted"
    assert kernel.value("total >= 0 || total < 0") == "true"
    assert kernel.value("list.count >= 0") == "true"


def test_asynchronous_functions_may_be_optimised(kernel):
    kernel.ok("func part(_ n: Int) async -> Int {\n  var s = 0\n  for i in 0..<n { s += i * n }\n  await Task.yield()\n"
              "  return s\n}\nfunc whole(_ n: Int) async -> Int { await part(n) }")
    assert kernel.value("await whole(1_000)") == "499500000"
