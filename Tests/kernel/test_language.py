"""What compiles in one file compiles over cells, and means the same."""

import pytest

from conftest import plain


@pytest.mark.parametrize("cells, shown", [
    (["func square(_ n: Int) -> Int { n * n }",
      "await withTaskGroup(of: Int.self) { g in for i in 0..<4 { g.addTask { square(i) } }; "
      "return await g.reduce(0, +) }"], "14"),
    (["let five = 5", "await Task.detached { five }.value"], "5"),
    (["func later() async -> Int { 3 }\nvar waited = await later()", "func use() -> Int { waited + 1 }", "use()"], "4"),
    (["struct Countdown: Sequence, IteratorProtocol { var n = 3; "
      "mutating func next() -> Int? { n -= 1; return n < 0 ? nil : n } }", "Array(Countdown())"], "[2, 1, 0]"),
    (['class Base: CustomStringConvertible { var description: String { "base" } }',
      "class Derived: Base { var y = 3 }", "Derived().y"], "3"),
    (["func up(_ n: Int) -> Int { n + 1 }\nfunc down(_ n: Int) -> Int { n - 1 }",
      "let step: (Int) -> Int = true ? up : down", "step(3)"], "4"),
    (["@MainActor func onMain() -> Int { 7 }", "onMain()"], "7"),
    (['"ab12".firstMatch(of: /[0-9]+/)!.output'], '"12"'),
    (["let f: @Sendable (Int) -> Int = { $0 }\nawait Task.yield()", "f(3)"], "3"),
    (["var f: (Int) async -> Int = { $0 }\nawait Task.yield()", "await f(4)"], "4"),
    (["func one() async throws -> Int { 1 }", "let f = one\nlet fs = [f]\nawait Task.yield()",
      "try await f() + fs[0]()"], "2"),
    (["private func hidden() -> Int { 3 }", "hidden()"], "3"),
    (["private struct P { var x = 1 }\nfileprivate let p = P()", "p.x"], "1"),
    (["extension Int { private var triple: Int { self * 3 } }", "3.triple"], "9"),
    (["struct P { fileprivate func y() -> Int { 4 } }", "P().y()"], "4"),
    (["struct P { private func y() -> Int { 4 }\n private static var z: Int { 1 } }",
      "extension P { func w() -> Int { y() + P.z } }", "P().w()"], "5"),
    # The word need not be the first.
    (["struct P { static private func y() -> Int { 4 }\n nonisolated fileprivate static var z: Int { 1 }\n"
      " @inline(never) mutating private func m() -> Int { 2 } }\nnonisolated(unsafe) private var one = 1",
      "var p = P()\nP.y() + P.z + p.m() + one"], "8"),
    (["final class A { nonisolated(unsafe) static private var n = 1\n final private func f() -> Int { Self.n } }",
      "extension A { func g() -> Int { f() } }", "A().g()"], "1"),
    (["final private class A { let x = 3 }", "A().x"], "3"),
    (["enum E { case a\n fileprivate enum K { fileprivate static func k() -> Int { 6 } } }", "E.K.k()"], "6"),
    (["final class A { private func f() -> Int { 1 } }", "extension A { func g() -> Int { f() } }", "A().g()"], "1"),
    (["class A { fileprivate init(_ n: Int) { x = n }\n let x: Int }", "A(3).x"], "3"),
    (["class A { private static func f() -> Int { 4 } }", "extension A { static func g() -> Int { f() } }", "A.g()"],
      "4"),
    # A class and its base class may each keep a member of the same name private, in one cell or over several.
    (["class A { private var n = 1; private func f() -> Int { n }; func a() -> Int { f() } }\n"
      "class B: A { private var n = 2; func f() -> Int { n } }", "B().a() * 10 + B().f()"], "12"),
    (["class A { private func f() -> Int { 1 }; func a() -> Int { f() } }\nclass B: A { func f() -> Int { 2 } }",
      "class C: B { override func f() -> Int { super.f() + 1 } }", "C().a() * 10 + C().f()"], "13"),
    (["class A { private let name = \"a\"; private func f() -> Int { 1 }; func a() -> String { \"\\(name)\\(f())\" } }",
      "class B: A { private let name = 7; private func f() -> Int { 2 }\n"
      " func b() -> String { \"\\(name)\\(f())\\(a())\" } }",
      "class C: B { let name = [1]; func f() -> Int { 3 }; func c() -> String { \"\\(name)\\(f())\\(b())\" } }",
      "func make() -> C { C() }", "make().c() + \"\\(C().name) \\(C()[keyPath: \\.name])\""], '"[1]372a1[1] [1]"'),
    (["class X { init() {}; private init(_ n: Int) {}; private subscript(i: Int) -> Int { i }\n"
      " private static func s() -> Int { 1 }; private class var t: Int { 2 } }",
      "class Y: X { var m = 0; init(_ n: Int) { super.init(); m = n }; subscript(i: Int) -> Int { i * 10 }\n"
      " static func s() -> Int { 4 }; static var t: Int { 9 } }",
      "Y(5).m + Y(3)[2] + Y.s() * 100 + Y.t * 1000"], "9425"),
    (["class A { private func f() -> Int { 1 }; func a() -> Int { f() } }",
      "class B: A { private func f() -> Int { 2 }; func b() -> Int { f() } }\n"
      "class C: B { private func f() -> Int { 3 }; func c() -> Int { f() } }",
      "C().a() * 100 + C().b() * 10 + C().c()"], "123"),
    (["actor A { private func f() -> Int { 1 } }", "extension A { func g() -> Int { f() } }", "await A().g()"], "1"),
    (["#!/usr/bin/env swift\n4"], "4"),
    (["\ufeff5"], "5"),
    (["@main struct App { static func main() { answer = 6 } }\nvar answer = 0", "answer"], "6"),
    (["precedencegroup Own { associativity: left }\ninfix operator |> : Own\n"
      "func |> <A, B>(a: A, f: (A) -> B) -> B { f(a) }", "[1, 2] |> { $0.count }"], "2"),
    (["let base = [10, 20]", "base\n#if os(Linux)\n  .filter { $0 > 10 }\n#else\n  .filter { $0 < 10 }\n#endif"],
     "[20]"),
    (["import Foundation", "import Foundation; let i = 1; import Dispatch\ni"], "1"),
    (["import struct Foundation.Date", "Date(timeIntervalSince1970: 0) == Date(timeIntervalSince1970: 0)"], "true"),
    (["import struct Foundation.Date", "struct Date { var mine = 8 }", "Date().mine"], "8"),
    (["import func Glibc.cos", "import Glibc\nsin(0.0)"], "0.0"),
    (["import Foundation\natexit {} == 0"], "true"),
    (["import Foundation\nfflush(stdout)"], None),
])
def test_legal_swift_runs(start, cells, shown):
    kernel = start()
    for code in cells[:-1]:
        assert kernel.ok(code).outputs == []
    assert kernel.value(cells[-1]) == shown


def test_what_a_guard_binds_is_there_in_later_cells(start):
    kernel = start()
    kernel.ok("enum Reading { case value(Int, unit: String), none }\nstruct Missing: Error {}\n"
              "func fetch() async -> Double? { 1.5 }\nlet reading = Reading.value(3, unit: \"m\")")
    kernel.ok("guard case .value(let n, let unit) = reading, n > 2, let m = Int(\"\\(n)\") else { throw Missing() }")
    assert kernel.value("\"\\(n)\\(unit)\\(m)\"") == '"3m3"'
    assert kernel.ok("guard var list = Optional([1]), !list.isEmpty else { fatalError() }").outputs == []
    assert kernel.value("list.append(n); list") == "[1, 3]"
    kernel.ok("guard let waited = await fetch() else { fatalError() }")
    kernel.ok("func half() -> Double { waited / 2 }")
    assert kernel.value("half()") == "0.75"
    # One that is bound from an older cell's variable of the same name.
    assert kernel.value("guard let n = Optional(n + 1) else { fatalError() }\nn") == "4"


def test_a_guard_can_shadow_a_variable_for_later_cells(start):
    kernel = start()
    code = "let input: String? = \"7\"\nfunc show() -> Int? { input?.count }\n" \
        "guard let input, let n = Int(input) else { fatalError() }\nprint(input.count + n)"
    for _ in range(2):
        assert kernel.ok(code).stdout == "8\n"
        assert kernel.value("[input, \"x\"]") == '["7", "x"]'
        assert kernel.value("show()") == "Optional(1)"
    shown = kernel.ok("%who").of_type("display_data")[0]["data"]["text/plain"]
    assert [line.split()[0] for line in shown.splitlines()[2:]] == ["input", "n"]
    # Variables of other cells, and a cell that runs twice.
    kernel.ok("import Foundation\nlet x: Int? = 5")
    for step in (1, 2):
        kernel.ok(f"guard let x, x > 2, let y = Optional(x + {step}) else {{ fatalError() }}", metadata={"cellId": "c"})
        assert kernel.value("func sum() -> Int { x + y }\nsum()") == str(10 + step)
    # What must stay as it is is seen in its own cell only, and never an older variable in its place.
    kernel.ok("let z = 1\nguard let x = Optional(x), var z = Optional(z) else { fatalError() }\nz += x")
    reason = "a top-level `guard` of cell [{}] has bound this name, and it is visible only there"
    count = kernel.ok("1").count
    assert f"'x' is unavailable: {reason.format(count - 1)}" in kernel.error("x + 1").evalue
    assert "'z' was bound by a top-level `guard`" in plain(kernel.error("z").traceback)
    assert kernel.value("let x = 8\nx + 1") == "9"
    assert "__" not in kernel.error("let v = 3\nguard let v else { fatalError() }").evalue


@pytest.mark.parametrize("cells, printed, shown", [
    # Before the statement the name is the older variable's, as in one file, wherever it stands.
    (["let x: Int? = 5", "print(x as Any)\nlet f = { [x] in x }\nif let x { print(x) }\n"
      "guard let x else { fatalError() }\nprint(x, f() as Any)", "x + 1"], "Optional(5)\n5\n5 Optional(5)\n", "6"),
    (["let n = 1", "func old() -> Int { n }\nguard let n = Optional(old() + 1) else { fatalError() }\nprint(n, old())",
      "[n, old()]"], "2 1\n", "[2, 1]"),
    (["let a = 1\nprint(a)\nguard let a = Optional(\"t\\(a)\") else { fatalError() }\nprint(a)", "a + \"!\""],
     "1\nt1\n", '"t1!"'),
    # A parameter, a variable of a block, a pattern and a member of the same name are something else.
    (["let items: [Int]? = [1, 2]\nlet sizes = items.map { items in items.count }\n"
      "switch items { case let items?: print(items[0]); default: break }\ndo { let items = 7; print(items) }\n"
      "guard case let items? = items else { fatalError() }", "items + [sizes!]"], "1\n7\n", "[1, 2, 2]"),
    (["let count: Int? = 3\nextension String { func size() -> Int { count } }\nguard let count else { fatalError() }\n"
      "print(count)", 'count + "four".size()'], "3\n", "7"),
])
def test_names_before_a_guard_are_the_older_ones(start, cells, printed, shown):
    kernel = start()
    assert "".join(kernel.ok(code).stdout for code in cells[:-1]) == printed
    assert kernel.value(cells[-1]) == shown


def test_later_cells_can_await_an_async_let(start):
    kernel = start()
    kernel.ok("struct Missing: Error {}\nfunc part(_ n: Int) async -> Int { await Task.yield(); return n }\n"
              "func risky(_ n: Int) throws -> Int { if n < 0 { throw Missing() }; return n }")
    kernel.ok("async let a = part(1), b: Double = Double(part(2))\nasync let c = try risky(3)\nasync let d = risky(-1)")
    assert kernel.value("let sum = await a + Int(b)\nsum") == "3"
    assert kernel.value("try await c + a") == "4"
    assert kernel.error("try await d").ename == "Missing"
    assert kernel.value('"\\(await a)"') == '"1"'
    # Something else of the same name.
    assert kernel.value("[5].map { a in a + 1 } + [await a]") == "[6, 1]"
    assert kernel.value("extension Int { func own() -> Int { a }; var a: Int { 9 } }\n1.own()") == "9"
    assert kernel.value("let a = 7\na") == "7"
    assert kernel.value("async let e = part(4)\nlet f = await [e, e]\nf") == "[4, 4]"
    assert kernel.value("await e * 2") == "8"
    # Several names at once.
    kernel.ok("async let (k, l) = (part(6), part(7))\n"
              "async let (m, _, n): (Int, Int, String) = try (risky(8), 0, \"n\")")
    assert kernel.value('"\\(await k)\\(await l)\\(try await m)\\(try await n)"') == '"678n"'
    kernel.ok("async let (o, p) = (risky(-1), part(1))")
    assert kernel.error("try await p").ename == "Missing"
    # One that is computed from another, in its own cell and in a later one.
    assert kernel.value("async let g = e\nasync let h: Int = g\nawait g + h") == "8"
    assert kernel.value("let j = await g\nj") == "4"


def test_async_lets_run_at_the_same_time(start):
    kernel = start()
    kernel.ok("import Foundation\n"
              "func wait() async throws -> Date { try await Task.sleep(for: .seconds(0.5)); return Date() }")
    kernel.ok("async let first = wait()\nasync let second = wait()")
    assert kernel.value("abs(try await first.timeIntervalSince(second)) < 0.4") == "true"


def test_a_guard_that_fails_says_where_like_any_statement(start):
    kernel = start()
    kernel.ok("struct Missing: Error {}\nfunc boom(_ n: Int) throws -> Int? { throw Missing() }")
    error = kernel.error("let a = 1\nguard let x = Int(\"x\"), x > 0 else {\n  throw Missing()\n}")
    assert "Cell [2], line 3" in plain(error.traceback) and "closure" not in plain(error.traceback)
    assert "'x' is unavailable: never initialised" in kernel.error("x").evalue
    assert kernel.value("a") == "1"
    error = kernel.error("guard let y = try [1].compactMap({ try boom($0) }).first else { fatalError() }")
    assert "in boom(_:)" in plain(error.traceback) and "line 1, in closure 1\n" in plain(error.traceback)
    assert "in closure 1 in" not in plain(error.traceback)
    assert "return invalid outside of a func" in kernel.error("guard let z = Int(\"1\") else { return }").evalue


@pytest.mark.parametrize("branch", [
    "#if os(Linux)\n{}\n#endif", "#if false\nlet a = 1\n#elseif os(Linux)\n{}\n#endif",
    "#if os(Linux)\n#if !DEBUG\n{}\n#endif\n#endif",
])
def test_branches_of_a_condition_are_read_like_the_rest(start, branch):
    kernel = start()
    kernel.ok("func boom() -> Int { [Int]()[9] }")
    kernel.error(branch.replace("{}", "let early = 1\nlet bad = boom()\nlet late = [1]"))
    assert kernel.value("early") == "1"
    for use in ("late.count", "for x in late {}", "late = [2]", "late[0]", "bad", "print(bad)"):
        assert "never initialised: cell [2] stopped at line" in kernel.error(use).evalue
    assert "early" in str(kernel.ok("%who").of_type("display_data"))


@pytest.mark.parametrize("code", [
    "let d: Int\nif [Int]().isEmpty { _ = boom() }\nd = 5", "let d: [Int]\ndo { _ = boom(); d = [1] }",
    "var d: Int\nif true { _ = boom() }\nd = 1",
])
def test_a_deferred_variable_that_was_not_assigned_cannot_be_read(start, code):
    kernel = start()
    kernel.ok("func boom() -> Int { [Int]()[9] }")
    kernel.error(code)
    assert "'d' is unavailable: never initialised" in kernel.error("print(d)").evalue


def test_functions_and_types_that_use_an_uninitialised_variable_are_unavailable(start):
    kernel = start()
    kernel.error("let items = [[1]][4]\nfunc total() -> Int { items.count }\n"
                 "struct Reader { var n: Int { items.count } }\nfunc other() -> Int { 2 }")
    for use in ("total()", "Reader().n"):
        assert "it uses items, never initialised: cell [1]" in kernel.error(use).evalue
    assert kernel.value("other()") == "2"


def test_a_long_cell_that_fails_keeps_what_came_before(start):
    kernel = start()
    lines = [f"let v{i} = Int(\"{i}\")!" for i in range(60)]
    lines[45] = 'let v45 = Int("no")!'
    kernel.error("\n".join(lines))
    assert kernel.value("v44") == "44"
    assert "never initialised" in kernel.error("v46").evalue


def test_the_language_mode_can_be_changed(start):
    kernel = start()
    race = "var total = 0\nawait Task.detached { total += 1 }.value\ntotal"
    assert kernel.value(race) == "1"
    assert "main actor-isolated" in kernel.error("%swift 6\n" + race).traceback
    assert kernel.value("%swift 5\n" + race) == "1"
    assert "5 or 6" in kernel.error("%swift 4").evalue


def test_module_names_never_show(start):
    kernel = start()
    kernel.ok("struct Ab { var x = 1 }\nclass Animal {}\nclass Cat: Animal {}\nclass Dog: Animal {}\n"
              "enum Oops: Error { case bad }\nfunc risky() throws { throw Oops.bad }")
    assert kernel.ok("print([Ab()], Ab.self, Optional(Cat.self)!)").stdout == "[Ab(x: 1)] Ab Cat\n"
    assert "'Cat' to 'Dog'" in kernel.error("(Cat() as Animal) as! Dog").evalue
    assert "Oops.bad" in kernel.error("try! risky()").evalue
    assert kernel.ok("dump(Ab())").stdout == "▿ Ab\n  - x: 1\n"


@pytest.mark.parametrize("code, words", [
    ("extension Kind: Comparable {}", "make 'Kind' Comparable in cell [1]"),
    ("extension Keyed: Codable {}", "make 'Keyed' Codable in cell [1]"),
    ("class Residence { var room: Room? }", "one cell"),
    ("import Foundation\nURLSession.shared", "import FoundationNetworking"),
    ("await later", "`let kept = await later`"),
    ("sin(1.0)", "import Foundation"), ("DispatchQueue.main", "import Dispatch"),
])
def test_errors_say_what_the_session_knows(start, code, words):
    kernel = start()
    kernel.ok("enum Kind { case a(Int), b }\nstruct Keyed { var v = 1; enum CodingKeys: CodingKey { case v } }\n"
              "async let (later, (_, _)) = (1, (2, 3))\nprint(await later)")
    traceback = kernel.error(code).traceback
    assert words in traceback.splitlines()[-1]


@pytest.mark.parametrize("code, meant", [
    ("lamp.colr", "colour"), ("lmap.colour", "lamp"), ("Lamp.bigg", "big"), ("let mode: Mode = .onn", "on"),
    ("let a: Strng = \"\"", "String"), ("func f(_ l: Lmp) {}", "Lamp"), ("swichOn(.on)", "switchOn"),
    ("prnt(1)", "print"), ("[1].revrsed()", "reversed"), ("let m: ToyModl? = nil", "ToyModel"),
    ("func g() { let inside = 1; print(insde) }", "inside"),
])
def test_a_misspelt_name_is_corrected(kernel, code, meant):
    kernel.ok("struct Lamp { var colour = 1; static let big = Lamp() }\nenum Mode { case on, off }")
    kernel.ok("import ToyLib")
    kernel.ok("func switchOn(_ mode: Mode) {}\nlet lamp = Lamp()")
    error = kernel.execute(code)
    assert f"; did you mean '{meant}'?" in error.evalue
    # One sentence, without the compiler's notes about what it found.
    assert "declared here" not in "\n".join(error.traceback)


@pytest.mark.parametrize("name, meant", [
    ("Fundation", "Foundation"), ("foundation", "Foundation"), ("FoundationNetwork", "FoundationNetworking"),
    ("Dispach", "Dispatch"), ("RegexBilder", "RegexBuilder"), ("ToyLlib", "ToyLib"), ("superposePlot", "SuperposePlot"),
    ("Glib", "Glibc"),
])
def test_a_misspelt_module_is_corrected(kernel, name, meant):
    error = kernel.execute(f"import {name}")
    assert f"no such module '{name}'; did you mean '{meant}'?" in error.evalue


@pytest.mark.parametrize("name", ["Numerics", "SwiftUI", "UIKit", "Nothing", "Swifd"])
def test_a_module_that_is_no_misspelling_is_not(kernel, name):
    error = kernel.execute(f"import {name}")
    assert f"no such module '{name}'" in error.evalue and "did you mean" not in "\n".join(error.traceback)


@pytest.mark.parametrize("code", ["foo()", "result", "data", "plt(1)", "fileprivat.x", "let a: Q = 1", "__shwn"])
def test_a_name_that_is_no_misspelling_is_not(kernel, code):
    error = kernel.execute("import ToyLib\n" + code)
    assert error.status == "error"
    assert "did you mean" not in "\n".join(error.traceback)


def test_a_member_of_another_class_that_is_private_is_not_named(start):
    kernel = start()
    kernel.ok("class Other { private func up() {} }")
    kernel.ok("class Base { func up() {} }")
    assert "private" not in kernel.error("class Sub: Base { func up() {} }").traceback


def test_private_members_decide_nothing_else(kernel):
    kernel.ok("class P { private func up() -> Int { 0 }; func f() {} }\nclass Q: P { private func up() -> Int { 1 } }")
    kernel.ok("extension Int { func high() -> Int { 1 } }")
    kernel.ok("extension Int { func high() -> Double { 2 } }")
    # An ambiguity or a missing `override` of what is not private stays an error.
    assert "ambiguous use of 'high()'" in kernel.error("3.high()").evalue
    assert "requires an 'override' keyword" in kernel.error("class R: Q { func f() {} }").evalue


TYPES = """\
struct P { var x = 1; let n: String; static let zero = 0; var twice: Int { x * 2 } }
struct Settled { let kind = "s"; var note: String?; private var count = 3 }
struct Empty {}
struct Box<T> { var value: T }
enum E { case a, b(Int), c(x: Int, y: String) }
enum Single { case only(Int) }
enum F { case u, v }
"""
JSON = """\
import Foundation
func again<T: Codable>(_ value: T) throws -> (String, T) {
  let encoder = JSONEncoder(); encoder.outputFormatting = .sortedKeys
  let data = try encoder.encode(value)
  return (String(decoding: data, as: UTF8.self), try JSONDecoder().decode(T.self, from: data))
}
"""


@pytest.mark.parametrize("cells, value", [
    (["extension P: Equatable {}", 'P(n: "a") == P(n: "a") && P(n: "a") != P(x: 2, n: "a")'], "true"),
    (["extension P: Hashable {}", 'Set([P(n: "a"), P(n: "a"), P(n: "b")]).count'], "2"),
    (["extension P: Comparable { static func < (a: P, b: P) -> Bool { a.x < b.x } }",
      '[P(x: 3, n: ""), P(n: "")].min()!.x'], "1"),
    (["extension P: Codable {}", 'let r = try again(P(x: 4, n: "q"))', "print(r.0, r.1.n, r.1.x)\nr.1.x"], "4"),
    (["extension Settled: Codable {}", "var s = Settled()\ns.count = 9\nlet r = try again(s)", "r.0.count + r.1.count"],
     "31"),
    (["extension Empty: Codable, Hashable {}", "try again(Empty()).0", "Empty() == Empty()"], "true"),
    (["extension Box: Equatable where T: Equatable {}", "Box(value: 1) == Box(value: 1)"], "true"),
    (["extension Box: Codable where T: Codable {}", "try again(Box(value: [1, 2])).1.value"], "[1, 2]"),
    (["extension E: Hashable {}",
      'Set([E.a, .b(1), .b(1), .b(2), .c(x: 1, y: "y"), .c(x: 1, y: "y"), .a]).count'], "4"),
    (["extension Single: Equatable {}", "Single.only(1) == .only(1) && Single.only(1) != .only(2)"], "true"),
    (["extension F: CaseIterable {}", "F.allCases.count"], "2"),
    (["extension F: Comparable {}", "F.u < F.v && !(F.v < F.u)"], "true"),
    (["extension P: Encodable {}", "try JSONEncoder().encode(P(n: \"\")).count"], "14"),
])
def test_members_are_written_in_later_cells_too(start, cells, value):
    """Swift writes `==`, `hash(into:)` and the like in the type's own file only, and each cell is a file."""
    kernel = start()
    kernel.ok(TYPES)
    kernel.ok(JSON)
    for code in cells[:-1]:
        assert "warning" not in kernel.ok(code).stderr
    assert kernel.value(cells[-1]) == value
