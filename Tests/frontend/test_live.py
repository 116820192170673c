"""What moves: progress, watched figures and scrubbers, in JupyterLab and in an exported page."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from lab import LabServer, NotebookPage

LOOP = """import Foundation
for step in progress(0..<30, "steps") { Thread.sleep(forTimeInterval: 0.1 + Double(step) * 0) }"""
WATCH = """let big = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9)).train(
  on: SparseFeatures(count: 5, sparsity: 0.9), steps: 600_000, instances: 4, watch: .geometry)"""
SMALL = """let small = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9)).train(
  on: [0.0, 0.8, 0.9].map { SparseFeatures(count: 5, sparsity: $0) }, snapshots: 60)
small.scrubber"""
LARGE = """let large = try ReLUOutputModel(hidden: 8, importance: .geometric(0.95)).train(
  on: SparseFeatures(count: 40, sparsity: 0.9), steps: 3000, snapshots: 40)
large.best.scrubber"""
SPACE = """let space = try ReLUOutputModel(hidden: 3).train(
  on: SparseFeatures(count: 6, sparsity: 0.9), steps: 3000, snapshots: 40)
space.best.scrubber"""
AGAIN = "small.scrubber"
CELLS = [LOOP, WATCH, SMALL, LARGE, SPACE, AGAIN]

ARROWS = """element => [...element.querySelectorAll('[data-feature]')]
  .map(line => line.getAttribute('x2') + ' ' + line.getAttribute('y2')).join(' ')"""
# Sums of a heat map's colours, which change when the weights do.
PIXELS = """element => {
  const canvas = element.querySelector('canvas')
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  return data.reduce((sum, value, index) => (sum * 31 + value * (index % 7)) % 1000003, 0)
}"""


def new_notebook(cells):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {
        "name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}
    return notebook


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    home = tmp_path_factory.mktemp("live")
    nbformat.write(new_notebook(CELLS), home / "live.ipynb")
    server = LabServer(home, [home / "live.ipynb"])
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, device_scale_factor=1)
    page.goto(server.page_of("live.ipynb"))
    yield Live(server, NotebookPage(page))
    page.close()
    server.stop()


class Live:
    """The notebook of these tests, run one cell at a time."""

    def __init__(self, server, notebook):
        self.server, self.notebook, self.page = server, notebook, notebook.page

    def cell(self, source):
        return self.page.locator(".jp-CodeCell").nth(CELLS.index(source))

    def start(self, source):
        self.cell(source).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return self.cell(source)

    def run(self, source):
        cell = self.start(source)
        cell.locator(".jp-OutputArea-output").last.wait_for(timeout=60_000)
        self.notebook.wait_until_idle()
        return cell

    def scrubber(self, source):
        cell = self.cell(source)
        if cell.locator("input[type=range]").count() == 0:
            self.run(source)
        box = cell.locator("[class^=superpose-scrubber]")
        box.scroll_into_view_if_needed()
        return box

    def shoot(self, path):
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=path)


def test_a_bar_moves_while_the_cell_runs(lab, artifacts):
    cell = lab.start(LOOP)
    bar = cell.locator("[role=progressbar]")
    bar.wait_for(timeout=60_000)
    # In one breath, because the bar is another one a tenth of a second later.
    state = """cell => {
      const bar = cell.querySelector("[role=progressbar]")
      return [Number(bar.ariaValueNow), bar.firstChild.getBoundingClientRect().width]
    }"""
    value, width = cell.evaluate(state)
    lab.page.wait_for_timeout(1200)
    lab.shoot(artifacts / "live-progress.png")
    later, wider = cell.evaluate(state)
    assert later > value + 15
    # The whole bar is 200 pixels wide.
    assert abs(wider - 2 * later) < 4 and wider > width + 20
    bar.wait_for(state="detached", timeout=30_000)
    assert "30 of 30 in 3." in cell.locator(".superpose-progress").inner_text()
    assert cell.locator(".jp-OutputArea-output").count() == 1


def test_a_watched_figure_changes_in_place(lab, artifacts):
    cell = lab.start(WATCH)
    picture = cell.locator('img[src^="data:image/svg"]')
    picture.wait_for(timeout=60_000)
    # Heights of the output as the page lays it out, frame by frame, until the training has ended.
    seen = lab.page.evaluate_handle("""cell => {
      const seen = {heights: [], sources: new Set()}
      function look() {
        const image = cell.querySelector('img[src^="data:image/svg"]')
        seen.heights.push(image ? image.parentElement.offsetHeight : 0)
        if (image) seen.sources.add(image.src)
        if (!seen.stop) requestAnimationFrame(look)
      }
      look()
      return seen
    }""", cell.element_handle())
    lab.page.wait_for_timeout(700)
    lab.shoot(artifacts / "live-watch.png")
    cell.locator(".superpose-progress").get_by_text("steps in").wait_for(timeout=60_000)
    heights, sources = lab.page.evaluate(
        "seen => (seen.stop = true, [seen.heights, seen.sources.size])", seen)
    assert sources >= 4
    steady = [height for height in heights[:-5]]
    assert min(steady) > 0.9 * max(steady), "the page jumps between frames"
    cell.locator(".jp-RenderedSVG img").wait_for(timeout=30_000)
    assert cell.locator('[data-mime-type="text/html"] img').count() == 0
    lab.notebook.wait_until_idle()


def test_play_moves_the_arrows(lab, artifacts):
    box = lab.scrubber(SMALL)
    assert "step 10,000" in box.locator("output").inner_text()
    end = box.evaluate(ARROWS)
    box.get_by_role("button", name="play").click()
    box.get_by_role("button", name="pause").wait_for()
    lab.page.wait_for_timeout(1500)
    lab.shoot(artifacts / "live-scrubber.png")
    way = [box.evaluate(ARROWS)]
    lab.page.wait_for_timeout(500)
    way.append(box.evaluate(ARROWS))
    assert len({end, *way}) == 3
    box.get_by_role("button", name="pause").click()
    still = box.evaluate(ARROWS)
    lab.page.wait_for_timeout(400)
    assert box.evaluate(ARROWS) == still


def test_playing_ends_with_the_last_snapshot(lab):
    box = lab.scrubber(SMALL)
    slider = box.locator("input[type=range]")
    slider.fill("55")
    box.get_by_role("button", name="play").click()
    box.get_by_text("step 10,000").wait_for(timeout=10_000)
    box.get_by_role("button", name="play").wait_for(timeout=5_000)
    assert slider.input_value() == "59"


def test_the_slider_moves_by_mouse_and_keyboard(lab):
    box = lab.scrubber(SMALL)
    slider, label = box.locator("input[type=range]"), box.locator("output")
    place = slider.bounding_box()
    lab.page.mouse.move(place["x"] + place["width"] * 0.9, place["y"] + place["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(place["x"] + place["width"] * 0.25, place["y"] + place["height"] / 2, steps=5)
    lab.page.mouse.up()
    words, arrows, value = label.inner_text(), box.evaluate(ARROWS), int(slider.input_value())
    assert 8 <= value <= 22 and "step " in words and "loss " in words
    lab.page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == value + 1
    assert label.inner_text() != words and box.evaluate(ARROWS) != arrows
    assert slider.get_attribute("aria-valuetext") == label.inner_text()


def test_a_heat_map_moves_for_larger_models(lab, artifacts):
    box = lab.scrubber(LARGE)
    slider = box.locator("input[type=range]")
    slider.fill("39")
    end = box.evaluate(PIXELS)
    slider.fill("3")
    lab.shoot(artifacts / "live-scrubber-map.png")
    assert box.evaluate(PIXELS) != end


def test_three_dimensions_turn_under_the_pointer(lab, artifacts):
    box = lab.scrubber(SPACE)
    before = box.evaluate(ARROWS)
    place = box.locator("svg").first.bounding_box()
    lab.page.mouse.move(place["x"] + 60, place["y"] + 60)
    lab.page.mouse.down()
    lab.page.mouse.move(place["x"] + 140, place["y"] + 90, steps=4)
    lab.page.mouse.up()
    assert box.evaluate(ARROWS) != before
    lab.shoot(artifacts / "live-scrubber-3d.png")


def test_two_of_the_same_do_not_clash(lab):
    one, other = lab.scrubber(SMALL), lab.scrubber(AGAIN)
    assert one.get_attribute("class") == other.get_attribute("class")
    one.locator("input[type=range]").fill("10")
    other.locator("input[type=range]").fill("50")
    assert one.evaluate(ARROWS) != other.evaluate(ARROWS)
    assert one.locator("input[type=range]").input_value() == "10"


def test_the_theme_is_followed_at_once(lab, artifacts):
    box = lab.scrubber(SMALL)
    ground = box.locator("rect").first
    assert ground.get_attribute("fill") == "#fcfbf8"
    lab.server.set("@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    lab.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    lab.page.wait_for_timeout(300)
    assert ground.get_attribute("fill") == "#191816"
    lab.page.evaluate("document.body.dataset.jpThemeLight = 'true'")


def test_the_saved_notebook_plays_in_the_dark_theme(lab, browser, artifacts):
    for source in CELLS:
        if lab.cell(source).locator(".jp-OutputArea-output").count() == 0:
            lab.run(source)
    lab.page.keyboard.press("Escape")
    lab.notebook.menu("File", "docmanager:save")
    lab.page.wait_for_timeout(1000)
    lab.server.set("@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(lab.server.page_of("live.ipynb"))
    dark = Live(lab.server, NotebookPage(page))
    page.wait_for_selector('body[data-jp-theme-light="false"]', state="attached", timeout=30_000)
    for source, name in ((LOOP, "progress"), (WATCH, "watch"), (SMALL, "scrubber"), (LARGE, "map")):
        dark.cell(source).locator(".jp-OutputArea").scroll_into_view_if_needed()
        dark.shoot(artifacts / f"live-dark-{name}.png")
    box = dark.cell(SMALL).locator("[class^=superpose-scrubber]")
    before = box.evaluate(ARROWS)
    box.locator("input[type=range]").fill("5")
    assert box.evaluate(ARROWS) != before
    page.close()


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A page made by nbconvert of a notebook executed by nbclient, with three scrubbers."""
    notebook = NotebookClient(
        new_notebook([SMALL, LARGE, AGAIN]), kernel_name="superpose", timeout=120).execute()
    page, _ = HTMLExporter().from_notebook_node(notebook)
    path = tmp_path_factory.mktemp("exported") / "page.html"
    path.write_text(page)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_scrubbers_play_in_an_exported_page_offline(exported, browser, artifacts, scheme):
    context = browser.new_context(offline=True, color_scheme=scheme)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(exported.as_uri(), wait_until="domcontentloaded")
    boxes = page.locator("[class^=superpose-scrubber]")
    assert boxes.count() == 3
    small, large, again = (boxes.nth(i) for i in range(3))
    others = large.evaluate(PIXELS), again.evaluate(ARROWS)
    before = small.evaluate(ARROWS)
    small.get_by_role("button", name="play").click()
    page.wait_for_timeout(800)
    assert small.evaluate(ARROWS) != before
    assert (large.evaluate(PIXELS), again.evaluate(ARROWS)) == others
    large.locator("input[type=range]").fill("2")
    assert large.evaluate(PIXELS) != others[0]
    # MathJax and require.js of the page's own template are not there; ours needs neither.
    assert [e for e in errors if "scrubber" in e or "data" in e] == []
    page.screenshot(path=artifacts / f"live-exported-{scheme}.png", full_page=True)
    context.close()
