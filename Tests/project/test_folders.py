"""The folders of a module have an order: what is in one uses only folders below it.

The compiler checks the arrows between modules; this checks those between the folders of one, by the names
of the types that they declare.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "Sources"
MODULES = ["Display", "Experiments", "Plot", "ToyFigures", "ToyLib", "Widgets"]
DECLARATION = re.compile(
    r"^(?:@\w+(?:\([^)]*\))?\s+)*((?:(?:public|package|internal|final|indirect|private|fileprivate)\s+)*)"
    r"(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)", re.M)


def uses(module):
    """For each folder, the folders whose types it names, each with one example."""
    root = SOURCES / module
    texts = {path: code(path) for path in root.rglob("*.swift")}
    folder = {path: path.relative_to(root).parts[0] if path.parent != root else "." for path in texts}
    home = {name: folder[path] for path, text in texts.items()
            for access, name in DECLARATION.findall(text) if "private" not in access}
    found = defaultdict(dict)
    for path, text in texts.items():
        for name in set(re.findall(r"\b[A-Z]\w+\b", text)) & home.keys():
            if home[name] != folder[path]:
                found[folder[path]][home[name]] = f"{path.relative_to(root)} names {name}"
    return found


def code(path):
    """The file's text without comments and strings."""
    return re.sub(r'"(\\.|[^"\\\n])*"', "", re.sub(r"//.*", "", path.read_text()))


@pytest.mark.parametrize("module", MODULES)
def test_folders_have_an_order(module):
    found = uses(module)
    rest = set(found) | {other for others in found.values() for other in others}
    assert len(rest) > 1
    while rest:
        lowest = {folder for folder in rest if not found[folder].keys() & rest}
        assert lowest, "these folders use one another:\n" + "\n".join(
            f"{folder} uses {other}: {example}" for folder in sorted(rest)
            for other, example in found[folder].items() if other in rest)
        rest -= lowest
