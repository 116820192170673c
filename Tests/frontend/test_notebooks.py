"""Every notebook runs without a reader: nbclient, nbconvert and papermill."""

import re
import sys
import subprocess

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from notebooks import NOTEBOOKS, WIDGET, errors, figures, outputs, standard_error

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def executed():
    """Executes a notebook once for all tests that look at what came out."""
    done = {}

    def execute(path):
        if path not in done:
            notebook = nbformat.read(path, as_version=4)
            resources = {"metadata": {"path": str(path.parent)}}
            client = NotebookClient(
                notebook, kernel_name="superpose", timeout=300, resources=resources)
            done[path] = client.execute()
        return done[path]

    return execute


def test_it_states_a_question_first(path):
    first = nbformat.read(path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert "question" in first.source.lower()


def test_it_is_committed_with_its_figures(path):
    notebook = nbformat.read(path, as_version=4)
    assert errors(notebook) == []
    assert figures(notebook)
    assert notebook.metadata.kernelspec.name == "superpose"


def test_nbclient_executes_it(path, executed):
    notebook = executed(path)
    assert errors(notebook) == []
    # nbgrader gives no points where anything is written there.
    assert standard_error(notebook) == []
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_its_figures_show_everywhere(path, executed):
    found = figures(executed(path))
    assert found
    for figure in found:
        assert figure.data["image/svg+xml"].lstrip().startswith(("<svg", "<?xml"))
        assert len(figure.data["text/plain"].splitlines()) == 1
        size = figure.metadata["image/png"]
        assert size["width"] > 0 and size["height"] > 0


def test_no_picture_lacks_a_fallback(path, executed):
    pictures = [o for o in outputs(executed(path)) if "image/svg+xml" in o.get("data", {})]
    assert pictures == figures(executed(path))


def test_nbconvert_makes_a_page_of_it(path, executed, artifacts):
    notebook = executed(path)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (artifacts / f"{path.stem}.html").write_text(page)
    pictures = re.findall(r'<img[^>]*src="data:image/svg\+xml;base64,', page)
    # Where there are widgets, the page shows those.
    still = [f for f in figures(notebook) if WIDGET not in f.data]
    assert len(pictures) == len(still)
    views = page.count(f'<script type="{WIDGET}">')
    assert views == sum(WIDGET in o.get("data", {}) for o in outputs(notebook))
    assert 'class="kd">let</span>' in page, "the code is coloured as Swift"


def test_papermill_executes_it(path, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERPOSE_FAST", "1")
    target = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", str(path), str(target)],
        check=True, timeout=300, cwd=path.parent)
    notebook = nbformat.read(target, as_version=4)
    assert errors(notebook) == []
    assert figures(notebook)
