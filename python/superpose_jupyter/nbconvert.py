"""nbconvert's preprocessors: outputs of `interact` are their pictures, figures follow a dark page, formulas need no
network, and code has the colours of today's Swift."""

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor

from .formulas import as_mathml
from .highlighting import SwiftLexer

VIEW = "application/vnd.jupyter.widget-view+json"
# What a page can show without a kernel and without a network.
STILL = ("text/html", "image/svg+xml", "image/png")
# A figure in a page is an image, which is as light or dark as the page says it is. nbconvert's pages say nothing, so
# that figures would follow the reader's system.
SCHEME = Markup("<style>:root {{ color-scheme: {}; }}</style>")


class StillInteractions(Preprocessor):
    """Removes the widget from outputs that have a picture too.

    nbconvert prefers the widget, whose scripts come from the network and which redraws nothing, because a page
    has no kernel.
    """

    def preprocess(self, nb, resources):
        include = resources.get("include_css")
        if include:
            # The templates include the file of the theme with this function.
            theme = "dark" if resources.get("theme") == "dark" else "light"
            resources["include_css"] = lambda name: include(name) + (SCHEME.format(theme) if "theme-" in name else "")
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if any(kind in data for kind in STILL):
                data.pop(VIEW, None)
        return cell, resources


class SwiftColors(Preprocessor):
    """Puts this package's lexer in place of Pygments' own, in Swift notebooks."""

    def preprocess(self, nb, resources):
        # The exporter has read the notebook's language before it calls preprocessors.
        highlight = self.parent.environment.filters.get("highlight_code") if self.parent else None
        if getattr(highlight, "pygments_lexer", None) == "swift":
            highlight.pygments_lexer = SwiftLexer.aliases[0]
        return nb, resources


class OfflineFormulas(Preprocessor):
    """Turns formulas into MathML: the script that nbconvert's pages draw them with comes from the network."""

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "markdown":
            cell.source = as_mathml(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            latex = data.get("text/latex")
            if latex and "text/html" not in data and (page := as_mathml(latex)) != latex:
                data["text/html"] = page
        return cell, resources
