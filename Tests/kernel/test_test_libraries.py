"""Failures that XCTest records fail the cell; of Swift Testing the kernel says that they do not."""

import pytest

TESTING = "import Testing\nlet x = 3\n"


@pytest.mark.parametrize("code, words", [
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


def test_assertions_that_hold_pass_silently(start):
    assert start().ok("import XCTest\nXCTAssertTrue(1 < 2)").outputs == []


def test_every_failure_is_told_in_order(start):
    error = start().error("import XCTest\nXCTAssertEqual(1, 2)\nXCTAssertEqual(1, 3)")
    assert error.evalue.index("line 2") < error.evalue.index("line 3")


def test_what_swift_testing_does_not_do_is_said_once(start):
    kernel = start()
    first = kernel.ok(TESTING + "#expect(x == 4)")
    assert "do not fail the cell" in first.of_type("display_data")[0]["data"]["text/plain"]
    assert kernel.ok(TESTING + "#expect(x == 3)").outputs == []


def test_optimised_cells_keep_assertions(start):
    kernel = start()
    assert "too big" in kernel.error('%%O\nassert(2 < 1, "too big")').evalue
    assert "too small" in kernel.error('%%O\nprecondition(2 < 1, "too small")').evalue
