"""Runs after all other tests: what they started has ended, and took its files along."""

import os
import re
import time
from pathlib import Path

import psutil
from jupyter_client.manager import start_new_kernel


def started_by_the_tests(run_mark):
    """The living processes that inherited this run's mark, but for those of `pytest` itself."""
    found = []
    for process in psutil.process_iter():
        try:
            environment = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
            if run_mark.encode() in environment and process.status() != psutil.STATUS_ZOMBIE:
                found.append(f"{process.pid}: {' '.join(process.cmdline())[:200]}")
        except (OSError, psutil.Error):
            continue  # Ended meanwhile, or another user's.
    return found


def test_no_process_is_left(run_mark):
    deadline = time.monotonic() + 10
    while (left := started_by_the_tests(run_mark)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == []


def test_no_session_folder_is_left():
    manager, client = start_new_kernel(kernel_name="superpose")
    client.execute_interactive("let x = 1", timeout=60)
    root = Path(os.environ["TMPDIR"])
    during = sessions(root)
    client.stop_channels()
    manager.shutdown_kernel()
    assert during, f"a running kernel has a folder in {root}"
    # Its own went with it; those of kernels that tests have killed went when it started.
    assert sessions(root) == {}


def sessions(root):
    """The session folders, also those that are being removed, with what is in them."""
    name = rf"superpose-{os.getuid()}-\w{{6}}(\.removed)?"
    return {path.name: sorted(file.name for file in path.iterdir())
            for path in root.iterdir() if re.fullmatch(name, path.name)}
