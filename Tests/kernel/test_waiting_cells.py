"""Declarations that need one another, in cells of their own."""

import pytest

from conftest import plain

NOTICE = "declared now too"

# Cells that fail, the cell that completes them, and what a later cell makes of all.
COMPLETED = {
    "two classes": (
        ["class Home { var owner: Person? }"], "class Person { var home: Home? }",
        "let h = Home(); h.owner = Person(); h.owner?.home = h; h.owner!.home === h", "true"),
    "a chain of three": (
        ["class A { var b: B? }", "class B { var c: [C] = []; var count: Int { c.count } }"],
        "class C { unowned var a: A; init(a: A) { self.a = a } }",
        "let a = A(); a.b = B(); a.b!.c.append(C(a: a)); a.b!.count", "1"),
    "functions that call one another": (
        ["func isEven(_ n: Int) -> Bool { n == 0 || isOdd(n - 1) }"],
        "func isOdd(_ n: Int) -> Bool { n != 0 && isEven(n - 1) }", "[isEven(10), isOdd(10)]", "[true, false]"),
    "a function and a variable": (
        ["func grow() -> Int { size += 1; return size }"], "var size = 5", "grow() + size", "12"),
    "an extension's protocol": (
        ["extension Int: Sized { var bytes: Int { 8 } }"], "protocol Sized { var bytes: Int { get } }",
        "(3 as any Sized).bytes", "8"),
    "a protocol and its argument": (
        ["protocol Visitor { func visit(_ leaf: Leaf) -> Int }"],
        "struct Leaf { func accept(_ v: any Visitor) -> Int { v.visit(self) } }",
        "struct One: Visitor { func visit(_ leaf: Leaf) -> Int { 1 } }; Leaf().accept(One())", "1"),
    "a generic type": (
        ["struct Pair { var both: Both<Int> }"], "struct Both<T> { var a: T, b: T }",
        "Pair(both: Both(a: 1, b: 2)).both.b", "2"),
    "imports of its own": (
        ["import Foundation\nstruct Dated { var date = Date(timeIntervalSince1970: 0); var tag: Tag? }"],
        "enum Tag { case old }", "Dated(tag: .old).date.timeIntervalSince1970", "0.0"),
}


def notices(result):
    return "".join(content["data"]["text/plain"] for content in result.of_type("display_data"))


@pytest.mark.parametrize("kind", COMPLETED)
def test_a_later_cell_completes_what_waits(kernel, kind):
    kernel.ok("%reset")
    waiting, completing, use, value = COMPLETED[kind]
    for code in waiting:
        assert kernel.error(code).ename == "CompileError"
    assert NOTICE in notices(kernel.ok(completing))
    assert kernel.value(use) == value


def test_the_value_and_the_lines_of_the_completing_cell_stay_its_own(kernel):
    kernel.ok("%reset")
    kernel.error("struct Inner {\n  var outer: [Outer]\n  func fail() -> Int { [1][outer.count + 1] }\n}")
    cell = kernel.ok("struct Outer {}\nlet n = 3\nn + 1")
    assert cell.result_text == "4"
    failed = kernel.error("Inner(outer: [Outer()]).fail()")
    assert "3 │" in failed.traceback, failed.traceback
    assert "[1][outer.count + 1]" in failed.traceback


def test_errors_of_the_completing_cell_are_its_own(kernel):
    kernel.ok("%reset")
    kernel.error("struct Waits { var x: Comes }")
    failed = kernel.error("struct Comes {}\nlet wrong: Int = \"text\"")
    assert ":2:18:" in failed.traceback and "cannot convert" in failed.traceback
    assert NOTICE in notices(kernel.ok("struct Comes {}"))


def test_what_cannot_join_is_told_once_with_its_own_error(kernel):
    kernel.ok("%reset")
    kernel.error("struct Bad {\n  var later: Later\n  var wrong: Int = \"x\"\n}")
    told = plain(notices(kernel.ok("struct Later {}")))
    assert "cannot be compiled with this cell" in told and ":3:20: cannot convert" in told
    assert notices(kernel.ok("struct Later { var n = 1 }")) == ""
    assert kernel.value("Later().n") == "1"


def test_the_pair_stays_together_when_the_completing_cell_is_edited(kernel):
    kernel.ok("%reset")
    kernel.error("class Owner { var pet: Pet? }", metadata={"cellId": "owner"})
    kernel.ok("class Pet { var owner: Owner? }", metadata={"cellId": "pet"})
    again = kernel.ok("class Pet { var owner: Owner?; var name = \"Rex\" }", metadata={"cellId": "pet"})
    assert NOTICE not in notices(again)
    assert kernel.value("let o = Owner(); o.pet = Pet(); o.pet!.name") == '"Rex"'


def test_a_corrected_cell_no_longer_waits(kernel):
    kernel.ok("%reset")
    kernel.error("struct Corrected { var n: Itn }", metadata={"cellId": "typo"})
    kernel.ok("struct Corrected { var n: Int }", metadata={"cellId": "typo"})
    assert NOTICE not in notices(kernel.ok("struct Itn {}"))
    assert kernel.value("Corrected(n: 3).n") == "3"


@pytest.mark.parametrize("code", ["struct S { var t: T1 }; print(1)", "let x: T1? = nil", "T1()"])
def test_a_cell_that_does_something_does_not_wait(kernel, code):
    kernel.ok("%reset")
    kernel.error(code)
    assert NOTICE not in notices(kernel.ok("struct T1 {}"))
