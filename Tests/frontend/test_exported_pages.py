"""Pages that nbconvert makes of notebooks, opened in a browser without a kernel and without a network."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from superpose_jupyter import exports

ROOT = Path(__file__).resolve().parents[2]
FIGURE = (ROOT / "Tests/PlotTests/Snapshots/dot.svg").read_text()
# The colour two pixels from the corner of a picture.
PIXEL = """async data => {
  const image = new Image()
  image.src = 'data:image/png;base64,' + data
  await image.decode()
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  return [...context.getImageData(2, 2, 1, 1).data].slice(0, 3)
}"""
INTERACT = """\
try interact(sparsity: [0.5, 0.9]) { s in
  let model = try ReLUOutputModel(hidden: 2).train(on: SparseFeatures(count: 3, sparsity: s), steps: 50).best
  return Figure.featureEmbeddings([ModelPanel(model)])
}"""

FORMULA = 'Latex(#"L = \\sum_i I_i (x_i - x\'_i)^2"#)'
FORMULAS = """\
The loss of $x_i$ costs \\$5, or $5 to $7, and `$x$` is code:

$$h = W x \\qquad x' = \\mathrm{ReLU}(W^\\top h + b)$$

| a | b |
|---|---|
| $|x|$ | $\\hat W_i \\cdot W_j$ |
"""


def precomputed_block():
    """The example of `precomputed()` in the documentation."""
    blocks = re.findall(r"```swift\n(.*?)```", (ROOT / "docs/widgets.md").read_text(), re.S)
    (block,) = [block for block in blocks if "}.precomputed()" in block]
    return block


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The page of a notebook that was executed and exported with the settings of `superpose-jupyter install`."""
    folder = tmp_path_factory.mktemp("exported")
    exports.configure(folder / "config", None)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in (INTERACT, precomputed_block(), FORMULA)]
        + [nbformat.v4.new_markdown_cell(FORMULAS)],
        metadata={"kernelspec": {
            "name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}})
    nbformat.write(notebook, folder / "page.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", folder / "page.ipynb"],
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "config")}, capture_output=True, text=True,
        timeout=300)
    assert done.returncode == 0, done.stderr
    return folder / "page.html"


@pytest.fixture
def page(browser, exported):
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto(exported.as_uri(), wait_until="domcontentloaded")
    yield page
    context.close()


def test_an_interact_is_its_picture(page, artifacts):
    output = page.locator(".jp-Cell").first.locator(".jp-OutputArea-output").last
    picture = output.locator("svg, img").first
    box = picture.bounding_box()
    assert box["width"] > 150 and box["height"] > 100
    page.screenshot(path=artifacts / "exported-interact.png")


def test_formulas_are_drawn_without_a_network(page, artifacts):
    cell = page.locator(".jp-MarkdownCell")
    sizes = [box for box in (f.bounding_box() for f in cell.locator("math").all()) if box]
    assert len(sizes) == 4 and all(box["width"] > 5 and box["height"] > 5 for box in sizes)
    text = cell.inner_text()
    assert "\\top" not in text and "costs $5, or $5 to $7" in text and "$x$ is code" in text
    assert cell.locator("td").count() == 2
    assert page.locator(".jp-CodeCell").last.locator("math").bounding_box()["width"] > 50
    cell.screenshot(path=artifacts / "exported-formulas.png")


def test_a_precomputed_interact_is_redrawn(page, artifacts):
    root = page.locator(".superpose-precomputed")
    shown = root.locator(".shown")
    before = shown.inner_html()
    assert "<svg" in before
    slider = root.locator("input[type=range]").first
    slider.focus()
    for _ in range(int(slider.get_attribute("max"))):
        page.keyboard.press("ArrowRight")
    after = shown.inner_html()
    assert "<svg" in after and after != before
    page.keyboard.press("Home")
    assert shown.inner_html() != after
    page.keyboard.press("End")
    assert shown.inner_html() == after
    page.screenshot(path=artifacts / "exported-precomputed.png")


@pytest.mark.parametrize("theme, ground", [("light", 255), ("dark", 17)])
def test_a_figure_is_as_dark_as_its_page(theme, ground, browser):
    figure = nbformat.v4.new_output("display_data", {"image/svg+xml": FIGURE})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("0", outputs=[figure])])
    exporter = HTMLExporter(theme=theme, preprocessors=exports.PREPROCESSORS["HTMLExporter"])
    page = browser.new_page(color_scheme="dark" if theme == "light" else "light")
    page.set_content(exporter.from_notebook_node(notebook)[0], wait_until="domcontentloaded")
    shot = page.locator(".jp-RenderedSVG img").screenshot()
    assert page.evaluate(PIXEL, base64.b64encode(shot).decode()) == [ground] * 3
    page.close()
