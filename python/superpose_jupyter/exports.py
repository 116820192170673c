"""nbconvert's setting for Swift: pages show the pictures of outputs whose widgets need a kernel."""

import json
from pathlib import Path

# nbconvert imports it; this module does not need nbconvert.
PREPROCESSOR = "superpose_jupyter.nbconvert.StillInteractions"


def configure(folder: Path) -> Path:
    """Adds the preprocessor to `folder`/jupyter_nbconvert_config.json, for HTML and what is made from it, and keeps
    everything else in the file; its path."""
    path = folder / "jupyter_nbconvert_config.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    names = settings.setdefault("HTMLExporter", {}).setdefault("preprocessors", [])
    if PREPROCESSOR not in names:
        names.append(PREPROCESSOR)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    return path
