"""What the README and the documentation say is so."""

import re
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from notebooks import ROOT, WIDGET

README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
CELLS = re.findall(r"```swift\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def run():
    """Runs a cell; its outputs."""
    manager, client = start_new_kernel(kernel_name="superpose")

    def run(code):
        outputs = []
        client.execute_interactive(
            code, timeout=120, allow_stdin=False,
            output_hook=lambda message: outputs.append(message["content"]))
        return [output for output in outputs if "data" in output or "ename" in output]

    yield run
    client.stop_channels()
    manager.shutdown_kernel()


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 100


def test_its_first_cells_do_what_their_comments_say(run):
    train, count, trap, sliders = CELLS
    # Where training takes long enough to be seen, the last state of its line follows.
    figure, *progress = run(train)
    assert len(progress) <= 1
    assert all("superpose-progress" in output["data"]["text/html"] for output in progress)
    assert {"image/svg+xml", "image/png", "text/plain"} <= set(figure["data"])
    (value,) = run(count)
    assert value["data"]["text/plain"] == count.split("// ")[1].strip()
    (error,) = run(trap)
    assert f"{error['ename']}: {error['evalue']}" == "FatalError: Index out of range"
    assert run("model.bias.count")[0]["data"]["text/plain"] == "5"
    # The messages of the widgets' own comms have data too.
    (view,) = [output for output in run(sliders) if WIDGET in output["data"]]
    assert "image/svg+xml" in view["data"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    missing = [
        link for link in links
        if not link.startswith("http") and not (page.parent / link).exists()
    ]
    assert missing == []


def test_pictures_are_small():
    pictures = [path for path in (ROOT / "docs" / "images").iterdir()]
    assert pictures
    assert all(path.stat().st_size < 300_000 for path in pictures)


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`(?:\w+=\w+ )?make ([a-z-]+)", page.read_text()))
        assert named <= targets, page.name


def test_every_setting_that_is_named_is_read():
    sources = "".join(
        Path(path).read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    notebooks = "".join(path.read_text() for path in (ROOT / "Notebooks").glob("*.ipynb"))
    named = set(re.findall(r"`(SUPERPOSE_[A-Z_]+)`", (ROOT / "docs" / "install.md").read_text()))
    assert named
    assert all(name in sources or name in notebooks for name in named)
