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
from pygments.token import Error
from superpose_jupyter import exports
from superpose_jupyter.formulas import as_mathml
from superpose_jupyter.highlighting import SwiftLexer

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
        capture_output=True, text=True, timeout=250)
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
    (tex,) = out.glob("paper.tex")
    figures = re.findall(r"sphinxincludegraphics\{\{(\w+)\}\.pdf\}", tex.read_text())
    assert len(figures) == 2
    assert all((out / f"{figure}.pdf").read_bytes().startswith(b"%PDF") for figure in figures)
    assert "\\begin{tabular}{rrr}\n\\toprule\nsparsity & represented & loss" in tex.read_text()
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


def test_latex_gets_vector_figures_without_inkscape(tmp_path):
    """A notebook that was saved without PDF, with the settings of `superpose-jupyter install`."""
    exports.configure(tmp_path / "config", str(ROOT / ".build/release/superpose"))
    # Only pandoc is in the path.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/pandoc").symlink_to(shutil.which("pandoc"))
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "latex", NOTEBOOK, "--output-dir", tmp_path],
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "PATH": str(tmp_path / "bin")},
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    tex = (tmp_path / NOTEBOOK.name).with_suffix(".tex").read_text()
    figures = re.findall(r"\{([^{}]+_files/[^{}]+)\}", tex)
    assert len(figures) > 3 and all(name.endswith(".pdf") for name in figures), figures
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in figures)
    # Code has the colours of today's Swift: key paths are no errors.
    assert "PY{o}{\\PYZbs{}" in tex and "PY{err}" not in tex


@pytest.mark.parametrize(("command", "kept"), [
    (None, False), (["/old/superpose", "pdf", "{from_filename}", "{to_filename}"], False),
    ("rsvg-convert -f pdf {from_filename}", True), (["inkscape", "{from_filename}"], True)])
def test_install_keeps_anothers_command_for_svg(tmp_path, command, kept):
    path = tmp_path / "jupyter_nbconvert_config.json"
    if command:
        path.write_text(json.dumps({"SVG2PDFPreprocessor": {"command": command}}))
    exports.configure(tmp_path, "/new/superpose")
    found = json.loads(path.read_text())["SVG2PDFPreprocessor"]["command"]
    assert found == (command if kept else ["/new/superpose", "pdf", "{from_filename}", "{to_filename}"])


@pytest.mark.parametrize(("markdown", "count"), [
    ("$x_i$ and $$y^2$$", 2), ("$$\nx\n+ y\n$$", 1), ("\\begin{align} a &= b \\\\ c &= d \\end{align}", 1),
    ("\\\\[ x^2 \\\\] and \\\\( y \\\\)", 2), ("\\$5 and \\$6", 0), ("$5 to $7", 0), ("`$x$` and ``a ` $y$``", 0),
    ("```\n$x$\n```", 0), ("$\\notacommand{x}$", 0), ("<a href='?a=$x&b=$y'>a</a>", 0), ("$\\frac{$", 0),
])
def test_formulas_become_mathml_and_all_else_stays(markdown, count):
    page = as_mathml(markdown)
    assert page.count("<math ") == count
    assert count or page == markdown


def errors(code):
    return [text for token, text in SwiftLexer().get_tokens(code) if token is Error]


def test_code_of_all_notebooks_has_colours_without_errors():
    paths = sorted((ROOT / "Notebooks").glob("*.ipynb"))
    assert len(paths) > 20
    for path in paths:
        cells = nbformat.read(path, 4).cells
        assert not [cell.source for cell in cells if cell.cell_type == "code" and errors(cell.source)], path.name


@pytest.mark.parametrize("code", [
    "models.map(\\.loss)", "let k = \\Model.weights[0]", 'let t = """\n  a "b" \\(c + "d")\n  """',
    'let r = #"\\d "x" "#', "xs.map { $0 + $1 }", "%%sh -e\nls", "!ls *.json | wc -l", "@MainActor func f() {}",
    "#expect(x == 1)", "let σ = √2 ± 3",
    "#if os(Linux)\nlet a = 1\n#endif", '"a \\u{1F600} \\(b("c")) \\\\"', "let p = /\\d+(a)/"])
def test_code_of_today_has_colours_without_errors(code):
    assert not errors(code)
    assert "".join(text for _, text in SwiftLexer().get_tokens(code)).strip() == code


def test_pdf_of_a_file_that_is_not_svg_is_an_error(tmp_path):
    (tmp_path / "a.svg").write_text("no picture")
    for name, words in [("a.svg", "a.svg: The figure could not be rendered"), ("b.svg", "b.svg cannot be read")]:
        done = subprocess.run([ROOT / ".build/release/superpose", "pdf", name, "out.pdf"], cwd=tmp_path,
                              capture_output=True, text=True)
        assert done.returncode != 0 and words in done.stderr, done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_install_without_the_kernel_says_how(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "superpose_jupyter.command", "install", "--prefix", tmp_path],
        env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no superpose in PATH. Give its path with --superpose" in done.stderr
