"""The opening notebook in JupyterLab, in a real browser: what a newcomer does first."""

import pytest

from lab import LabServer, NotebookPage
from notebooks import NOTEBOOKS

OPENING = NOTEBOOKS[0]
PICTURES = 4


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = LabServer(tmp_path_factory.mktemp("lab"), NOTEBOOKS)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def notebook(server, browser):
    """The opening notebook, run as a whole."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, device_scale_factor=1)
    page.goto(server.page_of(OPENING.name))
    notebook = NotebookPage(page)
    notebook.menu("Edit", "editmenu:clear-all")
    page.wait_for_function("() => !document.querySelector('.jp-OutputArea-output img')")
    notebook.run_all()
    yield notebook
    page.close()


def test_all_cells_run(notebook):
    prompts = notebook.prompts()
    assert prompts == [f"[{number}]:" for number in range(1, len(prompts) + 1)]
    assert notebook.page.locator('.jp-OutputArea-output[data-mime-type*="error"]').count() == 0


def test_figures_are_seen(notebook, artifacts):
    figures = notebook.figures()
    assert len(figures) == PICTURES
    assert all(f["width"] > 150 and f["height"] > 150 and f["natural"] > 0 for f in figures)
    notebook.page.locator(".jp-OutputArea-output img").first.scroll_into_view_if_needed()
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-figure.png")


def test_a_typed_cell_answers(notebook, artifacts):
    notebook.new_cell_below("1 + 1")
    cell = notebook.page.locator(".jp-CodeCell.jp-mod-active")
    handle = cell.element_handle()
    notebook.page.keyboard.press("Shift+Enter")
    output = handle.wait_for_selector(".jp-OutputArea-output", timeout=30_000)
    assert output.inner_text().strip() == "2"
    notebook.page.screenshot(path=artifacts / "lab-cell.png")


def test_tab_completes(notebook, artifacts):
    notebook.new_cell_below("best[0].")
    notebook.page.keyboard.press("Tab")
    popup = notebook.page.wait_for_selector(".jp-Completer:not(.lm-mod-hidden)", timeout=30_000)
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-completer.png")
    assert "featureDimensionality" in popup.inner_text()
    notebook.page.keyboard.press("Escape")


def test_tab_offers_overloads_of_one_name(notebook, artifacts):
    """`coherence()` and `coherence(above: )` share more than the name, and Lab showed nothing."""
    notebook.new_cell_below("best[0].coh")
    notebook.page.keyboard.press("Tab")
    popup = notebook.page.wait_for_selector(".jp-Completer:not(.lm-mod-hidden)", timeout=30_000)
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-overloads.png")
    assert "coherence()" in popup.inner_text() and "coherence(above:" in popup.inner_text()
    notebook.page.keyboard.press("Enter")
    cell = notebook.page.locator(".jp-CodeCell.jp-mod-active .cm-content")
    assert cell.inner_text().startswith("best[0].coherence")
    notebook.page.keyboard.press("Escape")


@pytest.mark.parametrize("typed, wanted", [
    ("best[0].featureD", "featureDimensionality"), ("best[0].", "bias"),
    ("ReLUOutputModel(", "hidden: "), ("ReLUOutputModel(hidden: 2, i", "importance: "),
    ("%%ti", "%%time"), ("import Synch", "Synchronization"),
    ("let i: Importance = .log", "logSpaced(from: "), ('print("loss: \\(best[0].lo', "loss"),
])
def test_what_tab_offers_is_inserted(notebook, typed, wanted):
    """Lab lists even a single candidate; Enter or the next Tab inserts it."""
    notebook.new_cell_below(typed)
    notebook.page.keyboard.press("Tab")
    popup = notebook.page.wait_for_selector(".jp-Completer:not(.lm-mod-hidden)", timeout=30_000)
    notebook.page.wait_for_timeout(200)
    assert wanted.strip() in popup.inner_text()
    notebook.page.keyboard.press("Enter")
    notebook.page.wait_for_function(
        """wanted => document.querySelector('.jp-CodeCell.jp-mod-active .cm-content')
          .innerText.includes(wanted)""", arg=wanted.strip(), timeout=5_000)
    notebook.page.keyboard.press("Escape")


def test_shift_tab_shows_overloads_and_the_parameter(notebook, artifacts):
    notebook.new_cell_below("Figure.featureEmbeddings(")
    notebook.page.keyboard.press("Shift+Tab")
    tooltip = notebook.page.wait_for_selector(".jp-Tooltip", timeout=30_000)
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-overloads-explained.png")
    text = tooltip.inner_text()
    assert text.index("importance:") < text.index("sets:")
    assert "At the cursor: _ panels: [ModelPanel]" in text
    notebook.page.keyboard.press("Escape")


def test_shift_tab_explains(notebook, artifacts):
    notebook.new_cell_below("best[0].featureDimensionality")
    notebook.page.keyboard.press("Shift+Tab")
    tooltip = notebook.page.wait_for_selector(".jp-Tooltip", timeout=30_000)
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-tooltip.png")
    assert "fraction of a dimension" in tooltip.inner_text()
    notebook.page.keyboard.press("Escape")


def test_an_error_is_shown_and_nothing_is_lost(notebook, artifacts):
    notebook.new_cell_below("let numbers = [1, 2, 3]; numbers[best.count]")
    cell = notebook.page.locator(".jp-CodeCell.jp-mod-active").element_handle()
    notebook.page.keyboard.press("Shift+Enter")
    output = cell.wait_for_selector(".jp-OutputArea-output", timeout=30_000)
    notebook.page.wait_for_timeout(300)
    notebook.page.screenshot(path=artifacts / "lab-error.png")
    assert "Index out of range" in output.inner_text()
    notebook.new_cell_below("best.count")
    cell = notebook.page.locator(".jp-CodeCell.jp-mod-active").element_handle()
    notebook.page.keyboard.press("Shift+Enter")
    assert cell.wait_for_selector(
        ".jp-OutputArea-output", timeout=30_000).inner_text().strip() == "3"


def test_the_saved_notebook_opens_in_the_dark_theme(server, browser, notebook, artifacts):
    notebook.page.keyboard.press("Escape")
    notebook.menu("File", "docmanager:save")
    notebook.page.wait_for_timeout(1000)
    server.set("@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(server.page_of(OPENING.name))
    dark = NotebookPage(page)
    page.wait_for_selector('body[data-jp-theme-light="false"]', state="attached", timeout=30_000)
    assert len(dark.figures()) == PICTURES
    page.locator(".jp-OutputArea-output img").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.screenshot(path=artifacts / "lab-dark.png")
    page.close()
