"""How reference numbers are stored: as JSON on one line, rounded."""

import json
import pathlib


def store(name, record, digits=9):
    """Writes a file beside this one. Nine digits are more than single precision has."""
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(json.dumps(_rounded(record, digits), separators=(",", ":")) + "\n")


def _rounded(value, digits):
    if isinstance(value, dict):
        return {key: _rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item, digits) for item in value]
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value
