"""Formulas as MathML, which browsers draw without scripts and without a network."""

import re

from latex2mathml.converter import convert

# Code comes first: a dollar sign in it begins no formula.
PARTS = re.compile(
    r"(?P<code>```.*?```|~~~.*?~~~|`[^`\n]*`)|(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$])\$(?![\s$])(?P<inline>[^$\n`]+?)(?<![\s\\])\$(?!\d)", re.DOTALL)
# Markdown reads what stands between tags.
SPECIAL = {"|": "&#x7c;", "*": "&#x2a;", "_": "&#x5f;", "`": "&#x60;", "~": "&#x7e;"}


def as_mathml(markdown: str) -> str:
    """The text with MathML in place of the formulas that can be converted; others stay what they are."""

    def replaced(match: re.Match) -> str:
        formula = match["block"] or match["inline"]
        if not formula:
            return match[0]
        try:
            mathml = convert(formula, display="block" if match["block"] else "inline")
        except Exception:  # The library raises errors of many classes for what it does not know.
            return match[0]
        return re.sub(r">([^<]+)<", lambda text: f">{text[1].translate(str.maketrans(SPECIAL))}<", mathml)

    return PARTS.sub(replaced, markdown)
