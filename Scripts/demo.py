"""Runs notebooks through a real Jupyter client and keeps what they show in out/.

Usage: demo.py NOTEBOOK...
For each: out/NAME.ipynb with its outputs, out/NAME.html, and its figures as
out/figures/NAME-1.svg, NAME-1.png, NAME-2.svg, ...
"""

import base64
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter

OUT = Path("out")


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path` with fresh outputs; says on the way which cell it is at."""
    notebook = nbformat.read(path, as_version=4)
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    done = 0

    def finished(cell, cell_index, execute_reply):
        nonlocal done
        done += 1
        title = cell.source.strip().split("\n")[0][:60]
        print(f"  cell {done} of {total}: {title}", flush=True)

    client = NotebookClient(
        notebook,
        kernel_name="superpose",
        timeout=600,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_executed=finished,
        record_timing=False,
    )
    return client.execute()


def figures(notebook):
    """The media types of every output that is a picture."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/svg+xml" in output.get("data", {}):
                yield output.data


def save(notebook, name: str) -> list[Path]:
    """Writes the notebook, its page and its figures; says where they are."""
    (OUT / "figures").mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, OUT / f"{name}.ipynb")
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (OUT / f"{name}.html").write_text(page)
    written = [OUT / f"{name}.ipynb", OUT / f"{name}.html"]
    for number, data in enumerate(figures(notebook), start=1):
        stem = OUT / "figures" / f"{name}-{number}"
        stem.with_suffix(".svg").write_text(data["image/svg+xml"])
        written.append(stem.with_suffix(".svg"))
        if "image/png" in data:
            stem.with_suffix(".png").write_bytes(base64.b64decode(data["image/png"]))
            written.append(stem.with_suffix(".png"))
    return written


def main(paths: list[Path]) -> int:
    for path in paths:
        print(f"\033[1m==>\033[0m running {path}", flush=True)
        start = time.monotonic()
        try:
            notebook = run(path)
        except CellExecutionError as error:
            print(error, file=sys.stderr)
            print(f"\n{path} failed; `make doctor` checks what it needs.", file=sys.stderr)
            return 1
        seconds = time.monotonic() - start
        print(f"\033[1m==>\033[0m {path} ran in {seconds:.0f} s. Look at:")
        for file in save(notebook, path.stem):
            print(f"  {file.resolve()}")
    print("\n`make lab` opens the notebooks in JupyterLab.")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
