"""A page that trains in its reader's browser has the weights of the native engine, to the bit."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
SUPERPOSE = ROOT / ".build/release/superpose"
COMMITTED = ROOT / "docs/train-in-your-browser.html"
DONE = "() => document.documentElement.dataset.state === 'trained'"
SAME = "Every bit equals the model that Superpose trained natively."


def write_page(path, **options):
    words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    subprocess.run([SUPERPOSE, "page", "--out", path, *words], check=True, timeout=120)
    return path


@pytest.fixture
def open_page(browser):
    """Opens a file without a network, and waits until the model is trained."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url)
            if not request.url.startswith(("file:", "blob:")) else None)

    def open_page(path):
        page.goto(path.as_uri())
        page.wait_for_function(DONE, timeout=60_000)
        return page

    yield open_page
    assert problems == []
    context.close()


@pytest.mark.parametrize("options", [
    {},
    {"sparsity": 0, "steps": 300, "instances": 1},
    {"features": 2, "hidden": 1, "sparsity": 0.5, "importance": 1, "seed": 2**64 - 1, "steps": 200},
    {"features": 7, "hidden": 3, "sparsity": 0.99, "importance": 0.7, "steps": 500},
    {"features": 20, "hidden": 5, "sparsity": 0.95, "seed": 7, "steps": 50},
    {"features": 31, "hidden": 16, "sparsity": 0.3, "importance": 0.95, "steps": 20},
    {"features": 3, "hidden": 2, "sparsity": 1, "steps": 100},
], ids=str)
def test_the_weights_have_the_bits_of_the_native_engine(open_page, tmp_path, options):
    page = open_page(write_page(tmp_path / "page.html", **options))
    assert page.inner_text("#same") == SAME
    assert re.fullmatch(r"[0-9a-f]{16}", page.inner_text("#fingerprint"))


def test_a_slider_trains_another_model_and_reset_the_first_one(open_page, tmp_path):
    page = open_page(write_page(tmp_path / "page.html"))
    first = page.inner_text("#fingerprint")
    page.evaluate("""() => {
      const slider = document.getElementById('sparsity')
      slider.value = '0'
      slider.dispatchEvent(new Event('input'))
    }""")
    page.wait_for_function(DONE)
    assert page.inner_text("#sparsity-value") == "0.00"
    assert page.inner_text("#fingerprint") != first
    assert page.inner_text("#same") == ""
    assert page.inner_text("#words").startswith("5 features in 2 dimensions: ")
    page.click("#reset")
    page.wait_for_function(DONE)
    assert page.inner_text("#fingerprint") == first


def test_slow_motion_shows_the_model_on_its_way(open_page, tmp_path):
    page = open_page(write_page(tmp_path / "page.html"))
    last = page.inner_text("#fingerprint")
    page.check("#slow")
    page.wait_for_function("() => document.getElementById('words').innerText.includes('so far')")
    page.wait_for_function(DONE, timeout=20_000)
    assert page.inner_text("#fingerprint") == last


@pytest.mark.parametrize("options, words", [
    ({"features": 32}, "features of a live page is 32, but must be between 2 and 31"),
    ({"features": 1}, "features of a live page is 1"),
    ({"hidden": 17}, "hidden of a live page is 17, but must be at most 16"),
    ({"sparsity": 1.5}, "sparsity of feature 0 is 1.5"),
    ({"steps": 0}, "a whole run of at least one step"),
])
def test_what_a_page_cannot_train_is_refused_in_words(tmp_path, options, words):
    out = tmp_path / "page.html"
    command = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    done = subprocess.run(
        [SUPERPOSE, "page", "--out", out, *command], capture_output=True, text=True)
    assert done.returncode != 0
    assert words in done.stderr
    assert not out.exists()


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    out = tmp_path / "missing/page.html"
    done = subprocess.run([SUPERPOSE, "page", "--out", out], capture_output=True, text=True)
    assert done.returncode != 0
    assert str(out) in done.stderr


def test_the_committed_page_is_what_superpose_writes(open_page, tmp_path):
    assert COMMITTED.read_bytes() == write_page(tmp_path / "page.html").read_bytes()
    assert COMMITTED.stat().st_size < 500_000
    page = open_page(COMMITTED)
    assert page.inner_text("#same") == SAME
    assert page.inner_text("#words").startswith("5 features in 2 dimensions: 5 represented")


def test_the_committed_module_is_what_the_compiler_makes_of_the_engine():
    subprocess.run(
        [sys.executable, ROOT / "Scripts/browser-engine.py", "--check"], check=True, timeout=200)


def test_a_notebook_shows_the_page_and_so_does_its_export(browser, tmp_path):
    cells = [
        """let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.8))
             .train(on: SparseFeatures(count: 6, sparsity: 0.8), steps: 200, instances: 3, seed: 4)
           try models.livePage""",
        "try models.livePage.html.contains(models.best.network.fingerprint)",
    ]
    manager, client = start_new_kernel(kernel_name="superpose")
    outputs = []
    try:
        for cell in cells:
            reply = client.execute_interactive(
                cell, timeout=120, allow_stdin=False, output_hook=outputs.append)
            assert reply["content"]["status"] == "ok", reply["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    results = [m["content"]["data"] for m in outputs if m["msg_type"] == "execute_result"]
    assert results[0]["text/plain"] == "Live page: trains 6 features in 2 dimensions in a browser."
    assert "image/png" in results[0]
    assert results[1]["text/plain"] == "true"
    exported = tmp_path / "export.html"
    exported.write_text(f"<!DOCTYPE html><body>{results[0]['text/html']}</body>")
    assert exported.stat().st_size < 500_000
    page = browser.new_page()
    page.goto(exported.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#same").get_by_text(SAME).wait_for(timeout=60_000)
    page.close()
