"""Every notebook runs without a reader: all by nbclient, some by nbconvert and papermill."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from notebooks import (
    IN_FULL,
    LARGEST,
    NOTEBOOKS,
    THROUGH_EVERY_TOOL,
    WIDGET,
    errors,
    figures,
    outputs,
    progress_lines,
    shortened,
    standard_error,
)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
some_notebooks = pytest.mark.parametrize("path", THROUGH_EVERY_TOOL, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def executed():
    """Executes a notebook once for all tests that look at what came out."""
    done = {}

    def execute(path):
        if path not in done:
            notebook = nbformat.read(path, as_version=4)
            if path.stem not in IN_FULL:
                for cell in notebook.cells:
                    if cell.cell_type == "code":
                        cell.source = shortened(cell.source)
            resources = {"metadata": {"path": str(path.parent)}}
            client = NotebookClient(notebook, kernel_name="superpose", timeout=300, resources=resources)
            done[path] = client.execute()
        return done[path]

    return execute


@every_notebook
def test_it_states_a_question_first(path):
    first = nbformat.read(path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert "question" in first.source.lower()


@every_notebook
def test_its_cells_are_short_and_hold_no_plumbing(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for word in ("SUPERPOSE_", "ProcessInfo", "String(format", "paced", "Pace."):
            assert word not in cell.source
        if cell.cell_type == "code":
            assert len(cell.source.strip().split("\n")) <= 10, cell.source


def test_they_are_numbered_without_gaps():
    assert [path.stem[:3] for path in NOTEBOOKS] == [f"{i:02}-" for i in range(1, len(NOTEBOOKS) + 1)]


@every_notebook
def test_it_begins_and_ends_like_all(path):
    cells = nbformat.read(path, as_version=4).cells
    assert re.match(r"# .+\n\n\*\*The question\.\*\* ", cells[0].source)
    (need,) = re.findall(r"\n\n\*\*You will learn\*\* .+\n\n\*\*You need\*\* (.+)$", cells[0].source)
    assert re.search(r"Reading takes about .+ minutes, a run .+", need)
    needed = re.findall(r"\((\d\d-.+?\.ipynb)\)", need)
    assert all(name < path.name for name in needed), "a notebook needs earlier ones only"
    assert cells[-1].cell_type == "markdown"
    last = cells[-1].source.rstrip().split("\n")[-1]
    words, target = re.fullmatch(r"(Next|Back to the beginning): \[.+\]\((.+)\)", last).groups()
    if words == "Next":
        assert target == NOTEBOOKS[NOTEBOOKS.index(path) + 1].name
    else:
        assert (path, target) == (NOTEBOOKS[-1], NOTEBOOKS[0].name)


@every_notebook
def test_its_links_lead_somewhere(path):
    texts = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    links = [link for text in texts for link in re.findall(r"\]\(([^)#]+)", text)]
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


@every_notebook
def test_it_is_committed_with_its_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    assert errors(notebook) == []
    assert figures(notebook)
    assert notebook.metadata.kernelspec.name == "superpose"
    assert path.stat().st_size < LARGEST
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1)), "run from top to bottom, once"


@every_notebook
def test_nothing_committed_changes_from_run_to_run(path):
    notebook = nbformat.read(path, as_version=4)
    assert progress_lines(notebook) == []
    assert all("execution" not in cell.metadata for cell in notebook.cells)


@every_notebook
def test_nbclient_executes_it(path, executed):
    notebook = executed(path)
    assert errors(notebook) == []
    # nbgrader gives no points where anything is written there.
    assert standard_error(notebook) == []
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_its_figures_show_everywhere(path, executed):
    found = figures(executed(path))
    assert found
    for figure in found:
        assert figure.data["image/svg+xml"].lstrip().startswith(("<svg", "<?xml"))
        assert len(figure.data["text/plain"].splitlines()) == 1
        size = figure.metadata["image/png"]
        assert size["width"] > 0 and size["height"] > 0


@every_notebook
def test_no_picture_lacks_a_fallback(path, executed):
    pictures = [o for o in outputs(executed(path)) if "image/svg+xml" in o.get("data", {})]
    assert pictures == figures(executed(path))


@some_notebooks
def test_nbconvert_makes_a_page_of_it(path, executed, artifacts):
    notebook = executed(path)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (artifacts / f"{path.stem}.html").write_text(page)
    pictures = re.findall(r'<img[^>]*src="data:image/svg\+xml;base64,', page)
    # Where there are widgets, the page shows those.
    still = [figure for figure in figures(notebook) if WIDGET not in figure.data]
    assert len(pictures) == len(still)
    views = page.count(f'<script type="{WIDGET}">')
    assert views == sum(WIDGET in output.get("data", {}) for output in outputs(notebook))
    assert 'class="kd">let</span>' in page, "the code is coloured as Swift"


@some_notebooks
def test_papermill_executes_it(path, tmp_path):
    target = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", str(path), str(target)],
        check=True, timeout=300, cwd=path.parent)
    notebook = nbformat.read(target, as_version=4)
    assert errors(notebook) == []
    assert figures(notebook)
