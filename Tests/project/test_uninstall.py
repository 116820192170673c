"""`make uninstall` removes what this clone has put outside itself, and no more."""

import fcntl
import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path):
    """A clone with the scripts alone, installed for a user whose home is beside it."""
    for name in "setup", "uninstall":
        (tmp_path / "clone/Scripts").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "Scripts" / name, tmp_path / "clone/Scripts" / name)
    return tmp_path / "clone"


@pytest.fixture
def uninstall(clone, tmp_path):
    """Runs the script for that user; what it prints."""

    def run():
        environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith(("XDG_", "JUPYTER_"))
        }
        done = subprocess.run(
            [clone / "Scripts/uninstall"], capture_output=True, text=True, timeout=60, check=True,
            env={**environment, "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")})
        return done.stdout

    return run


def kernelspec(folder, clone):
    folder.mkdir(parents=True)
    program = f"{clone}/.build/release/superpose"
    (folder / "kernel.json").write_text(json.dumps({"argv": ["/bin/sh", program, "kernel"]}))
    return folder


def file(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return path


def test_kernelspecs_and_caches_are_removed(clone, uninstall, tmp_path):
    kernels = tmp_path / "home/.local/share/jupyter/kernels"
    specs = [
        kernelspec(kernels / "superpose", clone), kernelspec(kernels / "other-name", clone),
        kernelspec(clone / ".venv/share/jupyter/kernels/superpose", clone),
    ]
    cache = file(tmp_path / "home/.cache/superpose/modules/x").parents[1]
    session = file(tmp_path / f"tmp/superpose-{os.getuid()}-abc123/lock").parent
    output = uninstall()
    for path in [*specs, cache, session]:
        assert not path.exists()
        assert f"removed   {path}" in output or f"removed   {path.relative_to(clone)}" in output


def test_what_is_not_this_clones_is_left(clone, uninstall, tmp_path):
    kernels = tmp_path / "home/.local/share/jupyter/kernels"
    others = [
        kernelspec(kernels / "superpose", f"{clone}-{uuid.uuid4()}"),
        kernelspec(kernels / "python3", "/usr"),
        file(tmp_path / "home/.local/share/superpose/history.sqlite"),
        held := file(tmp_path / f"tmp/superpose-{os.getuid()}-abc123/lock"),
        file(tmp_path / f"tmp/superpose-{os.getuid()}-def456/no-lock-yet"),
    ]
    with held.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        output = uninstall()
    assert all(path.exists() for path in others)
    assert f"rm -r {tmp_path}/home/.local/share/superpose" in output
    assert "librsvg2-dev" in output and "chromium" in output


def test_a_second_time_removes_nothing(uninstall):
    assert "removed" not in uninstall()
