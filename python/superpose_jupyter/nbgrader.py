"""nbgrader's setting for Swift: what stands in the place of a removed solution."""

import json
from pathlib import Path

SWIFT_STUB = '// YOUR CODE HERE\nfatalError("not implemented")'


# nbgrader's own. The setting replaces them, so it has to repeat them.
OTHER_STUBS = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
    "R": "# YOUR CODE HERE\nfail()",
    "matlab": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "octave": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "sas": "/* YOUR CODE HERE */\n %notImplemented;",
    "java": "// YOUR CODE HERE",
}


def configure(folder: Path) -> Path:
    """Adds the stub to `folder`/nbgrader_config.json and keeps everything else in the file; its path."""
    path = folder / "nbgrader_config.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    stubs = settings.setdefault("ClearSolutions", {}).get("code_stub")
    settings["ClearSolutions"]["code_stub"] = {**(stubs or OTHER_STUBS), "swift": SWIFT_STUB}
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    return path
