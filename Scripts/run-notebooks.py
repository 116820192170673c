"""Executes notebooks in place, in full, so that they can be committed with their outputs.

Usage: run-notebooks.py [--tidy] [NOTEBOOK...]     all in Notebooks/ unless named

What differs from run to run is not kept: progress lines, which say how long training took, and
the times of cells. So running it twice changes no byte, unless something else did. With --tidy
nothing is executed: only that is taken out of the outputs there are.
"""

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parent.parent / "Notebooks"
PROGRESS = 'class="superpose-progress"'
MEGABYTE = 1_000_000


def execute(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.get("outputs", []).clear()
    client = NotebookClient(
        notebook, kernel_name="superpose", timeout=1200, record_timing=False,
        resources={"metadata": {"path": str(path.parent)}})
    return client.execute()


def is_kept(output) -> bool:
    return PROGRESS not in output.get("data", {}).get("text/html", "")


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if is_kept(output)]
            cell.metadata.pop("execution", None)
    return notebook


def main(arguments: list[str]) -> int:
    only_tidies = "--tidy" in arguments
    names = [argument for argument in arguments if argument != "--tidy"]
    failed = 0
    for path in map(Path, names or sorted(map(str, NOTEBOOKS.glob("*.ipynb")))):
        start = time.monotonic()
        try:
            notebook = nbformat.read(path, as_version=4) if only_tidies else execute(path)
            nbformat.write(tidy(notebook), path)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", flush=True)
            failed += 1
            continue
        size = path.stat().st_size / MEGABYTE
        print(f"{path.name}: {time.monotonic() - start:.0f} s, {size:.1f} MB", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
