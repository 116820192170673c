"""papermill's parameters reach Swift cells with the types that the notebook declares."""

import math
import subprocess
import sys
import threading

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillException
from superpose_jupyter.declarations import declarations
from superpose_jupyter.papermill import SwiftTranslator

KERNEL = {"name": "superpose", "display_name": "Swift (Superpose)", "language": "swift"}
PARAMETERS = '''\
let sparsity = 0.9  // how often a feature is zero
let features = 5, hidden: Int = 2
var title = "a, b // c = \\"x\\""
let grid: [Double] = [
  0.1, 0.2,  // inner
]
/// Where the results go.
/// Nowhere by default.
let folder: String? = nil
let weights = ["a": 1, "b": 2.5]
let importance: Importance = .geometric(0.9)
let flags = [true, false]
func notAParameter() { let inner = 3 }
'''


def notebook(*cells):
    tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    return new_notebook(
        cells=[tagged, *map(new_code_cell, cells)], metadata={"kernelspec": KERNEL})


@pytest.fixture
def run(tmp_path):
    """Executes cells with parameters; the texts of their results."""

    def run(parameters, *cells):
        path = tmp_path / "in.ipynb"
        nbformat.write(notebook(*cells), path)
        done = papermill.execute_notebook(
            str(path), str(tmp_path / "out.ipynb"), parameters=parameters, progress_bar=False)
        assert done.cells[1].metadata.tags == ["injected-parameters"]
        return [cell.outputs[0].data["text/plain"] for cell in done.cells[2:]]

    return run


def injected(parameters, source=PARAMETERS):
    SwiftTranslator.inspect({"source": source})
    return SwiftTranslator.codify(parameters).splitlines()[1:]


def test_values_arrive_with_the_types_of_the_tagged_cell(run):
    values = {
        "sparsity": 1, "features": 7, "title": 'é\n\\(x) \x1f"\u2028', "grid": [0, math.inf],
        "folder": None, "weights": {"z": 3}, "importance": ".geometric(0.5)", "flags": [],
    }
    results = run(
        values, "sparsity / 2", "features", 'title == "é\\n\\\\(x) \\u{1f}\\"\\u{2028}"',
        "grid[1] > 1e300", "folder == nil", "weights", "try importance.weights(count: 2)",
        "flags.count", 'title += "!"; title.hasSuffix("!")')
    assert results == [
        "0.5", "7", "true", "true", "true", '["z": 3.0]', "[1.0, 0.5]", "0", "true"]


def test_new_parameters_get_types_of_their_own(run):
    values = {
        "empty": [], "nothing": None, "mixed": [1, "a", None, [True]], "table": {}, "numbers": [1, 2.5],
        "nested": {"a": {"b": [1, None]}}, "negative": -math.inf, "unknown": math.nan,
    }
    results = run(
        values, "empty.count", "nothing == nil", "mixed.count", "table.count", "numbers",
        'nested["a"]!["b"]!.count', "negative < 0", "unknown.isNaN")
    assert results == ["0", "true", "4", "0", "[1.0, 2.5]", "2", "true", "true"]


@pytest.mark.parametrize("name, value, words", [
    ("features", 2.5, "expected Int, found 2.5 (float)"),
    ("features", 2**70, "expected Int from"),
    ("features", True, "expected Int, found true (bool)"),
    ("sparsity", "high", 'expected Double, found "high" (str)'),
    ("sparsity", None, "expected Double, found nil"),
    ("title", 5, "expected String, found 5 (int). Use -r"),
    ("grid", ["a"], "expected Double"),
    ("grid", 0.5, "expected [Double], found 0.5 (float)"),
    ("weights", [1], "expected [String: Double], found [1] (list)"),
    ("flags", [1], "expected Bool, found 1 (int)"),
])
def test_a_value_of_another_type_is_refused(name, value, words):
    with pytest.raises(PapermillException) as failure:
        injected({name: value})
    assert str(failure.value).startswith(f"Parameter {name}: ")
    assert words in str(failure.value)


@pytest.mark.parametrize("source, expected", [
    ("let x = 1", [("let", "x", "Int", "1", "")]),
    ("var x: Float=0x1F", [("var", "x", "Float", "0x1F", "")]),
    ("let x = 1e-3 // small", [("let", "x", "Double", "1e-3", "small")]),
    ("let a = [1, 2.5]\nlet b = [[1], [2]]", [
        ("let", "a", "[Double]", "[1, 2.5]", ""), ("let", "b", "[[Int]]", "[[1], [2]]", "")]),
    ("let x = f(1) +\n  2; let y = 3", [
        ("let", "x", None, "f(1) + 2", ""), ("let", "y", "Int", "3", "")]),
    ("let x = Importance.geometric(0.9)", [
        ("let", "x", "Importance", "Importance.geometric(0.9)", "")]),
    ('let x = Double("1")', [("let", "x", None, 'Double("1")', "")]),
    ('let x = """\n  // let y = 1\n  """', [("let", "x", "String", '""" // let y = 1 """', "")]),
    ("/* let x = 1 */\n// let y = 2\nif true { let z = 3 }", []),
    ("let x: Int", []),
    ("let (a, b) = (1, 2)", []),
    ("let ", []),
])
def test_declarations_of_a_cell(source, expected):
    found = [(d.keyword, d.name, d.type, d.value, d.help) for d in declarations(source)]
    assert found == expected


def test_threads_do_not_mix_their_types():
    other = threading.Thread(target=injected, args=({}, "let sparsity = 1"))
    SwiftTranslator.inspect({"source": PARAMETERS})
    other.start()
    other.join()
    assert "let sparsity: Double = 1" in SwiftTranslator.codify({"sparsity": 1})


def test_types_of_one_notebook_do_not_reach_the_next():
    injected({"sparsity": 1})
    assert SwiftTranslator.codify({"sparsity": 1}).splitlines()[1] == "let sparsity = 1"


def test_the_command_line(tmp_path):
    path = tmp_path / "in.ipynb"
    nbformat.write(notebook("sparsity / 2"), path)
    command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
    help_ = subprocess.run(
        [*command, "--help-notebook", str(path)], capture_output=True, text=True)
    assert "sparsity: Double (default 0.9)" in help_.stdout
    assert "how often a feature is zero" in help_.stdout
    assert "Where the results go. Nowhere by default." in help_.stdout
    done = subprocess.run(
        [*command, "-p", "sparsity", "1", "-r", "title", "1.10", str(path),
         str(tmp_path / "out.ipynb")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "unknown parameter" not in done.stderr
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert 'var title: String = "1.10"' in cells[1].source
    assert cells[2].outputs[0].data["text/plain"] == "0.5"
