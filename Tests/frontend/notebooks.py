"""The notebooks of the repository, and what a reader of one has to find in it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOTEBOOKS = sorted((ROOT / "Notebooks").glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"
# Media types without which some front end shows no figure: an untrusted notebook shows no SVG.
FIGURE = {"image/svg+xml", "image/png", "text/plain"}


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
