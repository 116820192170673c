"""A type that an edit of its cell leaves as it is stays the same type: values and callers meet the new functions."""

import re

import pytest
from test_editing import run, told

# What stays, what is edited (with `#` for the edit's number), what another cell makes of both, and its value.
KEPT = {
    "a function": ("struct V { var x = 1 }", "func f(_ v: V) -> Int { v.x + # }", "let v = V()", "f(v)", "1 + #"),
    "a default argument": (
        "struct V { var x = 1 }", "func f(_ v: V, by k: Int = #) -> Int { v.x + k }", "let v = V()", "f(v)", "1 + #"),
    "a method": (
        "struct V { var x = 1 }", "extension V { func f() -> Int { x + # } }", "let v = V()", "v.f()", "1 + #"),
    "a property": ("class V { var x = 1 }", "extension V { var f: Int { x + # } }", "let v = V()", "v.f", "1 + #"),
    "a static method": (
        "enum V { case a }", "extension V { static func f() -> Int { # } }", "let v = V.a", "V.f()", "#"),
    "a subscript": (
        "struct V { var x = 1 }", "extension V { subscript(i: Int) -> Int { i + # } }", "let v = V()", "v[1]", "1 + #"),
    "an initialiser": (
        "struct V { var x = 1 }", "extension V { init(text: String) { self.init(x: text.count + #) } }",
        "func make() -> V { V(text: \"a\") }", "make().x", "1 + #"),
    "an operator": (
        "struct V { var x = 1 }", "extension V { static func + (a: V, b: V) -> Int { a.x + b.x + # } }", "let v = V()",
        "v + v", "2 + #"),
    "a generic method": (
        "struct V<T> { var x: T }", "extension V where T == Int { func f() -> Int { x + # } }", "let v = V(x: 1)",
        "v.f()", "1 + #"),
    "a protocol's method": (
        "protocol P { var x: Int { get } }", "extension P { func f() -> Int { x + # } }",
        "struct V: P { var x = 1 }\nlet v: any P = V()", "v.f()", "1 + #"),
    "a default implementation": (
        "protocol P { func f() -> Int }", "extension P { func f() -> Int { # } }", "struct V: P {}\nlet v: any P = V()",
        "v.f()", "#"),
    "a superclass": (
        "class V { var x: Int { 1 } }", "func f(_ v: V) -> Int { v.x + # }", "class W: V { override var x: Int { 2 } }",
        "f(W())", "2 + #"),
    "an actor's method": (
        "actor V { var x = 1 }", "extension V { func f() -> Int { x + # } }", "let v = V()", "await v.f()", "1 + #"),
    "an asynchronous function": (
        "struct V { var x = 1 }", "func f(_ v: V) async -> Int { v.x + # }", "let v = V()", "await f(v)", "1 + #"),
    "an alias": ("typealias V = [Int]", "func f(_ v: V) -> Int { v[0] + # }", "let v: V = [1]", "f(v)", "1 + #"),
}


@pytest.mark.parametrize("kind", KEPT)
def test_values_and_callers_meet_what_is_edited(kernel, kind):
    kernel.ok("%reset")
    kept, edited, user, use, expected = KEPT[kind]
    run(kernel, "a", f"{kept}\n{edited.replace('#', '1')}")
    run(kernel, "b", user)
    run(kernel, "c", "func caller() " + ("async " if "await" in use else "") + "-> Int { " + use + " }")
    caller = "await caller()" if "await" in use else "caller()"
    for number in ("10", "200", "3000"):
        again = run(kernel, "a", f"{kept}\n{edited.replace('#', number)}")
        assert told(again) == ""
        wanted = str(eval(expected.replace("#", number)))
        assert run(kernel, "d", use).result_text == wanted, "a new caller"
        assert run(kernel, "e", caller).result_text == wanted, "a caller compiled before"
    assert run(kernel, "f", "%stale").stdout == "Nothing is stale.\n"


def test_an_edited_conformance_holds_for_existing_values_and_casts(kernel):
    kernel.ok("%reset")
    text = "struct V { var x = 1 }\nextension V: CustomStringConvertible { var description: String { \"%s\\(x)\" } }"
    run(kernel, "a", text % "A")
    run(kernel, "b", "let v = V(x: 2)\nlet anything: Any = v")
    for letter in "BC":
        run(kernel, "a", text % letter)
        assert kernel.value('"\\(v) \\(anything) \\(V())"') == f'"{letter}2 {letter}2 {letter}1"'


def test_an_edited_conditional_conformance_holds_in_generic_code(kernel):
    kernel.ok("%reset")
    text = ("struct G<T> { var t: T }\n"
            "extension G: Equatable where T: Equatable { static func == (a: G, b: G) -> Bool { %s } }")
    run(kernel, "a", text % "a.t == b.t")
    run(kernel, "b", "let g = G(t: 1)\nfunc equal<X: Equatable>(_ a: X, _ b: X) -> Bool { a == b }")
    assert kernel.value("[equal(g, G(t: 1)), g == G(t: 1)]") == "[true, true]"
    run(kernel, "a", text % "a.t != b.t")
    assert kernel.value("[equal(g, G(t: 1)), g == G(t: 1)]") == "[false, false]"


def test_a_conformance_that_the_compiler_writes_is_declared_with_its_type(kernel):
    kernel.ok("%reset")
    text = "struct V { var x = 1 }\nextension V: Equatable, Codable {}\nfunc f() -> Int { %d }"
    for number in (1, 2):
        run(kernel, "a", text % number)
        assert kernel.value("V() == V()") == "true"
        assert kernel.value("f()") == str(number)


@pytest.mark.parametrize("old, new", [
    ("struct V { var x = 1 }", "struct V { var x = 2 }"),
    ("struct W { var a = 0 }\nstruct V { var w = W(); var x = 1 }", "struct W {}\nstruct V { var w = W(); var x = 2 }"),
    ("func g() -> Int { 1 }\nstruct V { var x = g() }", "func g() -> Int { 2 }\nstruct V { var x = g() }"),
    ("var start = 1\nstruct V { var x = start }", "var start = 2\nstruct V { var x = start }"),
    ("struct V { var x: Int { y } }\nextension V { var y: Int { 1 } }",
     "struct V { var x: Int { y } }\nextension V { var y: Int { 2 } }"),
])
def test_a_type_that_rests_on_what_was_edited_is_declared_again(kernel, old, new):
    kernel.ok("%reset")
    run(kernel, "a", old)
    run(kernel, "b", "let v = V()")
    run(kernel, "a", new)
    assert re.match(r"v \(cell \[\d+\]\) still uses V of cell \[\d+\]", run(kernel, "c", "%stale").stdout)
    assert kernel.value("V().x") == "2"


def test_a_type_is_declared_again_when_another_cell_has_redeclared_what_it_uses(kernel):
    kernel.ok("%reset")
    run(kernel, "a", "func g() -> Int { 1 }")
    run(kernel, "b", "struct V { var x: Int { start } }\nlet start = 1")
    text = "struct U { var v = V() }\nfunc f(_ u: U) -> Int { u.v.x }"
    run(kernel, "c", text)
    run(kernel, "b", "struct V { var x: Int { start } }\nlet start = 5")
    run(kernel, "c", text)
    assert kernel.value("f(U())") == "5"


def test_static_variables_start_again(kernel):
    kernel.ok("%reset")
    text = "struct S { static var count = 0; init() { S.count += 1 } }\nfunc make() -> S { S() }"
    run(kernel, "a", text)
    assert kernel.value("_ = make(); S.count") == "1"
    run(kernel, "a", text)
    assert kernel.value("S.count") == "0"


def test_kept_types_come_back_after_the_host_was_lost(kernel):
    kernel.ok("%reset")
    text = "struct V { var x = 1 }\nextension V { func f() -> Int { x + %d } }"
    run(kernel, "a", text % 1)
    run(kernel, "b", "let v = V()")
    run(kernel, "a", text % 10)
    kernel.error("import Foundation\nkill(getpid(), SIGKILL)")
    kernel.ok("%restore")
    assert kernel.value("v.f() + V(x: 2).f()") == "23"
    run(kernel, "a", text % 100)
    assert kernel.value("v.f()") == "101"
