"""The template of a manuscript, and the forms in which notebooks travel, through the real tools."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "Notebooks/01-superposition-at-a-glance.ipynb"


def built(folder, builder):
    """Builds the manuscript; any warning is an error."""
    paper = folder / "paper"
    if not paper.exists():
        shutil.copytree(ROOT / "examples/paper", paper, ignore=shutil.ignore_patterns("out"))
    out = folder / builder
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder, paper, out],
        env={**os.environ, "SUPERPOSE_PAPER": "1"}, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    return out


def test_the_manuscript_becomes_a_page(tmp_path):
    out = built(tmp_path, "html")
    page = (out / "paper.html").read_text()
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "it represents 2 of them" in text
    assert "nine of ten samples, it represents 5." in text
    figures = re.findall(r'src="(_images/\w+\.svg)"', page)
    assert len(figures) == 2
    assert all((out / figure).exists() for figure in figures)
    assert page.count("<table") == 1 and "represented</th>" in page
    assert 'class="caption-text">The direction of each feature' in page


def test_the_manuscript_becomes_LaTeX_with_vector_figures(tmp_path):
    out = built(tmp_path, "latex")
    (tex,) = out.glob("fivefeatures*.tex")
    figures = re.findall(r"sphinxincludegraphics\{\{(\w+)\}\.pdf\}", tex.read_text())
    assert len(figures) == 2
    assert all((out / f"{figure}.pdf").read_bytes().startswith(b"%PDF") for figure in figures)
    # The number is inside of commands, whose names differ between versions of Sphinx.
    assert re.search(r"represents \S*\{2\}+ of them", tex.read_text())


def sources(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_jupytext_keeps_a_notebook_as_myst():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    back = jupytext.reads(jupytext.writes(notebook, fmt="md:myst"), fmt="md:myst")
    assert sources(back) == sources(notebook)
    assert back.metadata.kernelspec.name == "superpose"


def test_nbval_finds_the_same_outputs_again_and_other_ones(tmp_path):
    cells = ["let x = 6 * 7\nx", 'Figure(Plot { Dot(x: [1, 2], y: [3, 4]) })', 'print("hello")']
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "superpose", "display_name": "S", "language": "swift"}})
    NotebookClient(notebook, timeout=60, kernel_name="superpose").execute()
    for name, change in ("same", False), ("changed", True):
        if change:
            notebook.cells[0].outputs[0].data["text/plain"] = "43"
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")

    def nbval(name):
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", f"{name}.ipynb"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert nbval("same").returncode == 0
    changed = nbval("changed")
    assert changed.returncode == 1 and "1 failed, 2 passed" in changed.stdout


@pytest.mark.parametrize("existing", [None, {"ClearSolutions": {"code_stub": {"R": "mine"}}, "Other": {"a": 1}}])
def test_install_adds_nbgraders_stub_and_keeps_other_settings(tmp_path, existing):
    path = tmp_path / "etc/jupyter/nbgrader_config.json"
    if existing:
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(existing))
    program = tmp_path / "superpose"
    program.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/called\n")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "superpose_jupyter.command", "install", "--prefix", tmp_path,
         "--superpose", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "called").read_text() == f"install --prefix {tmp_path}\n"
    settings = json.loads(path.read_text())
    stubs = settings["ClearSolutions"]["code_stub"]
    assert stubs["swift"].endswith('fatalError("not implemented")')
    assert stubs["R"] == ("mine" if existing else "# YOUR CODE HERE\nfail()")
    assert settings.get("Other") == ({"a": 1} if existing else None)


def test_install_without_the_kernel_says_how(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "superpose_jupyter.command", "install", "--prefix", tmp_path],
        env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no superpose in PATH. Give its path with --superpose" in done.stderr
