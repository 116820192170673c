"""A course that `superpose course new` makes goes through nbgrader without further settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_core.paths import jupyter_path
from nbclient import NotebookClient
from nbgrader.api import Gradebook

ROOT = Path(__file__).resolve().parents[2]
SUPERPOSE = ROOT / ".build/release/superpose"
UNIT = "1-features"
# What the cells `sample` and `empty` of the first notebook hold in each submission.
RIGHT = {
    "sample": """
        func sample(
          count: Int, sparsity: Float, using random: inout some RandomNumberGenerator
        ) -> [Float] {
          (0..<count).map { _ in
            let isPresent = Float.random(in: 0..<1, using: &random) >= sparsity
            let value = Float.random(in: 0..<1, using: &random)
            return isPresent ? value : 0
          }
        }""",
    "empty": """
        func probabilityOfEmpty(count: Int, sparsity: Double) -> Double {
          (0..<count).reduce(1.0) { product, _ in product * sparsity }
        }
        func meanPresent(count: Int, sparsity: Double) -> Double { Double(count) * (1 - sparsity) }""",
}
NO_POWER = """
    func probabilityOfEmpty(count: Int, sparsity: Double) -> Double { sparsity }
    func meanPresent(count: Int, sparsity: Double) -> Double { Double(count) * (1 - sparsity) }"""
CHEAT = """
    func check(_ name: String, points: Double = 1, hint: String? = nil, _ body: () throws -> Void) -> Double {
      points
    }"""
SUBMISSIONS = {
    # Name: cells that differ from the right ones, and the points of both checks.
    "right": ({}, (2, 3)),
    "wrong": ({"empty": NO_POWER}, (2, 1)),
    "stub": (None, (0, 0)),
    "syntax": ({"empty": "func probabilityOfEmpty( {"}, (2, 0)),
    "crash": ({"empty": NO_POWER.replace("{ sparsity }", "{ [0.0][count] }")}, (2, 0)),
    "address": ({"empty": NO_POWER.replace(
        "{ sparsity }", "{ UnsafePointer<Double>(bitPattern: 8)!.pointee }")}, (2, 0)),
    "exit": ({"empty": NO_POWER.replace("{ sparsity }", "{ exit(0) }").strip()}, (2, 0)),
    "endless": ({"empty": NO_POWER.replace("{ sparsity }", "{ while true {} }")}, (2, 0)),
    "hungry": ({"empty": NO_POWER.replace(
        "{ sparsity }", "{ [[Double]](repeating: [], count: 1).map { _ in "
        "[Double](repeating: 1, count: 1 << 29) }[0][count] }")}, (2, 0)),
    "cheat": ({"sample": CHEAT, "empty": NO_POWER}, (0, 1)),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "superposition-101"
    done = subprocess.run(
        [SUPERPOSE, "course", "new", folder], capture_output=True, text=True, check=True)
    assert "superposition-101" in done.stdout
    # A short limit for the endless one.
    settings = folder / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("timeout = 60", "timeout = 8"))
    return folder


def nbgrader(course, *arguments):
    # Only the course's own settings: not those that `make install` has written.
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": "", "JUPYTER_NO_CONFIG": "",
                   "JUPYTER_PATH": os.pathsep.join(jupyter_path())}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=course, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=280)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def released(course):
    """The students' version of every notebook."""
    nbgrader(course, "generate_assignment", "week1")
    return {path.stem: nbformat.read(path, as_version=4)
            for path in (course / "release/week1").glob("*.ipynb")}


def cell(notebook, grade_id):
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def test_students_get_stubs_and_no_hidden_tests(released):
    assert sorted(released) == [
        "1-features", "2-model", "3-superposition", "4-dimensionality", "5-phase", "6-correlated", "7-basis",
        "8-descent", "9-autoencoders"]
    for notebook in released.values():
        text = "\n".join(c.source for c in notebook.cells)
        assert "SOLUTION" not in text and "HIDDEN" not in text
        assert 'fatalError("not implemented")' in text
        assert "expect(" in text


@pytest.fixture(scope="module")
def graded(course, released):
    """The points of both checks of each submission."""
    for student, (changes, _) in SUBMISSIONS.items():
        notebook = nbformat.from_dict(json.loads(json.dumps(released[UNIT])))
        cells = {} if changes is None else {**RIGHT, **changes}
        for name, source in cells.items():
            cell(notebook, name).source = source
        folder = course / "submitted" / student / "week1"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{UNIT}.ipynb")
    nbgrader(course, "autograde", "week1")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        points = {}
        for student in SUBMISSIONS:
            submission = gradebook.find_submission_notebook(UNIT, "week1", student)
            grades = {grade.name: grade.auto_score for grade in submission.grades}
            points[student] = (grades["sample-check"], grades["empty-check"])
        return points


@pytest.mark.timeout(400)
@pytest.mark.parametrize("student", SUBMISSIONS)
def test_a_submission_gets_its_points(graded, student):
    assert graded[student] == SUBMISSIONS[student][1]


def test_feedback_says_what_was_expected(course, graded):
    nbgrader(course, "generate_feedback", "week1", "--student=wrong")
    page = (course / "feedback/wrong/week1" / f"{UNIT}.html").read_text()
    assert "expected 0.59049" in page
    assert "Each of the n features is zero with probability S." in page


@pytest.mark.timeout(400)
def test_the_teachers_answers_get_all_points(course):
    """Also those of the units that train models."""
    for path in sorted((course / "source/week1").glob("*.ipynb")):
        done = executed(path)
        for c in done.cells:
            data = c.metadata.get("nbgrader", {})
            if data.get("grade"):
                results = [o for o in c.outputs if o.output_type == "execute_result"]
                assert [o.data["text/plain"] for o in results] == [str(data["points"]).removesuffix(".0")], (
                    path.stem, c.outputs)


def executed(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="superpose").execute()
    return notebook


def test_self_study_notebooks_fold_their_solutions(tmp_path):
    subprocess.run([SUPERPOSE, "course", "self-study", tmp_path / "week"], check=True)
    for path in (tmp_path / "week").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert any("<summary>Solution</summary>" in c.source for c in notebook.cells)
        assert all("nbgrader" not in c.metadata for c in notebook.cells)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = subprocess.run([SUPERPOSE, "course", "new", tmp_path], capture_output=True, text=True)
    assert done.returncode != 0 and "is not empty" in done.stderr
    assert os.listdir(tmp_path) == ["mine.txt"]
