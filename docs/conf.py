"""How the documentation is built: `sphinx-build -W -n -b html docs build/docs`, without a network.

Pages are Markdown (MyST). A line `% insert: name` is replaced by what the function of that name in
`generated.py` makes from the package itself: options, columns, vocabularies and notebooks cannot go stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

_ADDRESS = re.compile(r"(?<![`\w])(?:tcp|s3)://[\w:/.-]*\w")

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated import with_inserts  # noqa: E402 - only found once its folder is known

import wres_analysis  # noqa: E402

project = "wres_analysis"
author = "the contributors of wres_analysis"
project_copyright = author
version = release = wres_analysis.__version__
language = "en_GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]
nitpicky = True

autodoc_typehints = "none"  # the docstrings say what a parameter is, in words
autodoc_preserve_defaults = True  # as they are written, not the folders of the machine that builds
numpydoc_show_class_members = False
autosummary_generate = False  # numpydoc brings autosummary, and nothing here uses it

html_theme = "furo"
html_title = "wres_analysis"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def setup(app: Sphinx) -> None:
    """Put what is generated into each page before it is parsed."""
    app.connect("source-read", _insert)
    app.connect("autodoc-process-docstring", _addresses_as_code)
    app.connect("html-page-context", _level_of_captions, priority=900)  # after the theme


def _insert(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = with_inserts(source[0])


def _addresses_as_code(_: Sphinx, __: str, ___: str, ____: object, _____: object, lines: list[str]) -> None:
    """Show an address in a docstring as it is typed: no browser could follow a link to it."""
    lines[:] = [_ADDRESS.sub(r"``\g<0>``", line) for line in lines]


def _level_of_captions(_: Sphinx, __: str, ___: str, context: dict[str, Any], ____: object) -> None:
    """Give the theme's captions in the contents the level that a heading must have."""
    tree = str(context.get("furo_navigation_tree", ""))
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')
