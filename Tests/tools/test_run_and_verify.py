"""`superpose run` and `superpose verify`, as a terminal and a CI script use them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPERPOSE = ROOT / ".build/release/superpose"
KERNELSPEC = {"name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}


def superpose(folder, *arguments, **variables):
    return subprocess.run(
        [SUPERPOSE, *arguments], cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True,
        timeout=120, check=False)


def run(folder, code, *arguments, name="script.swift"):
    (folder / name).write_text(code)
    return superpose(folder, "run", name, *arguments)


def notebook(path, *cells):
    """A notebook with cells of (source, text of its value or None)."""
    book = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    for number, (source, value) in enumerate(cells, 1):
        cell = nbformat.v4.new_code_cell(source, execution_count=number)
        if value is not None:
            cell.outputs = [nbformat.v4.new_output(
                "execute_result", {"text/plain": value}, execution_count=number)]
        book.cells.append(cell)
    nbformat.write(book, path)


def test_a_script_runs_as_cells(tmp_path):
    ended = run(tmp_path, """#!/usr/bin/env superpose run
let n = 3
print(CommandLine.arguments.dropFirst().joined(separator: "+"))
// %%
let n = 4
n * 2
// %%
Plot { Dot(x: [1, 2], y: [1, 2]) }.figure
""", "one", "-two")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[:2] == ["one+-two", "8"]
    figures = list((tmp_path / "script-figures").iterdir())
    assert len(figures) == 1 and figures[0].read_text().startswith("<svg")


@pytest.mark.parametrize("code, status, words", [
    ("let a = [1]\nprint(a[3])", 1, "Index out of range"),
    ("let a: Int = \"x\"", 1, "cannot convert value"),
    ("import Foundation\nexit(7)", 7, ""),
])
def test_its_status_says_how_it_ended(tmp_path, code, status, words):
    ended = run(tmp_path, f'print("before")\n// %%\n{code}\n// %%\nprint("after")')
    assert ended.returncode == status
    assert ended.stdout == "before\n" and words in ended.stderr


def test_a_notebook_runs_too(tmp_path):
    notebook(tmp_path / "book.ipynb", ("let a = 20", None), ("a + 1", None))
    ended = superpose(tmp_path, "run", "book.ipynb")
    assert (ended.returncode, ended.stdout) == (0, "21\n")


@pytest.mark.parametrize("command", ["run", "verify"])
@pytest.mark.parametrize("file", ["missing.ipynb", "damaged.ipynb"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, command, file):
    (tmp_path / "damaged.ipynb").write_text("{")
    ended = superpose(tmp_path, command, file)
    assert ended.returncode not in (0, -6, -11) and file in ended.stderr + ended.stdout


def test_verify_accepts_the_same_results(tmp_path):
    notebook(tmp_path / "book.ipynb", ("let a = 20", None), ("a + 1", "21"), ('print("not compared")', None))
    notebook(tmp_path / "other.ipynb", ("1.5", "1.5"))
    ended = superpose(tmp_path, "verify", "book.ipynb")
    assert "book.ipynb" in ended.stdout
    assert superpose(tmp_path, "verify", "other.ipynb").returncode == 0


def test_verify_names_the_cell_that_differs(tmp_path):
    notebook(tmp_path / "book.ipynb", ("let a = 20", None), ("a + 1", "22"), ("a", "20"))
    ended = superpose(tmp_path, "verify", ".")
    assert ended.returncode == 1
    assert "cell 2" in ended.stdout and "21" in ended.stdout and "22" in ended.stdout
    assert "cell 3" not in ended.stdout


def test_a_stamp_notes_models_and_verify_finds_a_changed_one(tmp_path):
    train = ("let m = try ReLUOutputModel(hidden: 2).train(on: SparseFeatures(count: 5, sparsity: 0.9), "
             "steps: 50, instances: 2, seed: SEED)")
    notebook(tmp_path / "book.ipynb", (train.replace("SEED", "1"), None), ("%stamp", None))
    script = ("import nbformat; from nbclient import NotebookClient; "
              "b = nbformat.read('book.ipynb', 4); NotebookClient(b, kernel_name='superpose').execute(); "
              "nbformat.write(b, 'book.ipynb')")
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, timeout=120)
    text = (tmp_path / "book.ipynb").read_text()
    assert superpose(tmp_path, "verify", "book.ipynb").returncode == 0
    (tmp_path / "book.ipynb").write_text(text.replace("seed: 1", "seed: 2"))
    ended = superpose(tmp_path, "verify", "book.ipynb")
    assert ended.returncode == 1 and "model" in ended.stdout


@pytest.mark.parametrize("damage", [
    {"version": 2}, {"models": "none"}, {"models": [{"name": 3}]}, {"figures": None}, {"packages": []}])
def test_verify_names_a_damaged_stamp(tmp_path, damage):
    stamp = {"version": 1, "models": [], "figures": [], "packages": {}} | damage
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%stamp", outputs=[
        nbformat.v4.new_output("display_data", {"application/vnd.superpose.stamp+json": stamp})])])
    nbformat.write(book, tmp_path / "book.ipynb")
    ended = superpose(tmp_path, "verify", "book.ipynb")
    assert ended.returncode == 1
    assert "cell 1: the recorded stamp is damaged" in ended.stdout


TRAIN = ("let m = try ReLUOutputModel(hidden: 2).train(on: SparseFeatures(count: 5, sparsity: 0.9), "
         "steps: 50, instances: 2, seed: 1)")
STAMP = "application/vnd.superpose.stamp+json"


def executed(folder, tool, *sources):
    """The notebook after a run without a front end."""
    notebook(folder / "in.ipynb", *((source, None) for source in sources))
    subprocess.run([part.format(sys=Path(sys.executable).parent) for part in tool], cwd=folder, check=True, timeout=120)
    return nbformat.read(folder / "out.ipynb", 4)


def stamps(book):
    """The hidden stamps by the numbers of their cells."""
    return {number: output.metadata[STAMP] for number, cell in enumerate(book.cells, 1)
            for output in cell.outputs if STAMP in output.get("metadata", {})}


@pytest.mark.parametrize("tool", [
    ["{sys}/jupyter", "nbconvert", "--to", "notebook", "--execute", "in.ipynb", "--output", "out.ipynb"],
    ["{sys}/papermill", "in.ipynb", "out.ipynb"],
    ["{sys}/jupyter", "execute", "in.ipynb", "--output=out.ipynb"],
], ids=["nbconvert", "papermill", "jupyter execute"])
def test_outputs_of_batch_runs_carry_a_stamp_that_verify_reads(tmp_path, tool):
    book = executed(tmp_path, tool, TRAIN, "m.count", "Plot { Dot(x: [1, 2], y: [1, 2]) }",
                    'let held = ["one": [m[1]]]\nlet pair = (m[0], 3)\nlet none: TrainedModel? = nil', "1 + 1")
    found = stamps(book)
    assert sorted(found) == [2, 3], "a value that needs no proof has no stamp"
    assert [model["name"] for model in found[2]["models"]] == ["m[0]", "m[1]"]
    assert {"swift", "superpose", "commit", "vectorUnits", "threads", "packages"} <= set(found[2])
    assert found[2]["models"][0]["seed"] == "1"
    assert len(found[3]["figures"]) == 1
    # The next cell shows nothing: its models are in the stamp of the output before it.
    assert [model["name"] for model in found[3]["models"]] == ["held[one][0]", "pair.0"]
    assert superpose(tmp_path, "verify", "out.ipynb").returncode == 0


def test_a_line_of_progress_has_no_stamp(tmp_path):
    """It comes at the end of the cell, and Scripts/run-notebooks.py drops it."""
    tool = ["{sys}/jupyter", "execute", "in.ipynb", "--output=out.ipynb"]
    slow = 'import Foundation\nfor _ in progress([1, 2], "work") { Thread.sleep(forTimeInterval: 0.6) }\n'
    book = executed(tmp_path, tool, slow + "Plot { Dot(x: [1, 2], y: [1, 2]) }")
    outputs = {"work" in output.data["text/plain"]: output.metadata for output in book.cells[0].outputs}
    assert STAMP in outputs[False] and STAMP not in outputs[True]


def test_verify_names_the_model_of_a_hidden_stamp(tmp_path):
    tool = ["{sys}/jupyter", "execute", "in.ipynb", "--output=out.ipynb"]
    book = executed(tmp_path, tool, TRAIN, "m.count")
    book.cells[0].source = book.cells[0].source.replace("seed: 1", "seed: 2")
    nbformat.write(book, tmp_path / "out.ipynb")
    ended = superpose(tmp_path, "verify", "out.ipynb")
    assert ended.returncode == 1 and "code cell 2: model m[0] has the fingerprint" in ended.stdout
    book.cells[1].outputs[0].metadata[STAMP]["models"] = "lost"
    nbformat.write(book, tmp_path / "out.ipynb")
    assert "code cell 2: the recorded stamp is damaged" in superpose(tmp_path, "verify", "out.ipynb").stdout


def test_a_run_writes_its_stamp_to_a_file(tmp_path):
    (tmp_path / "train.swift").write_text(TRAIN + '\nprint("done")')
    ended = superpose(tmp_path, "run", "--stamp", "stamp.json", "train.swift")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "done\n", "")
    assert len(json.loads((tmp_path / "stamp.json").read_text())["models"]) == 2
    ended = superpose(tmp_path, "run", "--stamp", "missing/stamp.json", "train.swift")
    assert ended.returncode == 1 and "missing/stamp.json cannot be written: No such file or directory" in ended.stderr


def test_every_kind_of_trained_result_is_in_a_stamp(tmp_path):
    (tmp_path / "kinds.swift").write_text("""
let features = SparseFeatures(count: 4, sparsity: 0.9)
let toys = try ReLUOutputModel(hidden: 2).train(on: features, steps: 20, instances: 2, seed: 1)
let layered = try LayeredModel(inputs: 4, [.linear(4)], target: .inputs)
  .train(on: features, steps: 20, instances: 2, seed: 2)
let sparse = try AutoencoderKind.gated().train(
  on: Activations(of: toys.best), latents: 4, seed: 3, training: AutoencoderTraining(steps: 5))
let parts = try LinearChain(toys.best.network).decomposed(
  on: features, parts: 3, seed: 4, training: DecompositionTraining(steps: 5, batch: 64))
""")
    ended = superpose(tmp_path, "run", "--stamp", "stamp.json", "kinds.swift")
    assert ended.returncode == 0, ended.stderr
    models = json.loads((tmp_path / "stamp.json").read_text())["models"]
    named = {model["name"].split("[")[0]: model["seed"] for model in models}
    assert named == {"toys": "1", "layered": "2", "sparse": "3", "parts": "4"}
    assert len({model["fingerprint"] for model in models}) == len(models)


def test_notebooks_of_this_repository_are_verified():
    path = "Notebooks/02-play-with-superposition.ipynb"
    full = superpose(ROOT, "verify", path, SUPERPOSE_FAST="0")
    assert (full.returncode, full.stdout) == (0, f"{path}: the same\n"), full.stdout
    fast = superpose(ROOT, "verify", path, SUPERPOSE_FAST="1")
    assert fast.returncode == 0 and "runs" in fast.stdout
