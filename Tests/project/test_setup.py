"""Set-up refuses a Swift that is too old, in a sentence, and accepts all others."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "Scripts" / "setup"


@pytest.fixture
def set_up(tmp_path):
    """Runs `Scripts/setup` with a `swift` whose `--version` prints `answer`."""

    def run(answer):
        # What set-up would install is not looked for: the first step after the check is a failure.
        for name, body in ("swift", f"cat <<'END'\n{answer}\nEND"), ("dpkg-query", "exit 1"), (
            "id", "echo 0"), ("apt-get", 'echo "apt-get reached"; exit 1'):
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{body}\n")
            program.chmod(0o755)
        return subprocess.run(
            [SETUP], env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True, text=True, timeout=60)

    return run


@pytest.mark.parametrize("version", ["5.10", "6.0.3", "6.1", "6.2", "6.2.4"])
def test_an_old_swift_is_refused(set_up, version):
    done = set_up(f"Swift version {version} (swift-{version}-RELEASE)\nTarget: x86_64")
    assert done.returncode == 1
    major_minor = ".".join(version.split(".")[:2])
    assert f"Swift {major_minor} is too old; Superpose needs 6.3 or newer" in done.stderr
    assert "apt-get reached" not in done.stdout


@pytest.mark.parametrize("answer", [
    "Swift version 6.3 (swift-6.3-RELEASE)",
    "Swift version 6.3.1 (swift-6.3.1-RELEASE)",
    "Swift version 6.4-dev (LLVM 1234, Swift 5678)",
    "Swift version 6.10 (swift-6.10-RELEASE)",
    "Swift version 7.0 (swift-7.0-RELEASE)",
    "Swift version 10.1 (swift-10.1-RELEASE)",
    "swift-driver version: 1.148.6 Apple Swift version 6.3 (swiftlang-6.3)",
])
def test_a_newer_swift_is_accepted(set_up, answer):
    done = set_up(answer)
    assert "too old" not in done.stderr
    assert "apt-get reached" in done.stdout


def test_a_swift_that_says_nothing_is_named(set_up, tmp_path):
    done = set_up("")
    assert done.returncode == 1
    assert f"{tmp_path}/swift" in done.stderr.replace("\n", " ")
