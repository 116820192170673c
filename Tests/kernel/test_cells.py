"""Any legal Swift is a legal cell."""

import pytest

from conftest import check_clean

# The last expression

@pytest.mark.parametrize("code, shown", [
    ("1 + 1", "2"),
    ('"text"', '"text"'),
    ('"héllo 😀\\n\\"q\\""', '"héllo 😀\\n\\"q\\""'),
    ('"text".prefix(2)', '"te"'),
    ('Character("a")', '"a"'),
    ("1.5", "1.5"),
    ("true", "true"),
    ("[1, 2, 3]", "[1, 2, 3]"),
    ('["a": 1]', '["a": 1]'),
    ("Optional(3)", "Optional(3)"),
    ("nil as Int?", "nil"),
    ("(1, \"a\")", '(1, "a")'),
    ("1...3", "1...3"),
    ("let shownTwice = 4\nshownTwice", "4"),
    ("let a1 = 1; a1 + 1", "2"),
    ("[3, 1, 2].sorted { $0 > $1 }", "[3, 2, 1]"),
    ("5 // a comment behind", "5"),
    ("5\n\n", "5"),
])
def test_the_value_of_the_last_expression_is_shown(kernel, code, shown):
    result = kernel.ok(code)
    assert result.types == ["execute_result"]
    assert result.result_text == shown
    assert result.of_type("execute_result")[0]["execution_count"] == result.count


@pytest.mark.parametrize("code", [
    "()",
    "let quiet = 5",
    "var assigned = 0\nassigned = 7",
    "var increased = 0\nincreased += 7",
    "func declared() {}",
    "struct Declared {}",
    "5;",
    "[1].count ;",
    "for _ in 0..<3 {}",
    "import Foundation",
    "func nothing() {}\nnothing()",
    "_ = 5",
    "typealias Numbers = [Int]",
])
def test_void_assignments_declarations_and_a_trailing_semicolon_show_nothing(kernel, code):
    assert kernel.ok(code).outputs == []


def test_the_value_of_a_struct_and_of_a_class_names_no_module(kernel):
    assert kernel.value("struct Point { var x = 1 }\nPoint()") == "Point(x: 1)"
    assert kernel.value("final class Box { var x = 1 }\nBox()") == "Box(x: 1)"
    kernel.ok("enum Side { case left(Int) }\nstruct Pair { var side = Side.left(1) }")
    for code in ("[Side.left(3)]", "[1: Pair()]", "Pair()", "Optional(Point())", "[Box()]"):
        text = kernel.value(code)
        check_clean(text)
    assert kernel.value("[Point(), Point()].map { $0.x }") == "[1, 1]"


def test_an_error_thrown_by_the_last_expression_is_the_cells_error(kernel):
    kernel.ok("struct Refusal: Error {}\nfunc refuse() throws -> Int { throw Refusal() }")
    assert kernel.error("try refuse()").ename == "Refusal"


def test_a_noncopyable_last_value_does_not_fail_the_cell(kernel):
    assert kernel.ok("struct Unique: ~Copyable { var x = 1 }\nUnique()").status == "ok"


# State between cells

def test_variables_are_seen_and_changed_by_later_cells(kernel):
    kernel.ok("var total = 1\nlet step = 10")
    kernel.ok("total += step")
    assert kernel.value("total") == "11"


def test_anything_can_be_redefined(kernel):
    kernel.ok("let thing = 1\nfunc twice(_ x: Int) -> Int { x * 2 }\nstruct Shape { let sides = 3 }")
    assert kernel.value("(thing, twice(2), Shape().sides)") == "(1, 4, 3)"
    kernel.ok('let thing = "one"\nfunc twice(_ x: Int) -> Int { x * 20 }\n'
              "struct Shape { let sides = 4 }")
    assert kernel.value("thing") == '"one"'
    assert kernel.value("twice(2)") == "40"
    assert kernel.value("Shape().sides") == "4"
    kernel.ok("func thing2() -> Int { 5 }")
    kernel.ok("let thing2 = 6")
    assert kernel.value("thing2") == "6"


def test_a_cell_runs_again_and_again(kernel):
    code = """
        struct Again: Equatable { var n = 1 }
        protocol Named { var name: String { get } }
        extension Int: Named { var name: String { "number \\(self)" } }
        infix operator <+>: AdditionPrecedence
        func <+> (a: Int, b: Int) -> Int { a + b + 100 }
        let again = Again()
        (again.n <+> 1).name
        """
    for _ in range(3):
        assert kernel.value(code) == '"number 102"'


def test_a_value_of_a_redefined_type_stays_usable(kernel):
    kernel.ok("struct Old { var a = 1 }\nvar old = Old()")
    kernel.ok("struct Old { var b = 2 }")
    assert kernel.value("old.a") == "1"
    assert kernel.value("Old().b") == "2"


def test_imports_persist(kernel):
    kernel.ok("import Foundation")
    assert kernel.value("pow(2.0, 3.0)") == "8.0"
    assert kernel.value('URL(string: "http://a.b/c")!.lastPathComponent') == '"c"'
    assert kernel.value("import Foundation\nsqrt(4.0)") == "2.0"


def test_toylib_plot_and_display_are_there_from_the_start(kernel):
    assert kernel.value("let toy: any ToyModel = ReLUOutputModel(hidden: 2)\ntype(of: toy)") \
        == "ReLUOutputModel"
    kernel.ok('try display("shown")')


def test_functions_see_variables_of_their_own_and_of_earlier_cells(kernel):
    kernel.ok("var counter = 0")
    kernel.ok("func count() { counter += 1 }\ncount()\ncount()")
    kernel.ok("count()")
    assert kernel.value("counter") == "3"


def test_closures_and_class_instances_keep_their_state(kernel):
    kernel.ok("final class Tally { var n = 0 }\nlet tally = Tally()\nlet add = { tally.n += 1 }")
    kernel.ok("add(); add()")
    assert kernel.value("tally.n") == "2"


# The language

LANGUAGE = {
    "generics": (
        "struct Stack<Element> { var items: [Element] = []\n"
        "  mutating func push(_ item: Element) { items.append(item) } }\n"
        "func largest<T: Comparable>(_ xs: [T]) -> T? { xs.max() }\n"
        "var stack = Stack<Int>()\nstack.push(3)\n(stack.items, largest([1, 9, 3]))",
        "([3], Optional(9))"),
    "protocols with defaults and associated types": (
        "protocol Source { associatedtype Item; func next() -> Item }\n"
        "extension Source where Item == Int { func doubled() -> Int { next() * 2 } }\n"
        "struct Four: Source { func next() -> Int { 4 } }\nFour().doubled()", "8"),
    "extensions": (
        "extension String { var shouted: String { uppercased() + \"!\" } }\n\"hey\".shouted",
        '"HEY!"'),
    "operators": (
        "infix operator **: MultiplicationPrecedence\n"
        "func ** (b: Int, e: Int) -> Int { (0..<e).reduce(1) { a, _ in a * b } }\n"
        "prefix operator √\nprefix func √ (x: Double) -> Double { x.squareRoot() }\n"
        "(2 ** 10, √9.0)", "(1024, 3.0)"),
    "property wrappers": (
        "@propertyWrapper struct Clamped { var value: Int\n"
        "  var wrappedValue: Int { get { value } set { value = min(newValue, 10) } }\n"
        "  init(wrappedValue: Int) { value = min(wrappedValue, 10) } }\n"
        "struct Volume { @Clamped var level = 50 }\nVolume().level", "10"),
    "result builders": (
        "@resultBuilder struct Lines { static func buildBlock(_ p: String...) -> String "
        "{ p.joined(separator: \"|\") } }\n"
        "func lines(@Lines _ make: () -> String) -> String { make() }\nlines { \"a\"; \"b\" }",
        '"a|b"'),
    "key paths": ("struct K { var a = 5 }\n[K(), K()].map(\\.a)", "[5, 5]"),
    "multi-line strings": ('let text = """\n  one\n    two\n  """\ntext', '"one\\n  two"'),
    "raw strings": ('#"a\\nb"#', '"a\\\\nb"'),
    "regular expressions": ('"a12b".firstMatch(of: /[0-9]+/).map { String($0.0) }', 'Optional("12")'),
    "pattern matching": (
        "enum Tree { indirect case node(Tree, Tree); case leaf(Int) }\n"
        "func sum(_ t: Tree) -> Int { switch t { case .leaf(let n): n; "
        "case .node(let a, let b): sum(a) + sum(b) } }\nsum(.node(.leaf(1), .leaf(2)))", "3"),
    "guard at top level": ("guard let number = Int(\"5\") else { fatalError() }\nnumber", "5"),
    "do and catch": (
        "struct Oops: Error {}\nvar seen = \"\"\ndo { throw Oops() } catch { seen = \"\\(error)\" }\n"
        "seen", '"Oops()"'),
    "defer": ("var log: [Int] = []\nfunc d() { defer { log.append(2) }; log.append(1) }\nd()\nlog",
              "[1, 2]"),
    "labelled loops": ("var found = 0\nouter: for i in 1... { for j in 1...3 where i * j == 6 "
                       "{ found = i; break outer } }\nfound", "2"),
    "tuples destructured": ("let (first, second) = (1, 2)\nfirst + second", "3"),
    "lazy and observed variables": (
        "var changes = 0\nvar watched = 0 { didSet { changes += 1 } }\nwatched = 1\nwatched = 2\n"
        "changes", "2"),
    "computed variables": ("var base = 2\nvar squared: Int { base * base }\nbase = 5\nsquared", "25"),
    "unicode identifiers": ("let π = 3\nlet 🐶 = 4\nlet größe = 5\nπ + 🐶 + größe", "12"),
    "macros of the toolchain": (
        "import Observation\n@Observable final class Model { var n = 1 }\nlet model = Model()\n"
        "model.n += 1\nmodel.n", "2"),
    "a subclass": (
        "class Animal { func say() -> String { \"?\" } }\n"
        "final class Dog: Animal { override func say() -> String { \"woof\" } }\n"
        "(Dog() as Animal).say()", '"woof"'),
    "existentials and opaque types": (
        "func some() -> some Collection<Int> { [1, 2] }\n"
        "let anything: [any CustomStringConvertible] = [1, \"a\"]\n"
        "(some().count, anything.map(\\.description))", '(2, ["1", "a"])'),
    "parameter packs": (
        "func pack<each T>(_ v: repeat each T) -> (repeat each T) { (repeat each v) }\n"
        "pack(1, true).1", "true"),
    "C's library": ("import Glibc\nstrlen(\"four\")", "4"),
    "codable": (
        "import Foundation\nstruct Pair: Codable { var a = 1 }\n"
        "String(decoding: try JSONEncoder().encode(Pair()), as: UTF8.self)", '"{\\"a\\":1}"'),
}


@pytest.mark.parametrize("name", LANGUAGE)
def test_a_cell_may_use(kernel, name):
    code, shown = LANGUAGE[name]
    result = kernel.ok(code)
    assert result.result_text == shown
    assert result.types == ["execute_result"]


# Concurrency

CONCURRENCY = {
    "async functions at top level": (
        "func slow() async -> Int { await Task.yield(); return 7 }\nawait slow()", "7"),
    "try await": (
        "func risky() async throws -> Int { try await Task.sleep(for: .milliseconds(5)); return 8 }\n"
        "try await risky()", "8"),
    "async let": (
        "func part(_ n: Int) async -> Int { n }\nasync let a = part(1)\nasync let b = part(2)\n"
        "await a + b", "3"),
    "actors": (
        "actor Account { var sum = 0; func add(_ n: Int) -> Int { sum += n; return sum } }\n"
        "let account = Account()\n_ = await account.add(3)\nawait account.add(4)", "7"),
    "task groups": (
        "await withTaskGroup(of: Int.self) { group in\n  for i in 1...4 { group.addTask { i } }\n"
        "  var sum = 0\n  for await part in group { sum += part }\n  return sum\n}", "10"),
    "detached tasks": ("await Task.detached { 6 * 7 }.value", "42"),
    "tasks on the main actor": ("await Task { 6 * 7 }.value", "42"),
    "async sequences": (
        "let numbers = AsyncStream<Int> { c in for i in 1...3 { c.yield(i) }; c.finish() }\n"
        "var got: [Int] = []\nfor await n in numbers { got.append(n) }\ngot", "[1, 2, 3]"),
}


@pytest.mark.parametrize("name", CONCURRENCY)
def test_a_cell_may_await(kernel, name):
    code, shown = CONCURRENCY[name]
    assert kernel.value(code) == shown


def test_cells_with_and_without_await_see_each_others_variables(kernel):
    kernel.ok("var plainSum = 1")
    kernel.ok("plainSum += await Task { 10 }.value\nvar asyncSum = plainSum")
    assert kernel.value("plainSum + asyncSum") == "22"


def test_a_task_that_a_cell_left_behind_goes_on(kernel):
    kernel.ok("var later = 0\nlet work = Task { try await Task.sleep(for: .milliseconds(50)); "
              "later = 5 }")
    assert kernel.value("try await work.value\nlater") == "5"


# Lines, counters, history

def test_crlf_is_read_as_lf(kernel):
    assert kernel.value("let crlf = 1\r\ncrlf + 1\r\n") == "2"
    assert kernel.error("let a = 1\r\nlet b: Int = \"x\"\r\n").evalue.startswith(
        f"Cell [{kernel.ok('0').count - 1}]:2:14:")


@pytest.mark.parametrize("code", ["", "   \n\t\n", "// only a comment", "/* and\nanother */",
                                  "#| label: fig-1", "//| echo: false"])
def test_a_cell_without_code_is_ok_and_shows_nothing(kernel, code):
    result = kernel.ok(code)
    assert result.outputs == []
    assert result.content["payload"] == []
    assert result.content["user_expressions"] == {}


def test_lines_for_other_tools_are_ignored_and_lines_stay(kernel):
    assert kernel.value("#| label: fig-1\n//| echo: false\n5") == "5"
    failed = kernel.error("#| label: fig-1\nlet x: Int = \"a\"")
    assert f"Cell [{failed.count}]:2:14" in failed.evalue


def test_the_counter_is_one_for_input_result_and_reply_and_grows_by_one(kernel):
    first = kernel.ok("1")
    second = kernel.ok("2")
    assert second.count == first.count + 1
    assert second.of_type("execute_input") == [{"code": "2", "execution_count": second.count}]
    assert second.of_type("execute_result")[0]["execution_count"] == second.count
    failed = kernel.error("nowhere")
    assert failed.count == second.count + 1


def test_an_empty_cell_does_not_count(kernel):
    count = kernel.ok("1").count
    assert kernel.ok("").count == count
    assert kernel.ok("1").count == count + 1


def test_store_history_off_does_not_count_but_shows(kernel):
    count = kernel.ok("1").count
    unstored = kernel.ok("var unstored = 6\nunstored", store_history=False)
    assert unstored.count == count
    assert unstored.result_text == "6"
    assert unstored.of_type("execute_input")[0]["code"] == "var unstored = 6\nunstored"
    assert kernel.ok("unstored").count == count + 1


@pytest.mark.parametrize("store_history", [True, False])
def test_silent_publishes_states_only_and_still_runs(kernel, store_history):
    count = kernel.ok("var silently = 0").count
    silent = kernel.ok("silently += 1\nprint(\"unheard\")\ntry display(1)\nsilently",
                       silent=True, store_history=store_history)
    assert [m["msg_type"] for m in silent.messages] == ["status", "status"]
    assert silent.count == count
    after = kernel.ok("silently")
    assert (after.result_text, after.count) == ("1", count + 1)


def test_a_silent_error_is_in_the_reply_only(kernel):
    silent = kernel.execute("fatalError(\"quiet\")", silent=True)
    assert silent.status == "error"
    assert silent.evalue == "quiet"
    assert [m["msg_type"] for m in silent.messages] == ["status", "status"]


def test_user_expressions_are_evaluated_after_the_cell(kernel):
    result = kernel.ok("let seven = 7", user_expressions={
        "a": "seven + 1", "text": '"t"', "bad": "nowhere", "trap": "[Int]()[3]", "none": "()"})
    expressions = result.content["user_expressions"]
    assert set(expressions) == {"a", "text", "bad", "trap", "none"}
    assert expressions["a"] == {"status": "ok", "data": {"text/plain": "8"}, "metadata": {}}
    assert expressions["text"]["data"]["text/plain"] == '"t"'
    assert expressions["bad"]["status"] == "error"
    assert expressions["bad"]["ename"] == "CompileError"
    assert expressions["trap"]["ename"] == "FatalError"
    assert expressions["trap"]["traceback"]
    assert result.outputs == []
    assert kernel.value("seven") == "7"


def test_user_expressions_of_a_silent_empty_cell_are_evaluated(kernel):
    kernel.ok("let eight = 8")
    result = kernel.ok("", silent=True, user_expressions={"x": "eight"})
    assert result.content["user_expressions"]["x"]["data"]["text/plain"] == "8"


def test_user_expressions_of_a_failed_cell_are_not_evaluated(kernel):
    failed = kernel.execute("nowhere", user_expressions={"a": "1"})
    assert failed.content.get("user_expressions", {}) == {}


def test_the_reply_tells_when_the_cell_started(kernel):
    reply = kernel.ok("1").reply
    assert reply["metadata"]["started"]


def test_forty_declarations_in_one_cell(kernel):
    lines = []
    for i in range(10):
        lines += [f"let v{i} = {i}", f"func f{i}() -> Int {{ v{i} }}",
                  f"struct S{i} {{ let n = f{i}() }}", f"extension S{i} {{ var m: Int {{ n + 1 }} }}"]
    assert kernel.value("\n".join(lines) + "\nS9().m") == "10"
