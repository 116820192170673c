"""What every test in Python has: a mark on what it starts, and a folder of its own for what it leaves.

Each process started by a test inherits SUPERPOSE_TEST_RUN and TMPDIR; `test_nothing_left.py`, which
runs last, looks for both.
"""

import os
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = "SUPERPOSE_TEST_RUN"


def pytest_configure(config):
    config.run_mark = uuid.uuid4().hex
    os.environ[RUN] = config.run_mark
    # Short: the paths of sockets are made from it.
    config.temporary_files = tempfile.mkdtemp(prefix="sp-")
    os.environ["TMPDIR"] = tempfile.tempdir = config.temporary_files


def pytest_unconfigure(config):
    shutil.rmtree(config.temporary_files, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The look at what is left comes last."""
    items.sort(key=lambda item: item.path.name == "test_nothing_left.py")


@pytest.fixture(scope="session")
def run_mark(pytestconfig):
    """The environment variable, as text, that all processes started by the tests have."""
    return f"{RUN}={pytestconfig.run_mark}"


@pytest.fixture(scope="session")
def artifacts():
    """Where tests leave pictures and pages for people to look at."""
    folder = ROOT / "out" / "test-artifacts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests in `frontend`, where `lab` is."""
    from playwright.sync_api import sync_playwright

    from lab import browser_path

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
