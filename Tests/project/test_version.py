"""One version number: in the program, the kernel's reply, figures, the changelog and the citation."""

import ctypes
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import superpose_jupyter
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "Sources/Display/Superpose.swift").read_text()
VERSION = re.search(r'version = "(\d+\.\d+\.\d+)"', SOURCE)[1]
OLD, NEW = "0123456789abcdef" * 2 + "01234567", "fedcba9876543210" * 2 + "fedcba98"
AUTHOR = "A U Thor <author@example.org> 1795865019 +0000"


@pytest.fixture(scope="module")
def superpose():
    """Runs the installed `superpose`; its standard output."""
    argv = KernelSpecManager().get_kernel_spec("superpose").argv
    command = argv[:argv.index("kernel")]

    def run(*arguments):
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, timeout=120,
            check=True).stdout

    return run


@pytest.fixture(scope="module")
def compiler_version():
    """What the toolchain in PATH says of its version."""
    answer = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True)
    return re.search(r"Swift version (\S+)", json.loads(answer.stdout)["compilerVersion"])[1]


def test_the_program_says_version_commit_and_compiler(superpose, compiler_version):
    pattern = rf"{re.escape(VERSION)} \(commit (\w+), Swift {re.escape(compiler_version)}\)\n"
    commit = re.fullmatch(pattern, superpose("--version"))[1]
    if (ROOT / ".git/logs/HEAD").exists():
        git = subprocess.run(["git", "-C", ROOT, "cat-file", "-t", commit], capture_output=True)
        assert git.stdout == b"commit\n"
    else:
        assert commit == "unknown"


def test_the_kernel_says_version_and_compiler(compiler_version):
    manager, client = start_new_kernel(kernel_name="superpose")
    try:
        content = client.kernel_info(reply=True, timeout=60)["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert content["implementation_version"] == VERSION
    assert content["language_info"]["version"] == compiler_version
    assert VERSION in content["banner"]


def test_figures_carry_the_version(superpose, tmp_path):
    superpose("figures", "compression", "--fast", "--out", tmp_path)
    (figure,) = tmp_path.glob("*.svg")
    assert re.search(rf"^version +{re.escape(VERSION)}$", superpose("provenance", figure), re.M)


def test_the_changelog_begins_with_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    newest = re.findall(r"^## (?!Unreleased)(.*)$", changelog, re.M)[0]
    assert re.fullmatch(rf"{re.escape(VERSION)} – \d{{4}}-\d{{2}}-\d{{2}}", newest)


def test_the_package_for_python_has_the_version():
    assert superpose_jupyter.__version__ == VERSION


def test_the_citation_has_the_version_and_its_date():
    citation = (ROOT / "CITATION.cff").read_text()
    assert f"\nversion: {VERSION}\n" in citation
    date = re.search(r"^date-released: (\S+)$", citation, re.M)[1]
    assert f"## {VERSION} – {date}\n" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("log, commit", [
    (None, "unknown"),
    ("", "unknown"),
    ("not a log\n", "unknown"),
    (f"{'0' * 40} {OLD} {AUTHOR}\tcommit (initial): one\n", OLD[:12]),
    (f"{'0' * 40} {OLD} {AUTHOR}\tcommit (initial): one\n{OLD} {NEW} {AUTHOR}\tcommit: é two\n",
     NEW[:12]),
])
def test_the_commit_is_the_last_of_gits_log(tmp_path, log, commit):
    source = tmp_path / "Sources/CBuild"
    shutil.copytree(ROOT / "Sources/CBuild", source)
    if log is not None:
        (tmp_path / ".git/logs").mkdir(parents=True)
        (tmp_path / ".git/logs/HEAD").write_text(log)
    library = tmp_path / "build.so"
    # The toolchain's: an older clang does not know #embed.
    compiler = Path(shutil.which("swiftc")).resolve().parent / "clang++"
    subprocess.run(
        [compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", '-DSUPERPOSE_SWIFT_VERSION="6"',
         f"-I{source}/include", source / "build.cpp", "-o", library], check=True)
    function = ctypes.CDLL(str(library)).superpose_commit
    function.restype = ctypes.c_char_p
    assert function().decode() == commit
    assert b"example.org" not in library.read_bytes()
