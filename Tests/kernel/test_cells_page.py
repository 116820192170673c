"""The examples of docs/cells.md show what the page prints."""

import re
from pathlib import Path

from conftest import plain

PAGE = Path(__file__).parents[2] / "docs" / "cells.md"


def shown(result):
    """The last text that a cell shows."""
    texts = [c["data"]["text/plain"] for kind in ("display_data", "execute_result") for c in result.of_type(kind)]
    if result.status == "error":
        return f"{result.ename}: {result.evalue}"
    return plain(texts[-1]) if texts else result.stdout.strip()


def test_the_examples_show_what_the_page_prints(start):
    blocks = re.findall(r"```swift\n(.*?)```\n(?:```text\n(.*?)```\n)?", PAGE.read_text(), re.DOTALL)
    kernel = start()
    assert len(blocks) > 15
    for code, expected in blocks:
        name = re.match(r"// cell (\w+)\n", code)
        result = kernel.execute(code, allow_stdin=True, metadata={"cellId": name[1]} if name else None)
        if expected:
            assert shown(result) == expected.rstrip("\n"), code
        else:
            assert result.status == "ok", result.traceback
