"""What the README and the documentation say is true."""

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
    """Runs a cell; its outputs, without updates of outputs: those of a batch run get a stamp."""
    manager, client = start_new_kernel(kernel_name="superpose")

    def run(code):
        outputs = []
        client.execute_interactive(
            code, timeout=120, allow_stdin=False,
            output_hook=lambda message: outputs.append(message["content"])
            if message["msg_type"] != "update_display_data" else None)
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


@pytest.mark.parametrize("name", ["first-steps.md"])
def test_the_cells_of_a_page_show_what_it_prints(name, tmp_path):
    """Each ```swift block is a cell; a ```text block after it is its output."""
    text = (ROOT / "docs" / name).read_text()
    blocks = re.findall(r"```swift\n(.*?)```\n(?:```text\n(.*?)```\n)?", text, re.DOTALL)
    assert blocks
    manager, client = start_new_kernel(kernel_name="superpose", cwd=tmp_path)
    try:
        for code, expected in blocks:
            shown = shown_text(client, code)
            if expected:
                assert shown == expected.rstrip(), code
            else:
                assert "Error" not in shown, code
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def shown_text(client, code):
    """The plain text of a cell's last output, or its error's name and message.

    Progress lines do not count: only slow training has one.
    """
    shown = [""]

    def take(message):
        content = message["content"]
        if "ename" in content:
            shown.append(f"{content['ename']}: {content['evalue']}")
        elif "superpose-progress" in content.get("data", {}).get("text/html", ""):
            return
        elif "text/plain" in content.get("data", {}):
            shown.append(content["data"]["text/plain"].rstrip())

    client.execute_interactive(code, timeout=120, allow_stdin=False, output_hook=take)
    return shown[-1]


def test_the_guide_is_one_path():
    """Every page of docs is reached from the first by its last line, "Next: [...](page.md)"."""
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    name, seen = "install.md", []
    while name:
        assert name not in seen
        seen.append(name)
        last = (ROOT / "docs" / name).read_text().rstrip().split("\n")[-1]
        following = re.fullmatch(r"Next: \[[^\]]+\]\(([^)]+\.md)\)", last)
        name = following and following[1]
    generated = {"benchmarks-kernel.md"}
    assert set(seen) == pages - generated
    guide = (ROOT / "docs" / "README.md").read_text()
    assert all(f"]({page})" in guide for page in pages)


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
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`(?:\w+=\w+ )?make ([a-z0-9-]+)", page.read_text()))
        assert named <= targets, page.name


def test_every_setting_that_is_named_is_read():
    sources = "".join(
        Path(path).read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    notebooks = "".join(path.read_text() for path in (ROOT / "Notebooks").glob("*.ipynb"))
    named = set(re.findall(r"`(SUPERPOSE_[A-Z_]+)`", (ROOT / "docs" / "install.md").read_text()))
    assert named
    assert all(name in sources or name in notebooks for name in named)
