"""Pygments' lexer for cells: today's Swift, and the kernel's magics."""

from pygments.lexer import inherit
from pygments.lexers import SwiftLexer as Base
from pygments.token import Comment, Name, Operator, String

# As Pygments' own rules have it: what `\(…)` contains is Swift.
INTERPOLATION = (r"\\\(", String.Interpol, "string-intp")
ESCAPE = (r"\\(?:['\"\\nrt0]|u\{[0-9a-fA-F]{1,8}\}|\n)", String.Escape)


class SwiftLexer(Base):
    """Swift since 2017: Pygments marks key paths, strings of several lines, raw strings and `$0` as errors."""

    name = "Swift in Superpose"
    aliases = ["superpose"]
    filenames = []
    mimetypes = []

    tokens = {
        "root": [
            (r"^%%?[a-zA-Z]\w*.*$|^[ \t]*!.*$", Comment.Preproc),
            (r"[#@](?!(?:if|elseif|else|endif|available)\b)[A-Za-z_]\w*", Name.Decorator),
            (r'(#+)"""(?:.|\n)*?"""\1|(#+)"[^\n]*?"\2', String),
            (r'"""', String, "lines"),
            (r"\$\w+", Name.Variable),
            (r"\\(?=[.\[(A-Za-z])", Operator),
            inherit,
            # Greek letters are names, and arrows may be operators.
            (r"[^\W\d]\w*", Name),
            (r"[^\x00-\x7f]", Operator),
        ],
        "lines": [
            (r'"""', String, "#pop"),
            INTERPOLATION,
            ESCAPE,
            (r'[^\\"]+|"|\\', String),
        ],
        "string": [(r"\\\n", String.Escape), inherit],
    }
