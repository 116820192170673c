"""The notebooks of the repository, and what a reader of one has to find in it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOTEBOOKS = sorted((ROOT / "Notebooks").glob("*.ipynb"))
# Executed with as much training as the committed outputs; all others with SUPERPOSE_FAST=1.
IN_FULL = {"01-superposition-at-a-glance"}
# Also put through nbconvert and papermill: plain cells, widgets, an experiment.
THROUGH_EVERY_TOOL = [path for path in NOTEBOOKS if path.stem[:2] in ("01", "02", "04")]
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
