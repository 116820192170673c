"""Runs the linters and every test, in Swift and in Python, and ends with one line of totals.

Usage: run-tests.py [PYTEST-ARGUMENT...]
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as XML
from dataclasses import dataclass
from pathlib import Path

ARTIFACTS = Path("out/test-artifacts")

# Without the first flag the whole package would be built again, with testing enabled. One test at a
# time: some look at the clock, and compilers of other tests beside them would be what they measure.
SWIFT_TEST = ["swift", "test", "-c", "release", "--disable-testable-imports", "--no-parallel"]


@dataclass
class Totals:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # What failed, where it is to be said again at the end: pytest prints a summary of its own.
    failures: tuple[str, ...] = ()

    def __add__(self, other):
        return Totals(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
        )


def stream(command: list[str], log: Path) -> tuple[int, str]:
    """Runs `command`, showing its output as it comes; its exit status and the output."""
    print(f"\033[1m==>\033[0m {' '.join(command)}", flush=True)
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process, log.open("w") as file:
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            file.write(line)
            lines.append(line)
    return process.returncode, "".join(lines)


def swift_tests() -> Totals:
    """Swift Testing's own count; XCTest's "Executed 0 tests" is not of interest."""
    status, output = stream(SWIFT_TEST, ARTIFACTS / "swift-test.log")
    run = re.findall(r"Test run with (\d+) tests? in \d+ suites? (passed|failed)", output)
    issues = re.findall(r"^\S+ +Test (?!run with)(.+) recorded an issue (.+)$", output, re.MULTILINE)
    failures = tuple(f"FAILED {test} {issue[:300]}" for test, issue in dict(issues).items())
    failed = len(set(re.findall(r"^\S+ +Test (?!run with)(.+) failed after", output, re.MULTILINE)))
    skipped = len(set(re.findall(r"^\S+ +Test (.+) skipped", output, re.MULTILINE)))
    if not run:
        print("swift test did not come to its end: counted as one failure")
        return Totals(failed=max(1, failed), failures=failures)
    tests = sum(int(count) for count, _ in run)
    if status != 0 and failed == 0:
        print(f"swift test ended with status {status}: counted as one failure")
        return Totals(passed=tests - skipped, failed=1, skipped=skipped)
    return Totals(tests - failed - skipped, failed, skipped, failures)


def python_tests(arguments: list[str]) -> Totals:
    report = ARTIFACTS / "pytest.xml"
    report.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "pytest", "Tests", "-v", "--tb=short", "--timeout=300",
        f"--junit-xml={report}", *arguments,
    ]
    status, _ = stream(command, ARTIFACTS / "pytest.log")
    if not report.exists():
        print("pytest did not come to its end: counted as one failure")
        return Totals(failed=1)
    totals = Totals()
    for suite in XML.parse(report).getroot().iter("testsuite"):
        count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
        failed = count["failures"] + count["errors"]
        totals += Totals(
            count["tests"] - failed - count["skipped"], failed, count["skipped"])
    if status != 0 and totals.failed == 0:
        print(f"pytest ended with status {status}: counted as one failure")
        totals.failed = 1
    return totals


def lint() -> Totals:
    """Format and style, as one test."""
    status, _ = stream(["make", "--no-print-directory", "lint"], ARTIFACTS / "lint.log")
    return Totals(passed=1) if status == 0 else Totals(failed=1)


def main() -> int:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    parts = {"Lint": lint(), "Swift": swift_tests(), "Python": python_tests(sys.argv[1:])}
    print()
    total = sum(parts.values(), Totals())
    for failure in total.failures:
        print(failure)
    for name, totals in parts.items():
        skipped = f", {totals.skipped} skipped" if totals.skipped else ""
        print(f"{name}: {totals.passed} passed, {totals.failed} failed{skipped}")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
