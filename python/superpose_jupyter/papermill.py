"""papermill's parameters in Swift.

`papermill -p sparsity 1` gives an integer, and Swift would make an `Int` of it. So the types come from the
notebook's cell tagged `parameters`, which papermill shows to `inspect` before it calls `codify`.
"""

import threading

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

from .declarations import Declaration, declarations
from .literals import Unfit, literal, string, swift_type


class SwiftTranslator(Translator):
    # What `inspect` has read for the `codify` that follows in this thread.
    known = threading.local()

    @classmethod
    def inspect(cls, parameters_cell) -> list[Parameter]:
        found = declarations(parameters_cell["source"])
        cls.known.declarations = {each.name: each for each in found}
        return [Parameter(each.name, each.type or "None", each.value, each.help) for each in found]

    @classmethod
    def codify(cls, parameters, comment="Parameters") -> str:
        known = getattr(cls.known, "declarations", {})
        cls.known.declarations = {}
        lines = [cls.declare(name, value, known.get(name)) for name, value in parameters.items()]
        return "\n".join([cls.comment(comment), *lines, ""])

    @classmethod
    def declare(cls, name, value, known: Declaration | None) -> str:
        kind = known.type if known else None
        if known is None and needs_type(value):
            kind = swift_type(value)
        annotation = f": {kind}" if kind else ""
        try:
            return f"{known.keyword if known else 'let'} {name}{annotation} = {literal(value, kind)}"
        except Unfit as error:
            hint = " Use -r to pass text as it is." if kind == "String" else ""
            raise PapermillException(f"Parameter {name}: {error}.{hint}") from None

    @classmethod
    def translate(cls, val) -> str:
        return literal(val)

    @classmethod
    def translate_str(cls, val) -> str:
        return string(val)

    @classmethod
    def comment(cls, cmt_str) -> str:
        return f"// {cmt_str}".strip()


def needs_type(value) -> bool:
    """Whether Swift cannot infer a type from the value's literal."""
    kind = swift_type(value)
    return kind is not None and "Any" in kind or value in ([], {}) or kind is not None and "?" in kind


class Engine(NBClientEngine):
    """papermill's own engine: its entry point is what makes papermill import this module."""


papermill_translators.register("swift", SwiftTranslator)
