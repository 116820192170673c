"""JupyterLab's debugger panel, which shows a notebook's variables, in a real browser."""

import re
import time

import nbformat
import pytest

from lab import LabServer, NotebookPage

CELLS = [
    'let epochs = 12\nlet title = "digits"\nlet losses = [0.5, 0.25]\n'
    'let weights = Matrix(rows: 2, columns: 3) { i, j in Float(i + j) }',
    "let later = 7",
]


class DebugTraffic:
    """The debugger's messages between a page and its kernel.

    JupyterLab asks `debugInfo` several times while a notebook opens. A click on the debugger's button before the last
    answer is undone by it, with every kernel; a person is slower than that, a test must wait.
    """

    def __init__(self, page):
        self.page = page
        self.last = time.monotonic()
        self.commands = set()
        page.on("websocket", self.listen)

    def listen(self, socket):
        for event in ("framesent", "framereceived"):
            socket.on(event, self.note)

    def note(self, frame):
        text = frame if isinstance(frame, str) else frame.decode(errors="replace")
        if '"debug_reply"' in text or '"msg_type":"debug_request"' in text:
            self.last = time.monotonic()
            self.commands.update(re.findall(r'"command":"(\w+)"', text))

    def wait_until_quiet(self, *commands, seconds=1.0, timeout=60):
        """Until all `commands` were seen and nothing was said for some time."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.page.wait_for_timeout(100)
            if self.commands.issuperset(commands) and time.monotonic() - self.last > seconds:
                return
        raise AssertionError(f"{sorted(commands)} wanted within {timeout} s, {sorted(self.commands)} seen")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, browser):
    home = tmp_path_factory.mktemp("debugger")
    written = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in CELLS],
        metadata={"kernelspec": {
            "name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}})
    path = home / "variables.ipynb"
    nbformat.write(written, path)
    server = LabServer(home / "lab", [path])
    page = browser.new_page(viewport={"width": 1500, "height": 1000}, device_scale_factor=1)
    traffic = DebugTraffic(page)
    page.goto(server.page_of(path.name))
    try:
        notebook = NotebookPage(page)
        traffic.wait_until_quiet("debugInfo")
        page.click(".jp-DebuggerBugButton")
        traffic.wait_until_quiet("attach", "inspectVariables")
        notebook.menu("View", "debugger:show-panel")
        yield notebook
    finally:
        page.close()
        server.stop()


def panel_text(page, *words):
    """The panel's text, once it holds all the words."""
    page.wait_for_function(
        """words => {
          const panel = document.querySelector('.jp-DebuggerVariables')
          return panel && words.every(word => panel.innerText.includes(word))
        }""", arg=list(words), timeout=60_000)
    return page.locator(".jp-DebuggerVariables").inner_text()


def run_first_cell(page):
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Shift+Enter")


def test_names_and_types_appear_after_a_cell_and_live(notebook, artifacts):
    page = notebook.page
    run_first_cell(page)
    text = panel_text(page, "epochs", "Int", "losses", "Array<Double>", "title", "weights", "Matrix")
    assert "later" not in text
    page.keyboard.press("Shift+Enter")
    panel_text(page, "later")
    page.screenshot(path=artifacts / "debugger-tree.png")


def test_the_table_of_values_opens(notebook, artifacts):
    """The table is drawn on a canvas, whose text a test cannot read; `test_debugger.py` compares the values."""
    page = notebook.page
    page.click(".jp-TableView-Button")
    page.wait_for_selector(".jp-DebuggerVariables-grid, .jp-DebuggerVariables .lm-DataGrid", timeout=10_000)
    page.wait_for_timeout(500)
    page.screenshot(path=artifacts / "debugger-table.png")
    page.click(".jp-TreeView-Button")


def test_a_value_unfolds(notebook, artifacts):
    page = notebook.page
    item = page.locator(".jp-DebuggerVariables jp-tree-item", has_text="losses").first
    item.locator(".expand-collapse-button").click()
    panel_text(page, "[0]", "[1]")
    page.screenshot(path=artifacts / "debugger-unfolded.png")


def test_the_rich_view_shows_what_the_notebook_shows(notebook, artifacts):
    page = notebook.page
    item = page.locator(".jp-DebuggerVariables jp-tree-item", has_text="weights").first
    item.hover()
    item.locator(".jp-DebuggerVariables-renderVariable").first.click()
    shown = page.wait_for_selector(".jp-DebuggerRichVariable .jp-RenderedHTMLCommon", timeout=30_000)
    assert "2 × 3" in shown.inner_text()
    page.screenshot(path=artifacts / "debugger-rich.png")
