"""The template of a manuscript as a page of Jupyter Book, in light and dark."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The page, built without a network; any warning is an error."""
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "examples/paper", folder / "paper", ignore=shutil.ignore_patterns("out"))
    done = subprocess.run(
        [Path(sys.executable).parent / "jupyter-book", "build", folder / "paper", "--path-output", folder, "-W", "-n"],
        capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build/html/paper.html"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_of_the_book_shows_numbers_figures_and_the_table(book, browser, artifacts, theme):
    page = browser.new_page(color_scheme=theme, viewport={"width": 1000, "height": 1200})
    try:
        page.goto(f"file://{book}")
        page.screenshot(path=artifacts / f"book-{theme}.png", full_page=True)
        text = " ".join(page.inner_text("article").split())
        assert "it represents 2 of them" in text and "nine of ten samples, it represents 5." in text
        assert "training" not in text, "progress is no part of a manuscript"
        figures = page.locator("article img").all()
        assert len(figures) == 2
        for figure in figures:
            style = figure.evaluate("i => { const s = getComputedStyle(i); return [s.filter, s.padding] }")
            assert style == ["none", "0px"], "the theme changes colours, or adds a frame"
            assert figure.evaluate("i => i.naturalWidth") > 100
        # The table has the page's colours, and room between its columns.
        assert page.locator("td").last.evaluate("c => parseFloat(getComputedStyle(c).paddingLeft)") >= 4
        box = page.locator(".text_html", has=page.locator("table"))
        assert box.evaluate("b => getComputedStyle(b).backgroundColor") == "rgba(0, 0, 0, 0)"
    finally:
        page.close()
