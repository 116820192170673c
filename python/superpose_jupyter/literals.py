"""Writes Python's values as Swift's literals of a type."""

import json
import math
import re

INTEGERS = {
    "Int": (-(2**63), 2**63 - 1), "UInt": (0, 2**64 - 1), "Int8": (-128, 127), "UInt8": (0, 255),
    "Int16": (-(2**15), 2**15 - 1), "UInt16": (0, 2**16 - 1), "Int32": (-(2**31), 2**31 - 1),
    "UInt32": (0, 2**32 - 1), "Int64": (-(2**63), 2**63 - 1), "UInt64": (0, 2**64 - 1),
}
NUMBERS = {"Double", "Float", "Float16", "CGFloat"}


class Unfit(ValueError):
    """A value that a type does not have; the message says what was wanted and what came."""


def literal(value, kind: str | None = None) -> str:
    """`value` in Swift. With a type, it must fit."""
    kind = plain(kind)
    if kind is None:
        return untyped(value)
    if kind.endswith("?"):
        return "nil" if value is None else literal(value, kind[:-1])
    if key_and_value := dictionary_types(kind):
        return dictionary(value, *key_and_value)
    if kind.startswith("[") and kind.endswith("]"):
        return array(value, kind[1:-1])
    if kind in INTEGERS:
        return integer(value, kind)
    if kind in NUMBERS:
        return number(value, kind)
    if kind == "String":
        return string(fitting(isinstance(value, str), value, kind) and value)
    if kind == "Bool":
        fitting(isinstance(value, bool), value, kind)
        return "true" if value else "false"
    if kind == "Any" and value is None:
        return "Optional<Any>.none as Any"
    # Another type, such as Importance: text is an expression of it, and the compiler decides.
    return value if isinstance(value, str) and kind != "Any" else untyped(value)


def plain(kind: str | None) -> str | None:
    """The short form of a type: `[T]` for `Array<T>`, `T?` for `Optional<T>`."""
    if kind is None:
        return None
    kind = kind.strip()
    if match := re.fullmatch(r"Optional<(.*)>", kind):
        return plain(match[1]) + "?"
    if match := re.fullmatch(r"Array<(.*)>", kind):
        return f"[{match[1]}]"
    if match := re.fullmatch(r"Dictionary<([^,<>]*),(.*)>", kind):
        return f"[{match[1]}: {match[2].strip()}]"
    return kind


def dictionary_types(kind: str) -> tuple[str, str] | None:
    if not (kind.startswith("[") and kind.endswith("]")):
        return None
    level = 0
    for at, character in enumerate(kind):
        level += (character in "[(<") - (character in "])>")
        if character == ":" and level == 1:
            return kind[1:at].strip(), kind[at + 1:-1].strip()
    return None


def fitting(condition: bool, value, kind: str) -> bool:
    if not condition:
        raise Unfit(f"expected {kind}, found {described(value)}")
    return True


def described(value) -> str:
    if value is None:
        return "nil"
    return f"{json.dumps(value, default=str, ensure_ascii=False)} ({type(value).__name__})"


def integer(value, kind: str) -> str:
    fitting(isinstance(value, int) and not isinstance(value, bool), value, kind)
    low, high = INTEGERS[kind]
    fitting(low <= value <= high, value, f"{kind} from {low} to {high}")
    return str(value)


def number(value, kind: str) -> str:
    fitting(isinstance(value, (int, float)) and not isinstance(value, bool), value, kind)
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return f"{kind}.nan"
    if math.isinf(value):
        return f"{kind}.infinity" if value > 0 else f"-{kind}.infinity"
    return repr(value)


def array(value, element: str) -> str:
    fitting(isinstance(value, (list, tuple)), value, f"[{element}]")
    return "[" + ", ".join(literal(item, element) for item in value) + "]"


def dictionary(value, key: str, item: str) -> str:
    fitting(isinstance(value, dict), value, f"[{key}: {item}]")
    pairs = [f"{literal(k, key)}: {literal(v, item)}" for k, v in value.items()]
    return "[" + (", ".join(pairs) or ":") + "]"


def string(text: str) -> str:
    """A string literal: JSON's, with the escapes that Swift lacks written as code points. A backslash
    stays one, so `\\(name)` is text and not an interpolation."""
    escaped = json.dumps(text, ensure_ascii=False)
    swift = re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))",
        lambda match: f"\\u{{{int(match[1], 16):x}}}" if match[1] else
        {"b": "\\u{8}", "f": "\\u{c}"}.get(match[2], match[0]), escaped)
    return re.sub(  # what JSON leaves as it is, and would end the line
        "[\x7f-\x9f\u2028\u2029]", lambda match: f"\\u{{{ord(match[0]):x}}}", swift)


def untyped(value) -> str:
    kind = swift_type(value)
    return string(str(value)) if kind is None else literal(value, kind) if value is not None else "nil"


def swift_type(value) -> str | None:
    """The Swift type of a value from JSON or YAML; `None` for others, which become text."""
    if value is None:
        return "Any?"
    for python, swift in ((bool, "Bool"), (int, "Int"), (float, "Double"), (str, "String")):
        if isinstance(value, python):
            return swift
    if isinstance(value, (list, tuple)):
        return f"[{common(value)}]"
    if isinstance(value, dict):
        return f"[{common(value.keys(), 'String')}: {common(value.values())}]"
    return None


def common(values, empty: str = "Any") -> str:
    """The type that all values have."""
    values = list(values)
    types = {swift_type(value) or "String" for value in values if value is not None}
    kind = "Double" if types == {"Int", "Double"} else next(iter(types)) if len(types) == 1 else "Any"
    if not values:
        return empty
    return kind + "?" if None in values and kind != "Any" else kind
