"""Running an edited cell again replaces what the cell declared."""

import re

import pytest

from conftest import plain


def run(kernel, cell, code, **options):
    """Runs a cell whose front end names it."""
    return kernel.ok(code, metadata={"cellId": cell}, **options)


def told(result):
    """The kernel's lines beside the cell's own output."""
    return "\n".join(plain(c["data"].get("text/plain", "")) for c in result.of_type("display_data"))


@pytest.mark.parametrize("old, new, use", [
    ("func step(_ x: Int) -> String { \"old\" }", "func step(_ x: Double) -> String { \"new\" }", "step(3)"),
    ("func step(_ x: [Double]) -> String { \"old\" }", "func step(_ x: some Sequence<Double>) -> String { \"new\" }",
     "step([0.5])"),
    ("func step<T: Comparable>(_ x: T) -> String { \"old\" }", "func step(_ x: some Any) -> String { \"new\" }",
     "step(3)"),
    ("func step(_ f: () -> Int) -> String { \"old\" }",
     "func step(_ f: () throws -> Int) rethrows -> String { \"new\" }", "step { 3 }"),
    ("extension Int { func step() -> Int { self } }",
     "extension Int { func step() -> String { \"new\" } }", "3.step()"),
    ("extension Int { var step: Int { self } }", "extension Int { var step: String { \"new\" } }", "3.step"),
    ("extension Int { subscript(step x: Int) -> Int { x } }",
     "extension Int { subscript(step x: Double) -> String { \"new\" } }", "3[step: 1]"),
    ("func ** (a: Int, b: Int) -> String { \"old\" }\ninfix operator **",
     "func ** (a: Double, b: Double) -> String { \"new\" }\ninfix operator **", "2 ** 3"),
])
def test_the_edited_declaration_is_used(start, old, new, use):
    kernel = start()
    for code in (old, new, new):
        run(kernel, "edited", code)
    assert run(kernel, "other", use).result_text == '"new"'


def test_callers_compiled_before_run_the_new_body(start):
    kernel = start()
    run(kernel, "a", 'func helper(_ x: Int) -> String { "old" }\nfunc slow() async -> String { "old" }')
    run(kernel, "b", "let closure = { helper(1) }\nfunc report() -> String { helper(2) }\n"
        "let reference = helper\nfunc wait() async -> String { await slow() }")
    run(kernel, "c", "%%O\nfunc optimised() -> String { helper(3) }")
    for word in ("new", "newer"):
        run(kernel, "a", f'func helper(_ x: Int) -> String {{ "{word}" }}\nfunc slow() async -> String {{ "{word}" }}')
        shown = run(kernel, "d", "[report(), closure(), [4].map(helper)[0], optimised(), await wait()]").result_text
        assert shown == str([word] * 5).replace("'", '"')


def test_a_conformance_cell_runs_again_and_casts_find_the_new_members(start):
    kernel = start()
    run(kernel, "a", "struct Celsius { var degrees = 20.0 }")
    for word in ("one", "two", "three"):
        run(kernel, "b", "extension Celsius: CustomStringConvertible { var description: String { \"%s\" } }" % word)
        assert kernel.value("Celsius()") == word
        assert kernel.ok("print([Celsius()])").stdout == f"[{word}]\n"


def test_a_conformance_cell_without_an_id_runs_again(start):
    kernel = start()
    kernel.ok("protocol Named { var name: String { get } }")
    for word in ("a", "b"):
        result = kernel.ok('extension Int: Named { var name: String { "%s" } }' % word)
        assert result.outputs == []
        assert kernel.value("3.name") == f'"{word}"'


def test_two_cells_may_overload_each_other(start):
    kernel = start()
    run(kernel, "a", "func area(_ r: Double) -> Int { 1 }")
    run(kernel, "b", "func area(_ w: String) -> Int { 2 }")
    assert run(kernel, "c", '[area(1.0), area("w")]').result_text == "[1, 2]"


def test_what_an_edit_takes_away_is_gone(start):
    kernel = start()
    run(kernel, "a", "func gone() -> Int { 1 }\nlet alsoGone = 2\nstruct Kept { var n = 3 }\nlet kept = Kept()")
    run(kernel, "b", "let other = kept")
    run(kernel, "a", "struct Kept { var n = 4 }\nlet kept = Kept()")
    for name in ("gone()", "alsoGone"):
        assert "cannot find" in kernel.error(name).evalue
    assert kernel.value("other.n + kept.n") == "7"


def test_a_cell_that_does_not_compile_replaces_nothing(start):
    kernel = start()
    run(kernel, "a", "func f(_ x: Int) -> Int { 1 }")
    assert kernel.error("func f(_ x: Double) -> Int { missing }", metadata={"cellId": "a"})
    assert kernel.value("f(1)") == "1"


def test_an_older_overload_that_answers_is_named(start):
    kernel = start()
    kernel.ok('func step(_ x: Int) -> String { "old" }')
    kernel.ok('func step(_ x: Double) -> String { "new" }')
    result = kernel.ok("step(3)")
    assert re.search(r"step of cell \[1\].*cell \[2\]", told(result)), told(result)
    assert told(kernel.ok("step(3)")) == ""


# What is stale

def test_callers_in_the_cell_of_a_function_that_another_cell_declares_anew_are_named(start):
    kernel = start()
    kernel.ok("func helper(_ x: Int) -> Int { x + 1 }\nfunc summed() -> Int { helper(1) }")
    assert told(kernel.ok("func helper(_ x: String) -> Int { 7 }")) == ""
    both = "func helper(_ x: Int) -> Int { x + 2 }\nfunc summed() -> Int { helper(1) }"
    assert told(kernel.ok(both)) == ""
    assert told(kernel.ok("func helper(_ x: Int) -> Int { 9 }")) == "summed (cell [3]) still uses helper of cell [3]"


def test_stale_users_are_named_once_and_run_again(start):
    kernel = start()
    run(kernel, "a", "var lr = 0.1", allow_stdin=True)
    run(kernel, "b", "func t() -> Double { lr * 10 }", allow_stdin=True)
    result = run(kernel, "a", "var lr = 0.5", allow_stdin=True)
    assert told(result) == "t (cell [2]) still uses lr of cell [1]; run it again"
    assert told(run(kernel, "c", "1", allow_stdin=True)) == ""
    assert "t (cell [2]) still uses lr of cell [1]" in kernel.ok("%stale").stdout
    assert "[2]" in kernel.ok("%rerun").stdout
    assert kernel.value("t()") == "5.0"
    assert "Nothing is stale" in kernel.ok("%stale").stdout


def test_a_batch_run_is_not_told_what_the_next_cell_brings_up_to_date(start):
    kernel = start()
    kernel.ok("var lr = 0.1")
    kernel.ok("func t() -> Double { lr * 10 }")
    assert kernel.ok("var lr = 0.5").outputs == []


def test_a_function_beside_a_redeclared_variable_is_named(start):
    kernel = start()
    kernel.ok("var rate = 0.1\nfunc scaled() -> Double { rate * 10 }")
    assert "scaled (cell [1]) still uses rate of cell [1]" in told(kernel.ok("var rate = 0.5"))


# Memory

def test_old_values_are_released(start):
    kernel = start()
    kernel.ok("final class Held { static var released = 0; deinit { Held.released += 1 } }")
    for _ in range(3):
        run(kernel, "a", "var held = Held()\nlet alsoHeld = [Held()]")
    kernel.ok("1")
    assert kernel.value("Held.released") == "4"


def test_values_of_all_kinds_are_released(start):
    """By their types' mangled names: the type of each is one that the runtime must find."""
    kernel = start()
    kernel.ok("final class Held { static var released = 0; deinit { Held.released += 1 } }\n"
              "struct Pair<A, B> { var a: A; var b: B }\n"
              "struct Owner: ~Copyable { let held: Held }\nprotocol P {}\nextension Held: P {}")
    values = ["(1, Held())", "Optional(Held())", '["a": [Held()]]', "{ [h = Held()] in h }",
              "Pair(a: 1, b: [Held()])", "Owner(held: Held())", "Held() as any P", "Held() as Any",
              "{ [h = Held()] (n: Int) async throws -> Held in h }"]
    names = ["cell", "x", "größe", "held", "step_1", "owner", "any_", "_1", "closure"]
    code = "\n".join(f"let {name} = {value}" for name, value in zip(names, values, strict=True))
    run(kernel, "a", code)
    run(kernel, "a", code)
    kernel.ok("1")
    assert kernel.value("Held.released") == str(len(values))


def test_a_value_without_storage_is_released(start):
    kernel = start()
    kernel.ok("struct Token: ~Copyable { nonisolated(unsafe) static var ended = 0; deinit { Token.ended += 1 } }\n"
              "struct Empty {}\nfunc token() -> Int { 0 }")
    code = "let token1 = Token()\nlet token2: Token = Token()\nlet empty = Empty()\nlet none: Void = ()"
    run(kernel, "a", code)
    run(kernel, "a", code)
    kernel.ok("1")
    assert kernel.value("Token.ended") == "2"
    # Of the same name in another cell; the first type's values end with it.
    run(kernel, "b", "struct Token { static let ended = 5 }")
    run(kernel, "a", code)
    kernel.ok("1")
    assert kernel.value("Token.ended") == "5"


def test_a_value_that_code_refers_to_stays(start):
    kernel = start()
    kernel.ok("final class Held { var n = 1; deinit { n = 0 } }")
    run(kernel, "a", "var held = Held()")
    run(kernel, "b", "func peek() -> Int { held.n }")
    run(kernel, "a", "var held = Held()")
    kernel.ok("1")
    assert kernel.value("peek()") == "1"


HELD = "final class Held { static var released = 0; deinit { Held.released += 1 } }"


LATER = """
struct Later { let value: () -> Int; init(_ value: @autoclosure @escaping () -> Int) { self.value = value } }
@propertyWrapper struct LaterOnce {
  let value: () -> Int
  init(wrappedValue: @autoclosure @escaping () -> Int) { value = wrappedValue }
  var wrappedValue: Int { value() }
}
infix operator |||
func ||| (a: Int, b: @autoclosure @escaping () -> Int) -> Later { Later(b()) }
"""


@pytest.mark.parametrize("code, use", [
    ("func count() -> Int { held.count }", "count()"),
    ("func count() -> Int { held.count }\nfunc twice() -> Int { count() * 2 }\nprint(twice())", "twice()"),
    ("var count: Int { held.count }\nfunc twice() -> Int { count * 2 }", "twice() + count"),
    ("func count() -> Int { held.count }", "[count()].map { $0 + 1 }"),
])
def test_a_value_that_only_replaced_functions_read_is_released(start, code, use):
    kernel = start()
    kernel.ok(HELD)
    run(kernel, "a", "var held = [Held()]\n" + code)
    value = run(kernel, "b", use).result_text
    run(kernel, "a", "var held = [Held()]\n" + code)
    kernel.ok("1")
    assert kernel.value("Held.released") == "1"
    assert run(kernel, "b", use).result_text == value


@pytest.mark.parametrize("code, user, check", [
    ("func count() -> Int { held.count }", "let kept = count", "kept() == 1"),
    ("func count() -> Int { held.count }", "let kept = { count() }", None),
    ("func make() -> () -> Int { { held.count } }", "let kept = make()", "kept() == 1"),
    ("func make() -> () -> Int { func inner() -> Int { held.count }; return inner }", "let kept = make()",
     "kept() == 1"),
    ("func make() -> () -> Int { var c: Int { held.count }; return { c } }", "let kept = make()", "kept() == 1"),
    ("struct Counter { func callAsFunction() -> Int { held.count } }", "let kept = Counter()", "kept() == 1"),
    ("func count() async -> Int { await Task.yield(); return held.count }", "let kept = Task { await count() }", None),
    ("func count() -> Int { held.count }\nlet kept = count", "_ = kept()", None),
    ("func count() async -> Int { try? await Task.sleep(for: .seconds(1)); return held.count }",
     "async let kept = count()", None),
    ("infix operator +++\nfunc +++ (a: Int, b: Int) -> Int { a + b + held.count }", "let kept = { 1 +++ 2 }", None),
    ("func make() -> Later { Later(held.count) }", "let kept = make()", "kept.value() == 1"),
    ("let made = Later(held.count)", "let kept = made", "kept.value() == 1"),
    ("let made = 1 ||| held.count", "let kept = made", "kept.value() == 1"),
    ("func make() -> LaterOnce { @LaterOnce var made = held.count; return _made }", "let kept = make()",
     "kept.value() == 1"),
])
def test_a_value_that_a_kept_function_may_read_stays(start, code, user, check):
    kernel = start()
    kernel.ok(HELD + LATER)
    run(kernel, "a", "var held = [Held()]\n" + code)
    run(kernel, "b", user)
    run(kernel, "a", "var held: [Held] = []\n" + code)
    kernel.ok("1")
    assert kernel.value("Held.released") == "0"
    assert check is None or kernel.value(check) == "true"


REMOVED = [
    ("struct S { var x = 1 }\nprotocol P { var name: String { get } }", "S()"),
    ("struct S<T> { var x: T }\nprotocol P { var name: String { get } }", "S(x: 1)"),
    ("class Base {}\nfinal class S: Base {}\nprotocol P { var name: String { get } }", "S()"),
    ("enum Outer { enum S { case a } }\ntypealias S = Outer.S\nprotocol P { var name: String { get } }", "S.a"),
    ("typealias S = Int\nprotocol P { var name: String { get } }", "3"),
]


@pytest.mark.parametrize("types, value", REMOVED)
def test_casts_do_not_find_a_conformance_that_an_edit_has_removed(start, types, value):
    """Also values and functions that are older than the edit."""
    kernel = start()
    kernel.ok(types)
    conformance = 'extension S: P {{ var name: String {{ "{}" }} }}'
    run(kernel, "edited", conformance.format("one"))
    kernel.ok(f'let value: Any = {value}\nfunc name(_ a: Any) -> String {{ (a as? any P)?.name ?? "none" }}\n'
              "let kept = value as! any P")
    assert kernel.value("name(value)") == '"one"'
    for code, name in [("let other = 1", "none"), (conformance.format("two"), "two"), ("let other = 2", "none")]:
        run(kernel, "edited", code)
        assert kernel.value(f"(name(value), name({value}))") == f'("{name}", "{name}")'
    # What was made with it goes on.
    assert kernel.value("kept.name") in ('"one"', '"two"')


def test_a_crash_of_the_compiler_is_one_sentence(start):
    """It crashes where a variable's type needs a conformance that an edit has removed."""
    kernel = start()
    kernel.ok("struct K { var n = 1 }")
    run(kernel, "edited", "extension K: Hashable {\n  static func == (a: K, b: K) -> Bool { a.n == b.n }\n"
        "  func hash(into h: inout Hasher) { h.combine(n) }\n}")
    kernel.ok("var keys: Set<K> = [K()]")
    run(kernel, "edited", "let other = 1")
    error = kernel.error("keys.count")
    assert "the compiler crashed on this cell" in error.evalue
    assert "/tmp/" not in error.traceback and len(error.traceback.splitlines()) < 5


def test_what_is_printed_follows_a_removed_conformance(start):
    kernel = start()
    cell = "struct S { var x = 1 }\n"
    described = 'extension S: CustomStringConvertible { var description: String { "described" } }'
    run(kernel, "a", cell + described + "\nextension S: Hashable {}")
    kernel.ok("let s = S()\nlet all: [Any] = [s]")
    assert kernel.ok("print(s, all, all[0] is any Hashable)").stdout == "described [described] true\n"
    run(kernel, "a", cell)
    printed = kernel.ok("print(s, all, all[0] is any Hashable)").stdout
    assert re.fullmatch(r"S\(x: 1\) \[\S*S\(x: 1\)\] false\n", printed)


def test_a_conformance_that_another_cell_declares_too_stays(start):
    kernel = start()
    kernel.ok("struct S {}\nprotocol P { var name: String { get } }")
    run(kernel, "a", 'extension S: P { var name: String { "a" } }')
    run(kernel, "b", 'extension S: P { var name: String { "b" } }')
    run(kernel, "a", "let other = 1")
    assert kernel.value('(S() as Any as? any P)?.name ?? "none"') == '"b"'


@pytest.mark.parametrize("first, then", [
    ("func f() -> some P { Q(n: 1) }", "func f() -> some P { Q(n: 2) }"),
    ("var f: some P { Q(n: 1) }", "var f: some P { Q(n: 2) }"),
    ("static func f() -> some P { Q(n: 1) }", "static func f() -> some P { Q(n: 2) }\n  var more: Int { 1 }"),
])
def test_an_extension_with_opaque_results_runs_again_where_no_front_end_names_cells(start, first, then):
    kernel = start()
    kernel.ok("protocol P {}\nstruct Q: P { var n = 1 }")
    kernel.ok(f"extension Q {{ {first} }}")
    kernel.ok(f"extension Q {{ {then} }}")
    use = {"f": "Q().f()", "v": "Q().f", "s": "Q.f()"}[first[0]]
    assert kernel.value(use) == "Q(n: 2)"


def test_a_large_value_declared_many_times_takes_the_memory_of_one(start):
    kernel = start()
    code = "var big = [UInt8](repeating: 1, count: 100_000_000)"
    for _ in range(8):
        run(kernel, "a", code)
    kernel.ok("1")
    host = next(p for p in kernel.processes() if "superpose-cell" in p.name())
    assert host.memory_info().rss < 350e6


@pytest.mark.parametrize("old, user, new, sentence", [
    ("enum Mode { case on, off }", "func say(_ m: Mode) -> Bool { switch m { case .on: true; case .off: false } }",
     "enum Mode { case on, off\n case auto }", "say (cell [2]) still uses Mode of cell [1]"),
    ("struct P { var x = 1 }", "func first(_ p: P) -> Int { p.x }", "struct P { var y = 0, x = 1 }",
     "first (cell [2]) still uses P of cell [1]"),
    ("struct P { var x = 1 }", "extension P { var twice: Int { 2 * x } }", "struct P { var y = 0, x = 1 }",
     "extension P (cell [2]) still uses P of cell [1]"),
    ("typealias Number = Float", "func half(_ n: Number) -> Number { n / 2 }", "typealias Number = Double",
     "half (cell [2]) still uses Number of cell [1]"),
    ("protocol Named { var name: String { get } }", "func greet(_ x: some Named) {}",
     "protocol Named { var title: String { get } }", "greet (cell [2]) still uses Named of cell [1]"),
])
def test_users_of_an_edited_type_are_named(start, old, user, new, sentence):
    kernel = start()
    run(kernel, "type", old, allow_stdin=True)
    run(kernel, "user", user, allow_stdin=True)
    assert sentence in told(run(kernel, "type", new, allow_stdin=True))
    assert sentence in kernel.ok("%stale").stdout


def test_an_extension_beside_its_type_is_not_stale(start):
    kernel = start()
    cell = "struct P { var x = #1 }\nextension P { var twice: Int { 2 * x } }"
    run(kernel, "type", cell.replace("#", ""), allow_stdin=True)
    assert told(run(kernel, "type", cell.replace("#", "1"), allow_stdin=True)) == ""
    assert kernel.ok("%stale").stdout == "Nothing is stale.\n"
    assert kernel.value("P().twice") == "22"


def test_a_caller_bound_to_a_version_that_was_edited_away_is_stale(start):
    kernel = start()
    run(kernel, "total", "func total(_ xs: [Int]) -> Int { 1 }")
    run(kernel, "user", "func report() -> Int { total([]) }")
    run(kernel, "total", "func total(_ xs: [Int]) -> Int { 2 }")
    assert kernel.value("report()") == "2" and kernel.ok("%stale").stdout == "Nothing is stale.\n"
    run(kernel, "total", "func total(_ xs: some Collection<Int>) -> Int { 3 }")
    assert "report (cell [2]) still uses total of cell [3]" in kernel.ok("%stale").stdout
    kernel.ok("%rerun")
    assert kernel.value("report()") == "3"


@pytest.mark.parametrize("value, user", [
    ("let stored = g", "stored"), ("let list = [g, g]", "list"), ("let box = Box(f: g)", "box"),
    ("let doubled = [1, 2].map(g)", "doubled"),
])
def test_values_that_keep_an_edited_function_are_stale(start, value, user):
    kernel = start()
    run(kernel, "g", "func g(_ x: Int) -> Int { x }")
    run(kernel, "value", f"struct Box {{ let f: (Int) -> Int }}\n{value}")
    run(kernel, "g", "func g(_ x: Int) -> Int { 10 * x }")
    assert kernel.ok("%stale").stdout == f"{user} (cell [2]) still uses g of cell [1]; run it again\n"
    kernel.ok("%rerun")
    assert kernel.ok("%stale").stdout == "Nothing is stale.\n"


def test_a_value_that_called_an_edited_function_is_only_a_result(start):
    kernel = start()
    run(kernel, "g", "func g(_ x: Int) -> Int { x }")
    run(kernel, "value", "let result = g(1)\nlet later = { g(1) }")
    run(kernel, "g", "func g(_ x: Int) -> Int { 10 * x }")
    assert kernel.ok("%stale").stdout == "Nothing is stale.\n" and kernel.value("later()") == "10"


@pytest.mark.parametrize("head", ["", "import Foundation\n"], ids=["by name", "as a whole module"])
@pytest.mark.parametrize("old, new, use, shown", [
    ("let a = #", "let b = 3", "a", None),
    ("func f() -> Int { # }", "func g() -> Int { 3 }", "f()", None),
    ("func f(_ xs: [Int]) -> Int { # }", "func f(_ xs: some Collection<Int>) -> Int { 3 }", "f([1])", "3"),
    ("extension Int { var f: Int { # } }", "extension Int { var g: Int { 3 } }", "1.f", None),
    ("protocol P {}\nextension P { var f: Int { # } }\nstruct S: P {}",
     "protocol P {}\nextension P { var g: Int { 3 } }\nstruct S: P {}", "S().f", None),
    ("struct S { var x = 1 }\nextension S: Equatable { static func == (a: S, b: S) -> Bool { true } }\n"
     "struct T: Equatable { var s = S() }\nfunc f() -> Int { # }",
     "struct S { var x = 1 }\nextension S: Equatable { static func == (a: S, b: S) -> Bool { true } }\n"
     "struct T: Equatable { var s = S() }\nfunc g() -> Int { 3 }", "f()", None),
    ("struct S {}\nfunc make() -> Int { # }", "struct S {}\nfunc build() -> Int { 3 }", "make()", None),
])
def test_no_earlier_run_of_a_cell_comes_back(start, head, old, new, use, shown):
    kernel = start()
    for number in "12":
        run(kernel, "edited", head + old.replace("#", number))
    run(kernel, "edited", head + new)
    if shown:
        assert kernel.value(use) == shown
    else:
        assert re.search("cannot find|has no member", kernel.error(use).evalue)


def test_overloads_of_other_cells_outlast_edits(start):
    kernel = start()
    run(kernel, "first", 'func f(_ s: String) -> String { "s" }')
    run(kernel, "edited", "func f(_ xs: [Int]) -> Int { 1 }")
    run(kernel, "second", "func f(_ d: Double) -> Double { 2.5 }")
    run(kernel, "edited", "func f(_ xs: [Int]) -> Int { 2 }")
    run(kernel, "edited", "func f(_ xs: some Collection<Int>) -> Int { 3 }")
    assert kernel.value('(f("a"), f(1.0), f([1]))') == '("s", 2.5, 3)'


@pytest.mark.parametrize("head", ["", "import Foundation\n"], ids=["by name", "as a whole module"])
@pytest.mark.parametrize("cell", [None, "edited"])
def test_a_function_with_an_opaque_result_runs_again(start, head, cell):
    kernel = start()
    for number in "123":
        kernel.ok(head + f"func make() -> some Sequence<Int> {{ [{number}] }}",
                  metadata={"cellId": cell} if cell else {})
        if number == "1":
            kernel.ok("func use() -> [Int] { Array(make()) }")
    assert kernel.value("Array(make())") == "[3]" and kernel.value("use()") == "[3]"
