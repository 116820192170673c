"""The notebooks of the repository, and what a reader of one has to find in it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOTEBOOKS = sorted((ROOT / "Notebooks").glob("*.ipynb"))
# Executed with as much training as the committed outputs; all others shortened.
IN_FULL = {"01-superposition-at-a-glance"}
# Also put through nbconvert and papermill: plain cells, widgets, an experiment.
THROUGH_EVERY_TOOL = [path for path in NOTEBOOKS if path.stem[:2] in ("01", "02", "06")]
# The types that conform to `Experiment`, each in a file of its own.
EXPERIMENTS = {
    name
    for source in (ROOT / "Sources/Experiments").rglob("*.swift")
    for name in re.findall(r"^public struct (\w+): (?:Training)?Experiment\b", source.read_text(), re.M)
}
STEPS = re.compile(r"(steps(?:: | = ))([0-9_]+)")
WIDGET = "application/vnd.jupyter.widget-view+json"
# Media types without which some front end shows no figure: an untrusted notebook shows no SVG.
FIGURE = {"image/svg+xml", "image/png", "text/plain"}
# What a web forge still shows.
LARGEST = 3_000_000


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def errors(notebook):
    return [output.evalue for output in outputs(notebook) if output.output_type == "error"]


def figures(notebook):
    """The outputs that every front end can show as a figure."""
    return [
        output for output in outputs(notebook) if FIGURE <= set(output.get("data", {}))
    ]


def standard_error(notebook):
    return [
        output.text
        for output in outputs(notebook)
        if output.output_type == "stream" and output.name == "stderr"
    ]


def progress_lines(notebook):
    """Outputs that say how long training took, and so differ from run to run."""
    return [
        output
        for output in outputs(notebook)
        if 'class="superpose-progress"' in output.get("data", {}).get("text/html", "")
    ]


def shortened(source):
    """The code of a cell with every experiment shortened and a tenth of the steps, to check that it runs."""
    source = STEPS.sub(lambda match: match[1] + str(max(1, int(match[2].replace("_", "")) // 10)), source)
    for name in EXPERIMENTS:
        start = 0
        while found := re.compile(rf"\b{name}\(").search(source, start):
            start = end_of_call(source, found.end())
            source = source[:start] + ".shortened" + source[start:]
    return source


def end_of_call(source, start):
    """The position behind the parenthesis that closes the one before `start`."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(source[start], 0)
        start += 1
    return start
