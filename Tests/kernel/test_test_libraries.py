"""Failures that Swift Testing and XCTest record fail the cell."""

import pytest

TESTING = "import Testing\nlet x = 3\n"


@pytest.mark.parametrize("code, words", [
    (TESTING + "#expect(x == 4)", ["line 3", "x → 3", "== 4"]),
    (TESTING + 'Issue.record("bad luck")', ["line 3", "bad luck"]),
    (TESTING + "@Test func doubles() { #expect(x * 2 == 7) }", ["line 3", "doubles()", "x * 2 → 6"]),
    (TESTING + "@Suite struct Numbers { @Test func one() async { #expect(x == 1) } }", ["line 3", "one()", "x → 3"]),
    ("import XCTest\nlet y = 3\nXCTAssertEqual(y, 4)", ["line 3", '"3"', '"4"']),
    ('import XCTest\nXCTFail("not yet")', ["line 2", "not yet"]),
])
def test_a_recorded_failure_fails_the_cell(start, code, words):
    kernel = start()
    error = kernel.error(code)
    assert error.ename == "TestFailure"
    for word in words:
        assert word in error.evalue
    assert kernel.ok("1").result_text == "1"


def test_a_missing_value_fails_the_cell(start):
    kernel = start()
    error = kernel.error("import Testing\nlet none: Int? = nil\nlet n = try #require(none)")
    assert "none" in error.traceback and "line 3" in error.traceback


def test_tests_that_hold_pass_silently(start):
    kernel = start()
    assert kernel.ok(TESTING + "#expect(x == 3)\n@Test func holds() { #expect(x > 2) }").outputs == []
    assert kernel.ok("import XCTest\nXCTAssertTrue(x == 3)").outputs == []


def test_every_failure_is_told_in_order(start):
    error = start().error(TESTING + "#expect(x == 1)\n#expect(x == 2)")
    assert error.evalue.index("line 3") < error.evalue.index("line 4")


def test_optimised_cells_keep_assertions(start):
    kernel = start()
    assert "too big" in kernel.error('%%O\nassert(2 < 1, "too big")').evalue
    assert "too small" in kernel.error('%%O\nprecondition(2 < 1, "too small")').evalue
