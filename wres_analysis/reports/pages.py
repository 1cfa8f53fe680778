"""An executed notebook as one self-contained, accessible HTML page; and the index of all pages.

A page is one file that opens offline, shows no code, prints on A4 and can run no script: a content security
policy forbids it, whatever the text of a published plan holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import lxml.html
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets.config import Config

from wres_analysis import __version__

_HIDDEN_TAGS = ("parameters", "injected-parameters", "remove-cell")
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def notebook_page(notebook: NotebookNode, title: str) -> str:
    """An executed notebook as a page."""
    body, _ = _exporter().from_notebook_node(_without_error_stream(notebook))
    main = lxml.html.fragment_fromstring(body, create_parent="main")
    main.set("id", "main")
    subtitle = _tidy(main)
    contents = _contents(main)
    return _whole_page(title, subtitle, contents + lxml.html.tostring(main, encoding="unicode"))


@dataclass(frozen=True)
class IndexRow:
    """One line of the index."""

    name: str  # organisation or report, for the reader
    link: str  # page relative to the index; blank where there is none
    remark: str  # what the page holds, or why it is not there


def index_page(title: str, subtitle: str, sections: Sequence[tuple[str, Iterable[IndexRow]]]) -> str:
    """The page that leads to all others, failures shown as failures."""
    parts = []
    for heading, rows in sections:
        lines = "".join(_index_line(row) for row in rows)
        if lines:
            parts.append(
                f'<h2>{escape(heading)}</h2><div class="table" tabindex="0" role="region" '
                f'aria-label="{escape(heading)}"><table><thead><tr><th scope="col">Name</th>'
                f'<th scope="col">About it</th></tr></thead><tbody>{lines}</tbody></table></div>'
            )
    return _whole_page(title, subtitle, f'<main id="main">{"".join(parts)}</main>')


def _index_line(row: IndexRow) -> str:
    name = f'<a href="{escape(row.link)}">{escape(row.name)}</a>' if row.link else escape(row.name)
    return f'<tr><th scope="row">{name}</th><td>{escape(row.remark)}</td></tr>'


class _Exporter(HTMLExporter):
    """The exporter without its second parse of the page, half of its time: `_tidy` does what that is for."""

    def from_notebook_node(self: Any, nb: Any, resources: Any = None, **more: Any) -> Any:
        shown = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self)
        self.register_filter("filter_data_type", shown)
        self.register_filter("highlight_code", escape)  # no code is shown anyway
        body, resources = TemplateExporter.from_notebook_node(
            self, nb, self._init_resources(resources), **more
        )
        return body, resources


@cache
def _exporter() -> HTMLExporter:
    settings = Config()
    settings.TagRemovePreprocessor.remove_cell_tags = _HIDDEN_TAGS
    settings.HTMLExporter.preprocessors = ["nbconvert.preprocessors.TagRemovePreprocessor"]
    exporter: Any = _Exporter  # it has no types
    made: HTMLExporter = exporter(
        config=settings,
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        embed_images=True,
    )
    return made


def _without_error_stream(notebook: NotebookNode) -> NotebookNode:
    shown: NotebookNode = NotebookNode({**notebook, "cells": [NotebookNode(cell) for cell in notebook.cells]})
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return shown


def _tidy(main: Any) -> str:
    """Take out empty anchors and the notebook's own first heading; say what that heading was."""
    for anchor in main.xpath("//a[@class='anchor-link']"):
        anchor.drop_tree()
    for image in main.xpath("//img[not(@alt)]"):
        image.set("alt", "No description has been provided for this image")
    for table in main.xpath("//table[not(ancestor::div[@class='table'])]"):
        _make_scrollable(table)
    headings = main.xpath("//h1")
    subtitle = headings[0].text_content().strip() if headings else ""
    for heading in headings:
        heading.drop_tree()
    return subtitle


def _make_scrollable(table: Any) -> None:
    box = lxml.html.Element("div", {"class": "table"})
    table.addprevious(box)
    box.append(table)


def _contents(main: Any) -> str:
    items = []
    for number, heading in enumerate(main.xpath("//h2"), start=1):
        heading.set("id", f"section-{number}")
        items.append(f'<li><a href="#section-{number}">{escape(heading.text_content().strip())}</a></li>')
    if not items:
        return ""
    heading = '<h2 id="contents">Contents</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{heading}<ol>{"".join(items)}</ol></nav>'


def _whole_page(title: str, subtitle: str, inside: str) -> str:
    style = files("wres_analysis").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        '<a class="skip" href="#main">Skip to the content</a>'
        f'<header><h1>{escape(title)}</h1><p class="subtitle">{escape(subtitle)}</p></header>'
        f"{inside}<footer><p>Made with wres_analysis {__version__} from action plans as their organisations "
        "published them. A status is what the plan says of itself; nobody has verified it.</p></footer>"
        "</body></html>\n"
    )
