"""nbconvert's preprocessor for outputs of `interact`: without a kernel, a page shows their picture."""

from nbconvert.preprocessors import Preprocessor

VIEW = "application/vnd.jupyter.widget-view+json"
# What a page can show without a kernel and without a network.
STILL = ("text/html", "image/svg+xml", "image/png")


class StillInteractions(Preprocessor):
    """Removes the widget from outputs that have a picture too.

    nbconvert prefers the widget, whose scripts come from the network and which redraws nothing, because a page
    has no kernel.
    """

    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if any(kind in data for kind in STILL):
                data.pop(VIEW, None)
        return cell, resources
