"""Failures that test libraries record fail the cell."""

import pytest

TESTING = "import Testing\nlet x = 3\n"


@pytest.fixture
def testing(kernel):
    kernel.ok(TESTING)
    return kernel


@pytest.mark.parametrize("code, words", [
    ("import XCTest\nlet y = 3\nXCTAssertEqual(y, 4)", ["line 3", '"3"', '"4"']),
    ('import XCTest\nXCTFail("not yet")', ["line 2", "not yet"]),
    (TESTING + "#expect(x == 4)", ["line 3", "x → 3", "== 4"]),
    (TESTING + 'Issue.record("not yet")', ["line 3", "not yet"]),
    (TESTING + "try #require(x == 5)", ["line 3", "x → 3", "== 5"]),
    (TESTING + "#expect(throws: (any Error).self) { }", ["line 3", "an error was expected"]),
    (TESTING + "struct P: Equatable { var a = 1 }\n#expect(P() == P(a: 2))", ["line 4", "P(a: 1)", "P(a: 2)"]),
])
def test_a_recorded_failure_fails_the_cell(start, code, words):
    kernel = start()
    error = kernel.error(code)
    assert error.ename == "TestFailure"
    for word in words:
        assert word in error.evalue
    assert "Testing." not in error.evalue
    assert kernel.ok("1").result_text == "1"


@pytest.mark.parametrize("code", [
    "import XCTest\nXCTAssertTrue(1 < 2)", TESTING + "#expect(x == 3)\ntry #require(x == 3)\n#expect(x < 4)",
    TESTING + "withKnownIssue { #expect(1 == 2) }",
])
def test_assertions_that_hold_pass_silently(start, code):
    assert start().ok(code).outputs == []


def test_every_failure_is_told_in_order(testing):
    for library in ("import XCTest\nXCTAssertEqual(1, 2)\nXCTAssertEqual(1, 3)", "#expect(x == 1)\n#expect(x == 2)"):
        error = testing.error(library)
        assert error.evalue.count("line ") == 2
        assert error.evalue.index("line ") < error.evalue.rindex("line ")


def test_an_error_after_a_failure_tells_both_and_neither_later(testing):
    error = testing.error("#expect(x == 1)\nstruct Late: Error {}\nthrow Late()")
    assert error.ename == "Late" and "x → 3" in error.evalue and "Late()" in error.evalue
    assert testing.ok("#expect(x == 3)").outputs == []


def test_the_tests_of_a_cell_run_and_its_failures_are_named(testing):
    error = testing.error(
        "func sum(_ a: Int, _ b: Int) -> Int { a + b }\n@Test func adds() { #expect(sum(1, 1) == 3) }\n"
        "@Suite struct More {\n  @Test(arguments: [1, 2]) func even(_ n: Int) { #expect(n % 2 == 0) }\n}")
    assert error.ename == "TestFailure"
    assert "line 2: adds(): Expectation failed: (sum(1, 1) → 2) == 3" in error.evalue
    assert "line 4: More/even(_:): Expectation failed" in error.evalue
    assert testing.ok("@Test func fine() async { #expect(sum(1, 1) == 2) }").stdout == "1 test passed\n"


def test_a_test_that_throws_or_traps_fails_the_cell(testing):
    error = testing.error("struct Broken: Error {}\n@Test func throwing() throws { throw Broken() }")
    assert error.evalue == "throwing(): Caught error: Broken()"
    assert testing.error("@Test func trapping() { _ = [Int]()[3] }").ename == "FatalError"
    assert testing.value("x") == "3"


def test_optimised_cells_keep_assertions(start):
    kernel = start()
    assert "too big" in kernel.error('%%O\nassert(2 < 1, "too big")').evalue
    assert "too small" in kernel.error('%%O\nprecondition(2 < 1, "too small")').evalue


XCTEST = """import XCTest
class Sums: XCTestCase {
  func testRight() { XCTAssertEqual(1 + 1, 2) }
  func testWrong() throws { XCTAssertEqual(1 + 1, 3, "too small") }
  func testWaiting() async throws { XCTAssertTrue(false, "later") }
  func helper() { XCTFail("never called") }
}
"""


def test_the_methods_of_a_test_case_run(start):
    kernel = start()
    error = kernel.error(XCTEST)
    assert error.ename == "TestFailure"
    assert 'line 4: Sums.testWrong: XCTAssertEqual failed: ("2") is not equal to ("3") - too small' in error.evalue
    assert "line 5: Sums.testWaiting: XCTAssertTrue failed - later" in error.evalue
    assert "helper" not in error.evalue and "testRight" not in error.evalue
    # Assertions outside of test cases are heard afterwards, too.
    assert "line 1: XCTAssertTrue failed" in kernel.error("XCTAssertTrue(1 > 2)").evalue


@pytest.mark.parametrize("code, stdout", [
    ("class A: XCTestCase { func testOne() {}\n func testTwo() throws {} }", "2 tests passed\n"),
    ("class A: XCTestCase { func testOne() throws { throw XCTSkip() } }", "1 test skipped\n"),
    ("class A: XCTestCase {}\nextension A { func testOne() {} }", "1 test passed\n"),
    ("class Plain { func testOne() { print(1) } }\nclass Sub: Plain { func testTwo() { print(2) } }", ""),
    ("class A: XCTestCase { static func testOne() {}\n func testTwo(_ n: Int) {} }", ""),
])
def test_what_counts_as_a_test_of_a_test_case(start, code, stdout):
    assert start().ok("import XCTest\n" + code).stdout == stdout


def test_a_base_class_of_another_cell_and_failures_of_other_kinds(start):
    kernel = start()
    kernel.ok("import XCTest\nclass Base: XCTestCase { let limit = 3 }")
    assert "Sub.testIt: XCTAssertLessThan failed" in kernel.error(
        "class Sub: Base { func testIt() { XCTAssertLessThan(4, limit) } }").evalue
    assert kernel.error(
        "struct Late: Error {}\nclass Throwing: XCTestCase { func testIt() throws { throw Late() } }"
    ).evalue == 'Throwing.testIt: threw error "Late()"'
    assert kernel.error("class Trapping: XCTestCase { func testIt() { _ = [Int]()[2] } }").ename == "FatalError"
    assert kernel.error("XCTAssertNil(3)").evalue == 'Cell [5], line 1: XCTAssertNil failed: "3"'


def test_what_surrounds_the_tests_of_a_test_case_runs(start):
    words = "class func setUp() { print(1) }", "func setUp() { print(2) }", "func tearDown() { print(4) }"
    words += ("class func tearDown() { print(5) }",)
    members = "\n".join(f"override {each}" for each in words)
    result = start().ok(f"import XCTest\nclass A: XCTestCase {{\n{members}\nfunc testIt() {{ print(3) }} }}")
    assert result.stdout == "1\n2\n3\n4\n5\n1 test passed\n"


@pytest.mark.parametrize("code, words", [
    ("enum All { class A: XCTestCase { func testIt() { XCTFail(\"inner\") } } }", "line 2: A.testIt: failed - inner"),
    ("class A: XCTestCase {}\nextension A { class B: A { func testIt() { XCTFail(\"deep\") } } }",
     "line 3: B.testIt: failed - deep"),
    ("let suite = XCTestSuite(name: \"mine\")\nsuite.run()\nXCTAssertTrue(false)", "line 4: XCTAssertTrue failed"),
])
def test_nested_test_cases_and_assertions_after_a_suite_are_heard(start, code, words):
    assert words in start().error("import XCTest\n" + code).evalue


def test_suites_leave_no_threads(start):
    kernel = start()
    kernel.ok("import XCTest\nclass A: XCTestCase { func testIt() {} }")
    before = kernel.host.num_threads()
    for _ in range(10):
        kernel.ok("class A: XCTestCase { func testIt() {} }")
    assert kernel.host.num_threads() <= before + 3
