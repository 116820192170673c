"""Formulas as MathML, which browsers draw without scripts and without a network."""

import re

from latex2mathml.converter import convert

# Code and tags come first: a dollar sign in them does not begin a formula. Then what JupyterLab takes as formulas.
PARTS = re.compile(
    r"(?P<code>```.*?```|~~~.*?~~~|``.+?``|`[^`\n]*`|<[a-zA-Z/!][^>]*>)|(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$])\$(?![\s$])(?P<inline>[^$\n`]+?)(?<![\s\\])\$(?!\d)"
    r"|(?P<environment>\\begin\{(?P<name>\w+\*?)\}.+?\\end\{(?P=name)\})"
    r"|\\\\\[(?P<bracketed>.+?)\\\\\]|\\\\\((?P<parenthesised>.+?)\\\\\)", re.DOTALL)
# Markdown would read these between the tags.
SPECIAL = {"|": "&#x7c;", "*": "&#x2a;", "_": "&#x5f;", "`": "&#x60;", "~": "&#x7e;"}


def as_mathml(markdown: str) -> str:
    """The text with MathML in place of the formulas that can be converted; others stay what they are."""

    def replaced(match: re.Match) -> str:
        block = match["block"] or match["environment"] or match["bracketed"]
        formula = block or match["inline"] or match["parenthesised"]
        if not formula:
            return match[0]
        try:
            mathml = convert(formula, display="block" if block else "inline")
        except Exception:  # The library raises errors of many classes for what it does not know.
            return match[0]
        # Commands that it does not know are left as text.
        if "\\" in re.sub(r"<[^>]*>", "", mathml):
            return match[0]
        return re.sub(r">([^<]+)<", lambda text: f">{text[1].translate(str.maketrans(SPECIAL))}<", mathml)

    return PARTS.sub(replaced, markdown)
