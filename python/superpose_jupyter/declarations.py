"""Reads the variables that a Swift cell declares: enough of Swift for a cell of parameters."""

import re
from dataclasses import dataclass

# What hides brackets, quotes and comment signs from the patterns below.
HIDDEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r'|"(?:\\.|[^"\\\n])*"' r"|/\*.*?\*/" r"|//[^\n]*", re.DOTALL)
START = re.compile(r"(?:^|;)[ \t]*(?P<keyword>let|var)\s+", re.MULTILINE)
BINDING = re.compile(r"\s*(?P<name>`?\w+`?)\s*(?::(?P<type>[^=]*))?=(?!=)\s*")
# Their members are often of another type: `Double("1")` is optional.
BASIC = {"Int", "UInt", "Double", "Float", "String", "Bool", "Character"}
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Declaration:
    """`let name: type = value  // help`; the type is inferred from a literal where none is written."""

    keyword: str
    name: str
    type: str | None
    value: str
    help: str = ""


# Signs that stand for the characters of strings and of comments.
STRING, COMMENT = "\0", "\1"


def declarations(source: str) -> list[Declaration]:
    """The variables with a value that `source` declares at its top level, in order."""
    masked = mask(source)
    found = []
    for start in START.finditer(masked):
        if depth(masked[:start.start()]) == 0:
            found += bindings(source, masked, start)
    return found


def mask(source: str) -> str:
    """The source without what strings and comments say, at the same length."""
    def sign(match: re.Match) -> str:
        if match[0].startswith("/"):
            return re.sub(r"[^\n]", COMMENT, match[0])
        return STRING * len(match[0])  # a line break inside a string ends nothing

    return HIDDEN.sub(sign, source)


def bindings(source: str, masked: str, start: re.Match) -> list[Declaration]:
    """The variables of one statement: `let a = 1, b = 2` has two."""
    found, at = [], start.end()
    while binding := BINDING.match(masked, at):
        end = end_of_value(masked, binding.end())
        value = code(source, masked, binding.end(), end)
        kind = code(source, masked, *binding.span("type")) if binding["type"] else literal_type(value)
        found.append(Declaration(
            start["keyword"], binding["name"].strip("`"), kind, value,
            comment(source, masked, start, end)))
        if masked[end:end + 1] != ",":
            break
        at = end + 1
    return found


def code(source: str, masked: str, start: int, end: int) -> str:
    """A part of the source on one line and without comments."""
    kept = (" " if masked[at] == COMMENT else source[at] for at in range(start, end))
    return " ".join("".join(kept).split())


def depth(text: str) -> int:
    return sum(text.count(c) for c in OPENING) - sum(text.count(c) for c in CLOSING)


def end_of_value(masked: str, start: int) -> int:
    """Where an expression ends: at a comma, a semicolon or a line that does not go on."""
    level = 0
    for at in range(start, len(masked)):
        character = masked[at]
        level += (character in OPENING) - (character in CLOSING)
        if level > 0:
            continue
        if character in ",;":
            return at
        if character == "\n" and not goes_on(masked, at):
            return at
    return len(masked)


def goes_on(masked: str, line_end: int) -> bool:
    before = masked[:line_end].rstrip(" \t" + COMMENT)
    return before.endswith(("=", "+", "-", "*", "/", "?", ":")) or bool(
        re.match(r"\s*[.?:+*/]", masked[line_end:]))


def comment(source: str, masked: str, start: re.Match, end: int) -> str:
    """The comment at the end of a declaration's last line, else the one on the lines above."""
    line_end = masked.find("\n", end)
    line_end = len(source) if line_end < 0 else line_end
    line_start = masked.rfind("\n", 0, line_end) + 1
    behind = masked.find(COMMENT, line_start, line_end)
    if behind >= 0:
        return source[behind:line_end].strip("/* \t")
    above = []
    for line in reversed(source[:start.start()].splitlines()):
        if not line.strip().startswith("///"):
            break
        above.insert(0, line.strip().lstrip("/").strip())
    return " ".join(above)


def literal_type(value: str) -> str | None:
    """The type that Swift infers for a literal or for `Importance.geometric(0.9)`; `None` for other
    expressions."""
    number = r"-?(?:0[xob][\da-fA-F_]+|\d[\d_]*)"
    if re.fullmatch(r'"""(?:\\.|[^\\])*"""|"(?:\\.|[^"\\])*"', value, re.DOTALL):
        return "String"
    if value in ("true", "false"):
        return "Bool"
    if re.fullmatch(number, value):
        return "Int"
    if re.fullmatch(r"-?\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?", value):
        return "Double"
    if value.startswith("[") and value.endswith("]"):
        return collection_type(value[1:-1])
    made = re.fullmatch(r"([A-Z]\w*)(?:\.[a-z]\w*)?(?:\([^()]*\))?", value)
    return made[1] if made and made[1] not in BASIC else None


def collection_type(content: str) -> str | None:
    parts = split(content, ",")
    pairs = [split(part, ":") for part in parts]
    if parts and all(len(pair) == 2 for pair in pairs):
        key = common_type([literal_type(pair[0]) for pair in pairs])
        value = common_type([literal_type(pair[1]) for pair in pairs])
        return f"[{key}: {value}]" if key and value else None
    element = common_type([literal_type(part) for part in parts])
    return f"[{element}]" if element else None


def common_type(types: list[str | None]) -> str | None:
    if set(types) == {"Int", "Double"}:
        return "Double"
    return types[0] if types and len(set(types)) == 1 else None


def split(text: str, separator: str) -> list[str]:
    """Splits outside of brackets and strings; a trailing separator adds nothing."""
    masked = HIDDEN.sub(lambda match: "\0" * len(match[0]), text)
    parts, level, start = [], 0, 0
    for at, character in enumerate(masked):
        level += (character in OPENING) - (character in CLOSING)
        if character == separator and level == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [part for part in [*parts, text[start:].strip()] if part]
