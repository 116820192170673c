"""Sphinx's settings: `sphinx-build -b html . out/html`, or `-b latex . out/latex`."""

import os

project = "Five features in two dimensions"
author = "A. Author"
extensions = ["myst_nb"]
exclude_patterns = ["out", "README.md"]
root_doc = "paper"
html_theme = "basic"
html_static_path = ["_static"]
html_css_files = ["figures.css"]

# Cells run while the text is read, so that the text can contain their values.
nb_execution_mode = "inline"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
# The kernel adds PDF to figures and LaTeX to tables, and LaTeX takes them first.
os.environ.setdefault("SUPERPOSE_PAPER", "1")
nb_mime_priority_overrides = [
    ("latex", "application/pdf", 1), ("latex", "image/png", 2), ("html", "image/svg+xml", 1),
]
# "Fig. 1" in sentences.
numfig = True
# An article, without a page for the title and one for the contents.
latex_documents = [(root_doc, "paper.tex", project, author, "howto")]
# Tables have the rules of this package; XeLaTeX knows the symbols in them.
latex_engine = "xelatex"
latex_elements = {"preamble": r"\usepackage{booktabs}", "tableofcontents": "", "printindex": ""}
