"""Sphinx's extension: cells are highlighted as today's Swift.

    extensions = ["myst_nb", "superpose_jupyter.sphinx"]
"""

from . import __version__
from .highlighting import SwiftLexer


def setup(app):
    app.add_lexer("swift", SwiftLexer)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
