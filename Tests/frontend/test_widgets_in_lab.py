"""Sliders in JupyterLab, in a real browser: mouse, keyboard, reload, two tabs, restart."""

import time

import nbformat
import pytest

from lab import LabServer, NotebookPage
from notebooks import NOTEBOOKS

SQUARE = 'interact(n: 0...10) { n in "square \\(n * n)" }'
PICTURE = """
interact(sparsity: 0...0.99) { s in
  let model = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
    .train(on: SparseFeatures(count: 5, sparsity: s), steps: 1_000).best
  return Figure.featureEmbeddings([ModelPanel(model)], importance: model.importance)
}
"""
FAILING = "interact(n: 0...5) { n in [10, 11, 12][n] }"
CONTROLS = """
let play = Play(0...5, interval: 50)
let follower = IntSlider(0...5, description: "follower")
jslink(play.$value, follower.$value)
let button = Button("press")
let words = TextLabel("not pressed")
button.onClick { words.value = "pressed" }
let kinds = ToggleButtons(["linear", "ReLU"])
let field = TextField("old", description: "text")
let menu = Dropdown(["a", "b"], description: "menu")
let box = Checkbox(description: "box")
let read = HTMLText()
for control in [kinds, menu] as [any ChoiceWidget<String>] {
  control.onChange { read.value = "<b>\\($0)</b>" }
}
field.onChange { read.value = "<b>\\($0)</b>" }
box.onChange { read.value = "<b>\\($0)</b>" }
VBox(
  HBox(play, follower), HBox(button, words), kinds, field, menu, box, read,
  IntProgress(0...10, value: 4), FloatProgress(0...1, value: 0.5), FloatLogSlider(exponents: -3...0),
  Tab(["one": TextLabel("first"), "two": TextLabel("second")]),
  Accordion(["fold": TextLabel("inside")]))
"""

FORMS = """
let number = IntText(3, description: "number"), fraction = FloatText(0.5)
let list = Select(["a", "b"]), several = SelectMultiple(["c", "d"]), radio = RadioButtons(["e", "f"])
let prose = Textarea("text"), colour = ColorPicker("#ff0000"), day = DatePicker(Day(2026, 1, 2))
let read = HTMLText()
number.onChange { read.value = "<b>\\($0)</b>" }
list.onChange { read.value = "<b>\\($0)</b>" }
several.onChange { read.value = "<b>\\($0)</b>" }
radio.onChange { read.value = "<b>\\($0)</b>" }
prose.onChange { read.value = "<b>\\($0)</b>" }
GridBox(number, fraction, list, several, radio, prose, colour, day, FileUpload(), read, columns: 2)
"""

MODULE = """
let counter = FrontEndModule(
  \"\"\"
  function render({ model, el }) {
    const button = document.createElement("button")
    const show = () => { button.textContent = `count ${model.get("count")}` }
    button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes() }
    model.on("change:count", show)
    show()
    el.append(button)
  }
  export default { render }
  \"\"\", values: ["count": 3])
let words = TextLabel("not yet")
counter.onChange("count") { value in words.value = "now \\(value)" }
VBox(counter, words)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = LabServer(tmp_path_factory.mktemp("widgets"), NOTEBOOKS)
    yield server
    server.stop()


@pytest.fixture
def open_notebook(server, browser):
    """Opens a notebook in a window of its own; with `code`, a new one of that cell, run."""
    contexts = []

    def open_notebook(name, code=None):
        if code:
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip())])
            notebook.metadata.kernelspec = {
                "name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}
            nbformat.write(notebook, server.folder / name)
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        contexts.append(context)
        page = context.new_page()
        page.goto(server.page_of(name) + "&reset")
        notebook = NotebookPage(page)
        if code:
            notebook.run_all()
        return notebook

    yield open_notebook
    for context in contexts:
        context.close()


def handle(notebook):
    slider = notebook.page.locator(".widget-slider .noUi-handle").first
    slider.wait_for(timeout=60_000)
    return slider


def readout(notebook):
    return notebook.page.locator(".widget-slider .widget-readout").first.inner_text()


def expect_output(notebook, text, timeout=30_000):
    notebook.page.wait_for_function(
        """text => [...document.querySelectorAll('.jp-OutputArea')]
          .some(area => area.innerText.includes(text))""", arg=text, timeout=timeout)


def drag_to(notebook, share):
    """Drags the slider's handle to a part of the track, with the mouse."""
    page = notebook.page
    grip = handle(notebook).bounding_box()
    track = page.locator(".widget-slider .noUi-base").first.bounding_box()
    y = grip["y"] + grip["height"] / 2
    page.mouse.move(grip["x"] + grip["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(track["x"] + share * track["width"] / 2, y, steps=5)
    page.mouse.move(track["x"] + share * track["width"], y, steps=5)
    page.mouse.up()


def test_the_mouse_and_the_keyboard_move_a_slider(open_notebook, artifacts):
    notebook = open_notebook("square.ipynb", SQUARE)
    expect_output(notebook, "square 0")
    drag_to(notebook, 0.7)
    expect_output(notebook, "square 49")
    assert readout(notebook) == "7"
    handle(notebook).focus()
    notebook.page.keyboard.press("ArrowRight")
    expect_output(notebook, "square 64")
    notebook.page.screenshot(path=artifacts / "widgets-square.png")


def test_a_picture_follows_the_slider(open_notebook, artifacts):
    notebook = open_notebook("picture.ipynb", PICTURE)
    notebook.page.wait_for_selector(".widget-html-content svg", timeout=60_000)
    # The place, which stays; the picture in it is another one each time.
    picture = notebook.page.locator(".widget-html-content").first
    pixels = picture.screenshot()
    drag_to(notebook, 0.9)
    deadline = time.monotonic() + 30
    while picture.screenshot() == pixels:
        assert time.monotonic() < deadline, "the picture is the same"
    notebook.page.screenshot(path=artifacts / "widgets-picture.png")


def test_the_notebook_to_play_with_plays(open_notebook, artifacts):
    notebook = open_notebook(next(path.name for path in NOTEBOOKS if path.stem.startswith("02-")))
    notebook.run_all()
    handle(notebook)
    page = notebook.page
    page.locator(".widget-slider .noUi-handle").nth(1).focus()
    page.keyboard.press("ArrowRight")
    expect_output(notebook, "of 6 features")
    solid = page.locator("[class^=superpose-polytope-] svg").last
    solid.scroll_into_view_if_needed()
    before = solid.inner_html()
    box = solid.bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 120, steps=5)
    page.mouse.up()
    assert solid.inner_html() != before
    page.screenshot(path=artifacts / "widgets-solid.png")


def test_a_trap_is_shown_in_place_and_cleared(open_notebook, artifacts):
    notebook = open_notebook("failing.ipynb", FAILING)
    expect_output(notebook, "10")
    handle(notebook).focus()
    notebook.page.keyboard.press("End")
    expect_output(notebook, "Index out of range")
    notebook.page.screenshot(path=artifacts / "widgets-error.png")
    notebook.page.keyboard.press("Home")
    notebook.page.keyboard.press("ArrowRight")
    output = notebook.page.locator(".jp-OutputArea").first
    output.get_by_text("out of range").wait_for(state="detached", timeout=30_000)
    expect_output(notebook, "11")


def test_every_kind_of_widget_is_seen_and_works(open_notebook, artifacts):
    notebook = open_notebook("controls.ipynb", CONTROLS)
    page = notebook.page
    page.get_by_role("button", name="press", exact=True).click()
    expect_output(notebook, "pressed")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.widget-label')].some(l => l.innerText === 'not pressed')")
    page.get_by_role("button", name="ReLU").click()
    expect_output(notebook, "ReLU")
    result = page.locator(".widget-html-content b").last
    page.locator(".widget-text input").first.fill("new")
    page.wait_for_function(
        "() => document.querySelector('.widget-html-content b')?.innerText === 'new'")
    page.locator(".widget-dropdown select").first.select_option("b")
    page.wait_for_function(
        "() => document.querySelector('.widget-html-content b')?.innerText === 'b'")
    page.locator(".widget-checkbox input").first.check()
    page.wait_for_function(
        "() => document.querySelector('.widget-html-content b')?.innerText === 'true'")
    assert result.inner_text() == "true"
    # Play drives the slider on the page itself.
    page.locator(".widget-play button").first.click()
    page.wait_for_function(
        "() => document.querySelector('.widget-slider .widget-readout').innerText === '5'")
    assert page.locator(".jupyter-widgets-error-widget").count() == 0
    assert page.locator(".widget-tab, .widget-accordion, .jupyter-widget-tab").count() >= 1
    page.screenshot(path=artifacts / "widgets-controls.png")


def test_fields_and_lists_are_seen_and_work(open_notebook, artifacts):
    notebook = open_notebook("forms.ipynb", FORMS)
    page = notebook.page

    def reads(text):
        page.wait_for_function(
            "text => document.querySelector('.widget-html-content b')?.innerText === text", arg=text)

    field = page.locator(".widget-text input[type=number]").first
    field.fill("7")
    field.press("Enter")
    reads("7")
    page.locator(".widget-select select").first.select_option("b")
    reads("b")
    page.locator(".widget-select-multiple select, .widget-select select[multiple]").first.select_option(["c", "d"])
    reads('["c", "d"]')
    page.locator(".widget-radio input").nth(1).check()
    reads("f")
    page.locator(".widget-textarea textarea").first.fill("new")
    reads("new")
    assert page.locator(".widget-colorpicker, .widget-datepicker, .widget-upload").count() == 3
    assert page.locator(".jupyter-widgets-error-widget").count() == 0
    page.screenshot(path=artifacts / "widgets-forms.png")


def test_a_module_for_the_front_end_shares_values_with_swift(open_notebook):
    notebook = open_notebook("module.ipynb", MODULE)
    button = notebook.page.get_by_role("button", name="count 3")
    button.click(timeout=30_000)
    notebook.page.get_by_role("button", name="count 4").wait_for()
    notebook.page.get_by_text("now 4").wait_for(timeout=30_000)


def test_a_reloaded_page_has_its_widgets_again(open_notebook):
    notebook = open_notebook("reload.ipynb", SQUARE)
    handle(notebook).focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.keyboard.press("ArrowRight")
    expect_output(notebook, "square 4")
    notebook.menu("File", "docmanager:save")
    notebook.page.wait_for_timeout(1500)
    notebook.page.reload()
    again = NotebookPage(notebook.page)
    expect_output(again, "square 4")
    assert readout(again) == "2"
    handle(again).focus()
    again.page.keyboard.press("ArrowRight")
    expect_output(again, "square 9")


def test_two_tabs_show_the_same(open_notebook):
    first = open_notebook("tabs.ipynb", SQUARE)
    first.menu("File", "docmanager:save")
    first.page.wait_for_timeout(1500)
    second = open_notebook("tabs.ipynb")
    handle(second)
    handle(first).focus()
    first.page.keyboard.press("ArrowRight")
    expect_output(first, "square 1")
    expect_output(second, "square 1")
    second.page.wait_for_function(
        "() => document.querySelector('.widget-slider .widget-readout').innerText === '1'")
    handle(second).focus()
    second.page.keyboard.press("ArrowRight")
    expect_output(second, "square 4")
    expect_output(first, "square 4")


def test_after_a_restart_the_cell_runs_again(open_notebook):
    notebook = open_notebook("restart.ipynb", SQUARE)
    handle(notebook)
    notebook.menu("Kernel", "kernelmenu:restart")
    notebook.page.click(".jp-Dialog .jp-mod-accept")
    notebook.page.wait_for_timeout(1000)
    notebook.wait_until_idle()
    notebook.menu("Edit", "editmenu:clear-all")
    notebook.run_all()
    handle(notebook).focus()
    notebook.page.keyboard.press("ArrowRight")
    expect_output(notebook, "square 1")
