"""nbconvert's settings for Swift: pages show pictures of outputs whose widgets need a kernel, and LaTeX gets PDF."""

import json
from pathlib import Path

# nbconvert imports them; this module does not need nbconvert.
COLORS = "superpose_jupyter.nbconvert.SwiftColors"
PREPROCESSORS = {
    "HTMLExporter": [
        "superpose_jupyter.nbconvert.StillInteractions", "superpose_jupyter.nbconvert.OfflineFormulas", COLORS],
    "LatexExporter": [COLORS],
}


def configure(folder: Path, program: str | None) -> Path:
    """Adds the preprocessors to `folder`/jupyter_nbconvert_config.json, for HTML and LaTeX and what is made from them,
    and the kernel's `program` as the one that makes PDF of SVG. Keeps everything else in the file; its path."""
    path = folder / "jupyter_nbconvert_config.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    for exporter, preprocessors in PREPROCESSORS.items():
        names = settings.setdefault(exporter, {}).setdefault("preprocessors", [])
        names += [name for name in preprocessors if name not in names]
    converter = settings.setdefault("SVG2PDFPreprocessor", {})
    if program and is_ours(converter.get("command")):
        converter["command"] = [program, "pdf", "{from_filename}", "{to_filename}"]
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    return path


def is_ours(command: list[str] | str | None) -> bool:
    """Whether a command for SVG may be replaced: there is none, or it is that of another Superpose."""
    return not command or (isinstance(command, list) and command[1:2] == ["pdf"])
