"""The archives of `make dist` install where there is no clone, for a user and for all, and go again."""

import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

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
    check_that_nothing_is_compiled_twice(home)
    again = run(archive / "install.sh", home=home)
    assert again.returncode == 0, again.stderr
    gone = run(archive / "install.sh", "--uninstall", home=home)
    assert gone.returncode == 0, gone.stderr
    assert not spec.exists() and not os.path.lexists(program) and not (home / ".local/lib/superpose").exists()
    assert run(archive / "install.sh", "--uninstall", home=home).returncode == 1


def check_that_nothing_is_compiled_twice(home):
    """For a user without a cache, cells of all kinds and Tab use the installation's modules."""
    fresh = home / "fresh"
    manager = KernelManager(
        kernel_name="superpose",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(home / ".local/share/jupyter/kernels")]))
    manager.start_kernel(env={**os.environ, "HOME": str(fresh), "XDG_CACHE_HOME": str(fresh / ".cache")})
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=90)
        for code in ("import Foundation\nDate()", "%%O\n1 + 1", "%swift 6\nimport Dispatch\n1"):
            assert client.execute_interactive(code, timeout=90, output_hook=lambda _: None)["content"]["status"] == "ok"
            matches = client.complete("Calend", reply=True, timeout=90)["content"]["matches"]
            assert "Calendar" in matches
        failed = client.execute_interactive("import NoSuch", timeout=90, output_hook=lambda _: None)["content"]
        assert "no such module 'NoSuch'" in failed["evalue"]
        found = client.complete("import NoSuch\nCalend", reply=True, timeout=90)["content"]["matches"]
        assert "Calendar" in found
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert (fresh / ".cache/superpose/modules").exists() and not modules(fresh)


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
        program = place / "prefix/bin/superpose"
        before = listing(place / "prefix")
        homes = {user: make_home(place, user) for user in (61001, 61002)}
        running = {user: start(user, home, program, "run", "cell.swift") for user, home in homes.items()}
        for user, process in running.items():
            output, _ = process.communicate(timeout=120)
            assert output == "it is 5\n" and process.returncode == 0, output
            assert (homes[user] / ".cache").stat().st_uid == user
            assert not modules(homes[user]), "the installation has them"
        assert listing(place / "prefix") == before
        check_changed_headers(place, program, 61001, homes[61001])
    finally:
        shutil.rmtree(place)


def check_changed_headers(place, program, user, home):
    """Modules of headers that have changed since are not used, until root makes them again."""
    os.utime(next((place / "prefix/lib/superpose/CToyEngine.build/include").glob("*.h")), (1, 1))
    output, _ = start(user, home, program, "run", "cell.swift").communicate(timeout=120)
    assert output == "it is 5\n" and modules(home), "the user's own"
    output, _ = start(user, home, program, "doctor").communicate(timeout=120)
    assert "broken  shared modules" in output and ".h has changed since they were made" in output, output
    output, _ = start(user, home, program, "install", "--modules-only").communicate(timeout=120)
    assert "another user owns this folder" in output
    made = run(program, "install", "--modules-only", home=place)
    assert made.stdout == "made the shared modules\n", made.stdout + made.stderr
    output, _ = start(user, home, program, "doctor").communicate(timeout=120)
    assert "ok      shared modules" in output, output


def make_home(place, user):
    """A home folder with a cell in it."""
    home = place / f"home-{user}"
    home.mkdir(mode=0o700)
    (home / "cell.swift").write_text(SCRIPT)
    for path in (home, home / "cell.swift"):
        os.chown(path, user, user)
    return home


def start(user, home, *words):
    """Starts a program as a user who has no account."""
    return subprocess.Popen(
        words, cwd=home, text=True, user=user, group=user, extra_groups=[], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env={"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home)})


def modules(home):
    """The compiled modules of a user's own."""
    return list((home / ".cache/superpose/modules").rglob("*.pcm"))


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


ROOT_OF_ITS_OWN = """
set -e
cd "$0" && mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir="$0/upper",workdir="$0/work" root
mount --rbind /dev root/dev
mount -t proc proc root/proc
exec chroot root sh -c "$@"
"""

CHANGED_HEADERS = """
set -e
dpkg --force-depends --install superpose.deb
superpose install --modules-only
mkdir -p headers/DEBIAN headers/usr/include
printf '%s\\n' "Package: headers" "Version: 1" "Architecture: all" "Maintainer: a <a@b.c>" "Description: a" \\
  > headers/DEBIAN/control
touch headers/usr/include/superpose-test.h
dpkg-deb --build headers headers.deb > /dev/null
echo "--- other headers"
dpkg --install headers.deb
echo "--- a header of the modules"
touch --date=@1 /usr/include/stdio.h
dpkg --install headers.deb
superpose doctor | grep "shared modules"
dpkg --purge superpose
test ! -e /usr/lib/superpose && echo gone
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can install packages")
def test_the_debian_package_makes_its_modules_again_when_headers_change(archive, tmp_path):
    """With the real dpkg, on a copy of the system that is a layer above it."""
    assert archive
    if run("unshare", "--mount", "sh", "-c", ROOT_OF_ITS_OWN, tmp_path, "true", home=tmp_path).returncode != 0:
        pytest.skip("no layer above the system can be made here")
    for folder in ("upper", "work", "root"):
        shutil.rmtree(tmp_path / folder)
    shutil.copy(next(DIST.glob("*.deb")), tmp_path / "superpose.deb")
    done = run(
        "unshare", "--mount", "sh", "-c", ROOT_OF_ITS_OWN, tmp_path, f"cd {tmp_path}\n{CHANGED_HEADERS}", home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    first, other, changed = re.split(r"--- .*\n", done.stdout)
    assert "the shared modules are up to date" in first
    assert "the shared modules are up to date" in other
    assert "made the shared modules" in changed and "ok      shared modules" in changed and "gone" in changed


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
