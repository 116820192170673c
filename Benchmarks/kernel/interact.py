"""Measures how soon a picture follows a slider, in headless JupyterLab.

    python Benchmarks/kernel/interact.py [--seconds 6] [--ways interact,image,output,display]

A slider is dragged with the mouse. Each of its values retrains the opening model (5 features in 2
dimensions, 1,000 steps of 1,024 samples) and draws it. Measured in the page: when the slider took a
value, and when the picture of that value was loaded and the next frame began. Also counted: frames
of the screen on which no picture was to be seen.

Four ways to replace the picture are measured beside each other: `interact`, which puts SVG into the
page; an Image widget; an Output widget; and an output that is updated by its display id. Appends a
line of JSON to Benchmarks/results/interact.jsonl and prints a table.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime

import nbformat
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "frontend"))
from lab import LabServer, NotebookPage, browser_path  # noqa: E402

DRAW = """
func drawing(_ s: Double) throws -> Figure {
  let model = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
    .train(on: SparseFeatures(count: 5, sparsity: s), steps: 1_000).best
  var figure = Figure.featureEmbeddings([ModelPanel(model)], importance: model.importance)
  figure.name = "sparsity \\(Int((s * 100).rounded()))"
  return figure
}
"""
# How the picture on the page is replaced.
WAYS = {
    "interact": "interact(sparsity: 0...0.99) { s in try drawing(s) }",
    "image": """
let slider = FloatSlider(0...0.99, description: "sparsity")
let place = Image(svg: try drawing(0).svg())
slider.onChange { place.value = Bytes(Array(try drawing($0).svg().utf8)) }
VBox(slider, place)
""",
    "output": """
let slider = FloatSlider(0...0.99, description: "sparsity")
let place = Output()
try place.show(try drawing(0).liveBundle)
slider.onChange { try place.show(try drawing($0).liveBundle) }
VBox(slider, place)
""",
    "display": """
let slider = FloatSlider(0...0.99, description: "sparsity")
try display(slider)
let place = try displayUpdatable(try drawing(0).liveBundle)
slider.onChange { try place.update(try drawing($0).liveBundle) }
""",
}
WATCH = """() => {
  const area = document.querySelector('.jp-CodeCell:last-child .jp-OutputArea') ||
    [...document.querySelectorAll('.jp-OutputArea')].pop()
  const log = window.log = {values: {}, shown: [], frames: 0, blank: 0}
  const readout = area.querySelector('.widget-readout')
  new MutationObserver(() => {
    log.values[Math.round(parseFloat(readout.innerText) * 100)] = performance.now()
  }).observe(readout, {childList: true, characterData: true, subtree: true})
  const note = (text, kind) => {
    const match = /sparsity (\\d+)/.exec(text)
    if (!match) return
    const value = parseInt(match[1])
    if (log.shown.length && log.shown[log.shown.length - 1].value === value) return
    const entry = {value, asked: log.values[value], loaded: performance.now()}
    log.shown.push(entry)
    requestAnimationFrame(() => { entry.frame = performance.now() })
  }
  area.addEventListener('load', async event => {
    const source = event.target.src
    if (source.startsWith('blob:')) {
      const asked = {...log.values}, loaded = performance.now()
      let text
      try { text = await (await fetch(source)).text() } catch { return }
      const value = parseInt(/sparsity (\\d+)/.exec(text)[1])
      const entry = {value, asked: asked[value], loaded, frame: loaded}
      log.shown.push(entry)
    } else note(decodeURIComponent(source))
  }, true)
  new MutationObserver(() => {
    const title = area.querySelector('.widget-html-content svg title')
    if (title) note(title.textContent)
  }).observe(area, {childList: true, subtree: true})
  const frame = () => {
    log.frames += 1
    const picture = area.querySelector('img, .widget-html-content svg')
    const box = picture && picture.getBoundingClientRect()
    if (!box || box.height < 50 || (picture.tagName === 'IMG' && !picture.naturalWidth))
      log.blank += 1
    window.watching = requestAnimationFrame(frame)
  }
  frame()
}"""


def drag(page, seconds):
    """Moves the slider's handle to and fro, about as fast as a hand does."""
    track = page.locator(".widget-slider .noUi-base").last.bounding_box()
    handle = page.locator(".widget-slider .noUi-handle").last.bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    begun = time.monotonic()
    while (elapsed := time.monotonic() - begun) < seconds:
        # One way and back in four seconds.
        phase = elapsed / 2 % 2
        share = phase if phase < 1 else 2 - phase
        page.mouse.move(track["x"] + share * track["width"], y)
        time.sleep(1 / 60)
    page.mouse.up()
    return time.monotonic() - begun


def measure(browser, server, way, seconds):
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_code_cell(DRAW), nbformat.v4.new_code_cell(WAYS[way].strip())])
    notebook.metadata.kernelspec = {
        "name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}
    nbformat.write(notebook, server.folder / f"{way}.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, device_scale_factor=1)
    # Not with the notebook before beside it.
    page.goto(server.page_of(f"{way}.ipynb") + "&reset")
    lab = NotebookPage(page)
    lab.run_all()
    page.wait_for_selector(".widget-slider .noUi-handle", timeout=30_000)
    page.wait_for_timeout(1500)
    page.evaluate(WATCH)
    took = drag(page, seconds)
    page.wait_for_timeout(1000)
    log = page.evaluate("() => { cancelAnimationFrame(window.watching); return window.log }")
    page.close()
    shown = [s for s in log["shown"] if s.get("asked") and s.get("frame")]
    delays = sorted(s["frame"] - s["asked"] for s in shown)
    during = [s for s in log["shown"] if s["loaded"] <= log["shown"][0]["loaded"] + took * 1000]
    last = max(log["values"].items(), key=lambda item: item[1])
    return {
        "redraws per second": len(during) / took,
        "median delay (ms)": statistics.median(delays),
        "90th percentile (ms)": delays[int(0.9 * (len(delays) - 1))],
        "distinct values per second": len(log["values"]) / took,
        "frames": log["frames"], "frames without a picture": log["blank"],
        "last value shown": log["shown"][-1]["value"] == int(last[0]),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--keep", action="store_true", help="append to Benchmarks/results")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = LabServer(pathlib.Path(home), [])
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        try:
            for way in options.ways.split(","):
                results[way] = measure(browser, server, way, options.seconds)
                print(f"{way:8}", json.dumps(results[way]), flush=True)
        finally:
            browser.close()
            server.stop()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    record = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(), "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1), "results": results,
    }
    if options.keep:
        with (ROOT / "Benchmarks" / "results" / "interact.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
    print(json.dumps(record))


if __name__ == "__main__":
    main()
