"""The archives of `make dist` install where there is no clone, for a user and for all, and go again."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "out/dist"
SCRIPT = 'print("it is", SparseFeatures(count: 5, sparsity: 0).count)\n'

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("patchelf", "strip", "dpkg-deb"))), reason="patchelf or dpkg-deb is missing")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The unpacked archive, outside the clone."""
    done = subprocess.run([ROOT / "Scripts/dist"], text=True, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(next(DIST.glob("*.tar.gz"))) as tar:
        tar.extractall(folder, filter="data")
    return next(folder.iterdir())


def run(*words, home, hidden=None, **options):
    """A command with a home of its own, and with the clone hidden behind an empty folder if wanted."""
    words = [str(word) for word in words]
    if hidden:
        words = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none "$0" && cd / && exec "$@"', str(hidden), *words]
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": os.environ["TMPDIR"]}
    return subprocess.run(words, env=environment, text=True, capture_output=True, timeout=200, **options)


def can_hide(folder):
    return os.geteuid() == 0 and run("true", home=folder, hidden=folder).returncode == 0


def test_nothing_in_the_archive_names_the_clone(archive):
    for path in archive.rglob("*"):
        if path.is_file() and path.suffix in {"", ".modulemap", ".h", ".sh"}:
            assert str(ROOT).encode() not in path.read_bytes(), path


def test_it_installs_for_a_user_runs_without_the_clone_and_uninstalls(archive, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done = run(archive / "install.sh", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    spec = home / ".local/share/jupyter/kernels/superpose/kernel.json"
    program = home / ".local/bin/superpose"
    assert str(home / ".local/lib/superpose/superpose") in json.loads(spec.read_text())["argv"]
    (home / "cell.swift").write_text(SCRIPT)
    hidden = ROOT if can_hide(tmp_path) else None
    ran = run(program, "run", home / "cell.swift", home=home, hidden=hidden)
    assert ran.stdout == "it is 5\n", ran.stdout + ran.stderr
    doctor = run(program, "doctor", home=home, hidden=hidden)
    assert doctor.returncode == 0 and "broken" not in doctor.stdout, doctor.stdout + doctor.stderr
    again = run(archive / "install.sh", home=home)
    assert again.returncode == 0, again.stderr
    gone = run(archive / "install.sh", "--uninstall", home=home)
    assert gone.returncode == 0, gone.stderr
    assert not spec.exists() and not os.path.lexists(program) and not (home / ".local/lib/superpose").exists()
    assert run(archive / "install.sh", "--uninstall", home=home).returncode == 1


@pytest.mark.parametrize(
    "version, words", [("6.0.3", "is Swift 6.0.3, wanted"), ("", "usr does not run: Swift version")])
def test_another_version_of_swift_is_refused_and_nothing_is_installed(archive, tmp_path, version, words):
    compiler = tmp_path / "swift/usr/bin/swiftc"
    compiler.parent.mkdir(parents=True)
    compiler.write_text(f'#!/bin/sh\necho "Swift version {version} (x)"\n')
    compiler.chmod(0o755)
    done = run(archive / "install.sh", "--toolchain", tmp_path / "swift", home=tmp_path)
    assert done.returncode != 0 and words in done.stderr and "Install it from" in done.stderr
    assert not (tmp_path / ".local").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two other users")
def test_two_users_at_once_run_what_root_has_installed(archive):
    """They have no account, only numbers and homes; the installer's umask hides nothing from them."""
    place = Path(tempfile.mkdtemp(prefix="sp-shared-", dir="/tmp"))
    try:
        place.chmod(0o755)
        installed = run(
            "sh", "-c", 'umask 077; exec "$0" --prefix "$1"', archive / "install.sh", place / "prefix", home=place)
        assert installed.returncode == 0, installed.stdout + installed.stderr
        before = listing(place / "prefix")
        users = {}
        for user in (61001, 61002):
            home = place / f"home-{user}"
            home.mkdir(mode=0o700)
            (home / "cell.swift").write_text(SCRIPT)
            for path in (home, home / "cell.swift"):
                os.chown(path, user, user)
            users[user] = subprocess.Popen(
                [place / "prefix/bin/superpose", "run", "cell.swift"], cwd=home, text=True, user=user, group=user,
                extra_groups=[], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env={"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home)})
        for user, process in users.items():
            output, _ = process.communicate(timeout=120)
            assert output == "it is 5\n" and process.returncode == 0, output
            assert (place / f"home-{user}/.cache").stat().st_uid == user
        assert listing(place / "prefix") == before
    finally:
        shutil.rmtree(place)


def listing(folder):
    """Every file with its owner, mode and time."""
    return {
        path: (status.st_uid, status.st_mode, status.st_mtime_ns)
        for path in folder.rglob("*") for status in [path.lstat()]}


def test_the_program_says_what_is_missing(archive, tmp_path):
    unconnected = run(archive / "lib/superpose-launcher", "doctor", home=tmp_path)
    assert unconnected.returncode == 1 and "not connected with a Swift toolchain. Run:" in unconnected.stderr


def test_the_debian_package_has_the_same_files(archive):
    package = next(DIST.glob("*.deb"))
    listed = subprocess.run(["dpkg-deb", "--contents", package], text=True, capture_output=True, check=True).stdout
    for path in (archive / "lib").rglob("*"):
        assert f"./usr/lib/superpose/{path.relative_to(archive / 'lib')}" in listed
    assert "root/root" in listed and "./usr/bin/superpose -> ../lib/superpose/superpose-launcher" in listed


def test_the_parts_of_a_toolchain_that_an_image_has_are_enough(archive, tmp_path):
    """What Containerfile copies: cells compile, Tab has its library, and errors name their lines."""
    usr = Path(shutil.which("swiftc")).resolve().parents[1]
    slim = tmp_path / "swift/usr"
    copied = run(ROOT / "Scripts/slim-toolchain", usr, slim, home=tmp_path)
    assert copied.returncode == 0, copied.stderr
    assert (slim / "lib/libsourcekitdInProc.so").exists() and not (slim / "bin/lldb").exists()
    again = run(ROOT / "Scripts/slim-toolchain", usr, slim, home=tmp_path)
    assert again.returncode == 1 and "exists already" in again.stderr
    installed = run(archive / "install.sh", "--toolchain", tmp_path / "swift", home=tmp_path)
    assert installed.returncode == 0, installed.stderr
    program = tmp_path / ".local/bin/superpose"
    (tmp_path / "cell.swift").write_text(
        SCRIPT + "import Observation\n@Observable final class Box { var n = [1] }\nBox().n[3]\n")
    ran = run(program, "run", tmp_path / "cell.swift", home=tmp_path)
    assert ran.stdout == "it is 5\n" and "Index out of range" in ran.stderr and "→ 4 │" in ran.stderr, ran.stderr
