"""Every kind of value and every notebook as a page, light and dark: pictures for people, in out/test-artifacts.

What a program can judge is checked on the way: texts can be read, pictures are loaded, nothing is
wider than the page.
"""

import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from superpose_jupyter import exports

from notebooks import NOTEBOOKS, ROOT

DARK_THEME = Path(sys.prefix) / "share/jupyter/nbconvert/templates/lab/static/theme-dark.css"
# One of every kind that shows itself in its own way.
VALUES = {
    "a trained model": """\
let features = SparseFeatures(count: 5, sparsity: 0.9)
let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9)).train(
  on: features, steps: 2_000, instances: 4, seed: 1)
models.best""",
    "a model of many features": """\
let wide = try ReLUOutputModel(hidden: 5).train(on: SparseFeatures(count: 40, sparsity: 0.9), steps: 300, seed: 1).best
wide""",
    "several models": "models",
    "an untrained model": "ReLUOutputModel(hidden: 2, importance: .geometric(0.9))",
    "a model's parameters": "models.best.summary",
    "a sampler": "features",
    "a matrix": "models.best.weights",
    "a large matrix": "wide.weights.gram",
    "a vector": "wide.norms",
    "a loss curve": "models.best.history",
    "an experiment": "OpeningFigure()",
    "the result of an experiment": "let opened = try OpeningFigure().shortened.run()\nopened",
    "claims": "opened.claims",
    "a figure": "opened.figure",
    "a polytope": "Polytope([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], hasSpokes: true)",
    "a scrubber": """\
try ReLUOutputModel(hidden: 2).train(on: features, steps: 200, seed: 1, snapshots: 10).best.scrubber""",
    "a table": 'Table(models, ["loss": \\.loss, "lengths": \\.norms], digits: 3)',
    "a dictionary": '["pentagon": 0.4, "antipodal pair": 0.5, "dedicated": 1]',
    "nested arrays": "[[1.0, -0.5], [0.25, 0]]",
    "an optional": "Optional(3)",
    "structures": 'struct Shape { var name = "digon"; var angle = 180.0 }\n[Shape(), Shape(name: "square", angle: 90)]',
    "an object": "final class Node { var next: Node?; var value = 3 }\nNode()",
    "text": 'Markdown("**Superposition** needs *sparse* features.")',
    "controls": "interact(sparsity: 0.5...0.9) { s in s }",
    "an error": 'let wrong: Int = "three"',
    "a failure": "[1, 2][models.count]",
}

# Text in outputs with less contrast than 4.5:1 (marks: 3:1) against the ground behind it; boxes wider than the page.
FLAWS = """() => {
  const numbers = color => (color.match(/[\\d.]+/g) || []).map(Number)
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const over = (top, below) => top.slice(0, 3).map((v, i) => v * (top[3] ?? 1) + below[i] * (1 - (top[3] ?? 1)))
  const ground = element => {
    const layers = []
    for (let e = element; e; e = e.parentElement) layers.push(numbers(getComputedStyle(e).backgroundColor))
    return layers.reverse().reduce((below, top) => top.length ? over(top, below) : below, [255, 255, 255])
  }
  const flaws = []
  for (const output of document.querySelectorAll('.jp-OutputArea-output')) {
    const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim()
      const style = getComputedStyle(element)
      if (!text || element.closest('svg, style, script, option') || !element.getClientRects().length) continue
      if (element.closest('td, th, span[style]')?.style.backgroundImage) continue
      const below = ground(element), ink = over(numbers(style.color), below)
      const [one, other] = [light(ink), light(below)]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      const least = /[\\p{L}\\p{N}]/u.test(text) ? 4.5 : 3
      if (contrast < least) flaws.push(`${contrast.toFixed(2)}:1 in "${text.slice(0, 40)}"`)
    }
    for (const image of output.querySelectorAll('img'))
      if (!image.naturalWidth) flaws.push('a picture that is not loaded')
    const box = output.getBoundingClientRect()
    if (box.right > innerWidth + 1) flaws.push(`an output that ends at ${box.right} of ${innerWidth}`)
  }
  return [...new Set(flaws)]
}"""


DARK = """css => {
  const style = document.createElement('style')
  style.textContent = css + ':root { color-scheme: dark }'
  document.head.append(style)
  document.body.dataset.jpThemeLight = 'false'
}"""


def photograph(browser, notebook, name, folder):
    """Writes pictures of the notebook's page, light and dark, without a network; what is wrong with each."""
    exporter = HTMLExporter(preprocessors=exports.PREPROCESSORS["HTMLExporter"])
    html, _ = exporter.from_notebook_node(notebook)
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="load")
    flaws = {}
    for theme in ("light", "dark"):
        if theme == "dark":
            # As nbconvert's dark theme does, but without a second export.
            page.evaluate(DARK, DARK_THEME.read_text())
        flaws[f"{name}-{theme}"] = page.evaluate(FLAWS)
        page.screenshot(path=folder / f"{name}-{theme}.png", full_page=True)
    page.close()
    return {page: found for page, found in flaws.items() if found}


@pytest.fixture(scope="module")
def values():
    cells = []
    for name, code in VALUES.items():
        cells += [nbformat.v4.new_markdown_cell(f"**{name}**"), nbformat.v4.new_code_cell(code)]
    kernel = {"name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    client = NotebookClient(
        notebook, kernel_name="superpose", timeout=120, allow_errors=True,
        resources={"metadata": {"path": str(ROOT / "Notebooks")}})
    return client.execute()


def test_values_can_be_read(values, browser, artifacts):
    wrong = [
        (cell.source, output.evalue) for cell in values.cells for output in cell.get("outputs", [])
        if output.output_type == "error"]
    assert [source for source, _ in wrong] == [VALUES["an error"], VALUES["a failure"]], wrong
    silent = [cell.source for cell in values.cells if cell.cell_type == "code" and not cell.outputs]
    assert silent == []
    assert photograph(browser, values, "values", artifacts) == {}


def test_notebooks_can_be_read(browser, artifacts):
    flaws = {}
    for path in NOTEBOOKS:
        flaws |= photograph(browser, nbformat.read(path, as_version=4), path.stem, artifacts)
    assert flaws == {}
