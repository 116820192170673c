"""`make demo` after set-up and build: what it leaves, and that it says where."""

import subprocess
import sys

from notebooks import NOTEBOOKS, ROOT


def test_it_leaves_a_page_and_figures_and_says_where(tmp_path):
    said = subprocess.run(
        [sys.executable, ROOT / "Scripts" / "demo.py", NOTEBOOKS[0]],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True).stdout
    name = NOTEBOOKS[0].stem
    for file in f"{name}.ipynb", f"{name}.html", f"figures/{name}-1.svg", f"figures/{name}-1.png":
        assert (tmp_path / "out" / file).stat().st_size > 0
        assert str(tmp_path / "out" / file) in said


def test_a_notebook_that_fails_is_said_to(tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text(
        '{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "let x: Int = nil",'
        ' "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4,'
        ' "nbformat_minor": 5}')
    ran = subprocess.run(
        [sys.executable, ROOT / "Scripts" / "demo.py", broken],
        cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 1
    assert "'nil' cannot initialize specified type 'Int'" in ran.stderr
