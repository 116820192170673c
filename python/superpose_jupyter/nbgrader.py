"""nbgrader's setting for Swift: what stands in the place of a removed solution."""

import json
from pathlib import Path

SWIFT_STUB = '// YOUR CODE HERE\nfatalError("not implemented")'


def code_stubs() -> dict[str, str]:
    """nbgrader's own stubs and Swift's: the setting replaces nbgrader's own, so it repeats them."""
    try:
        from nbgrader.preprocessors import ClearSolutions
    except ImportError:
        return {"swift": SWIFT_STUB}
    return {**ClearSolutions.code_stub.default(), "swift": SWIFT_STUB}


def configure(folder: Path) -> Path:
    """Adds the stub to `folder`/nbgrader_config.json and keeps everything else in the file; its path."""
    path = folder / "nbgrader_config.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    stubs = settings.setdefault("ClearSolutions", {}).get("code_stub")
    settings["ClearSolutions"]["code_stub"] = {**(stubs or code_stubs()), "swift": SWIFT_STUB}
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    return path
