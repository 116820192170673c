"""Voilà: a notebook as a page without code, whose sliders run the kernel."""

import signal
import socket
import subprocess
import sys

import nbformat
import pytest

CELLS = [
    'print("it is", 6 * 7)',
    "interact(height: 1...9) { h in Figure(Plot { Dot(x: [1, 2], y: [3, Double(h)]) }) }",
]
# The slider's figure.
PICTURE = "document.querySelector('.jupyter-widgets svg')?.outerHTML"


@pytest.fixture
def page_address(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS],
        metadata={"kernelspec": {"name": "superpose", "display_name": "S", "language": "swift"}})
    nbformat.write(notebook, tmp_path / "sliders.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    voila = subprocess.Popen(
        [sys.executable, "-m", "voila", "sliders.ipynb", "--no-browser", f"--port={port}", "--show_tracebacks=True"],
        cwd=tmp_path, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for line in voila.stderr:
            if f":{port}/" in line:
                break
        yield f"http://127.0.0.1:{port}/"
    finally:
        voila.send_signal(signal.SIGINT)
        voila.communicate(timeout=60)


def test_a_slider_redraws_its_figure(browser, page_address, artifacts):
    page = browser.new_page()
    page.set_default_timeout(40_000)
    page.goto(page_address, timeout=90_000)
    page.wait_for_selector(".widget-slider .noUi-handle")
    page.wait_for_function(f"{PICTURE} != null")
    before = page.evaluate(PICTURE)
    page.screenshot(path=artifacts / "voila.png")
    page.press(".widget-slider .noUi-handle", "ArrowRight")
    page.wait_for_function(f"before => {PICTURE} != null && {PICTURE} != before", arg=before)
    assert "it is 42" in page.inner_text("body")
