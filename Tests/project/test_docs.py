"""`make docs` builds the API reference without a warning, and the examples on its pages run."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "Sources").glob("*/*.docc/*.md"))


@pytest.mark.timeout(1200)
def test_the_reference_builds_without_warnings():
    # The script turns warnings into errors.
    done = subprocess.run(
        ["make", "docs"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    assert len(PAGES) >= 5
    for page in PAGES:
        data = ROOT / f"out/docs/data/documentation/{page.stem.lower()}.json"
        built = json.loads(data.read_text())
        blocks = [block["type"] for block in built["primaryContentSections"][0]["content"]]
        # Under its first heading, a page has an example, before which one sentence may stand.
        assert "codeListing" in blocks[1:3], page.stem
        assert built["abstract"] and built["topicSections"], page.stem


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a cell; its reply."""
    folder = tmp_path_factory.mktemp("examples")
    manager, client = start_new_kernel(kernel_name="superpose", cwd=str(folder))
    yield lambda code: client.execute_interactive(
        code, timeout=200, allow_stdin=False, output_hook=lambda message: None)["content"]
    client.stop_channels()
    manager.shutdown_kernel()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run_as_cells(run, page):
    examples = [
        example for example in re.findall(r"```swift\n(.*?)```", page.read_text(), re.DOTALL)
        if "import PackageDescription" not in example
    ]
    assert examples
    for example in examples:
        reply = run(example)
        assert reply["status"] == "ok", "\n".join(reply.get("traceback", []))
