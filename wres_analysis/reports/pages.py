"""An executed notebook as one self-contained, accessible HTML page.

A page is one file that opens offline, shows no code, prints on A4 and can run no script but the one that
sorts a table: a content security policy forbids it, whatever the text of a published plan holds. It leads to
the index, to its sister pages and to the files beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets.config import Config

from wres_analysis import __version__
from wres_analysis.reports.table_columns import cell_text

CLOSED = "jp-MarkdownHeadingCollapsed"  # JupyterLab's own mark of a section that stands closed
_HIDDEN_TAGS = ("parameters", "injected-parameters", "remove-cell")
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_SORTABLE = "<table data-sortable>"
_WRAPPINGS = (
    "mathjax_ignore",
    "cell",
    "inner_cell",
    "text_cell_render",
    "output_wrapper",
    "output",
    "output_area",
    "output_html",
)
_KINDS = {"png": "picture (PNG)", "svg": "picture (SVG)", "csv": "numbers (CSV)"}


@dataclass(frozen=True)
class PageHead:
    """What a page says of itself, and where it leads."""

    title: str  # heading of the page, and its title: no other page of a run has the same
    links: Sequence[tuple[str, str]] = ()  # other pages, from the page itself: words and address
    folder: Path | None = None  # where the page will stand, with `figures/` in it
    organisations: Collection[str] = ()  # codes that have a page; named in a table, they lead to it


def notebook_page(notebook: NotebookNode, head: PageHead) -> str:
    """An executed notebook as a page."""
    shown: NotebookNode = NotebookNode({**notebook, "cells": [NotebookNode(cell) for cell in notebook.cells]})
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    body, _ = _exporter().from_notebook_node(shown)
    main = lxml.html.fragment_fromstring(body, create_parent="main")
    main.set("id", "main")
    subtitle = _tidy(main)
    # headings of the sections that stand closed, in JupyterLab and on the page alike
    marked = [cell for cell in notebook.cells if cell.metadata.get(CLOSED)]
    _close_sections(main, {cell.source.splitlines()[0].lstrip("# ").strip() for cell in marked})
    contents = _contents(main)
    if head.folder is not None:
        _link_files(main, head.folder)
    _link_organisations(main, head)
    return whole_page(head, subtitle, contents + lxml.html.tostring(main, encoding="unicode"))


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


def _tidy(main: Any) -> str:
    """Take out empty anchors, wrappings and the notebook's own first heading; say what that heading was."""
    for anchor in main.xpath("//a[@class='anchor-link']"):
        anchor.drop_tree()
    for wrapping in main.xpath(".//div[@class]"):
        if set(wrapping.get("class").split()) & set(_WRAPPINGS):
            wrapping.drop_tag()
    for image in main.xpath("//img[not(@alt)]"):
        image.set("alt", "No description has been provided for this image")
    for table in main.xpath("//table[not(ancestor::div[contains(@class, 'table')])]"):
        box = lxml.html.Element("div", {"class": "table"})
        table.addprevious(box)
        box.append(table)
    headings = main.xpath("//h1")
    subtitle = headings[0].text_content().strip() if headings else ""
    for heading in headings:
        heading.drop_tree()
    return subtitle


def _close_sections(main: Any, closed: set[str]) -> None:
    for heading in [one for one in main.xpath("./h2") if one.text_content().strip() in closed]:
        section = lxml.html.Element("details")
        summary = lxml.html.Element("summary")
        heading.addprevious(section)
        following = [heading]
        while (after := following[-1].getnext()) is not None and after.tag != "h2":
            following.append(after)
        summary.append(heading)
        section.extend([summary, *following[1:]])


def _contents(main: Any) -> str:
    """The sections in one line: the answer stands below, and must be seen without scrolling."""
    items = []
    for number, heading in enumerate(main.xpath("//h2"), start=1):
        heading.set("id", f"section-{number}")
        items.append(f'<li><a href="#section-{number}">{escape(heading.text_content().strip())}</a></li>')
    return f'<nav class="contents" aria-label="On this page"><ol>{"".join(items)}</ol></nav>' if items else ""


def _link_files(main: Any, folder: Path) -> None:
    """Under each figure and table the way to its files."""
    for exhibit in main.xpath("//*[@data-exhibit]"):
        name = exhibit.get("data-exhibit")
        links = [
            f'<a href="figures/{quote(name)}.{kind}" download>{words}</a>'
            for kind, words in _KINDS.items()
            if (folder / "figures" / f"{name}.{kind}").is_file()
        ]
        if links:
            line = (
                f'<p class="files"><span class="visually-hidden">{escape(name)}: </span>{" ".join(links)}</p>'
            )
            exhibit.append(lxml.html.fragment_fromstring(line))


def _link_organisations(main: Any, head: PageHead) -> None:
    up = dict(head.links).get("All reports", "").removesuffix("index.html")
    for cell in main.xpath("//*[@data-organisation]"):
        code = cell.attrib.pop("data-organisation")
        if code in head.organisations:
            link = lxml.html.Element("a", {"href": f"{up}organisations/{quote(code)}/report.html"})
            link.text, cell.text = cell.text, None
            link.extend(list(cell))
            cell.append(link)


def whole_page(head: PageHead, subtitle: str, inside: str, lead: str = "") -> str:
    """The frame of every page: title, links, dates."""
    style, script = _beside("page.css"), _beside("table_sort.js") if _SORTABLE in inside else ""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"; script-src 'sha256-{digest}'" if script else ""  # this script and no other
    has_paper = head.folder is not None and (head.folder / "board_paper.docx").is_file()
    paper = [("Board paper (Word)", "board_paper.docx")] if has_paper else []
    links = "".join(
        f'<li><a href="{escape(address, quote=True)}">{escape(words)}</a></li>'
        for words, address in [*head.links, *paper]
    )
    ways = f'<nav class="pages" aria-label="Other pages"><ul>{links}</ul></nav>' if links else ""
    made = f"Report made on {cell_text(date.today())}"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}{allowed}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(head.title)}</title><style>{style}</style></head><body>"
        f'<a class="skip" href="#main">Skip to the content</a>{ways}'
        f'<header><h1>{escape(head.title)}</h1><p class="subtitle">{escape(subtitle)}</p>'
        f'<p class="dates">{made}.{lead}</p></header>'
        f"{inside}<footer><p>{made} with wres_analysis {__version__} from action plans as published. "
        "A status is what the plan says of itself; nobody has verified it.</p></footer>"
        f"{f'<script>{script}</script>' if script else ''}</body></html>\n"
    )


@cache
def _beside(name: str) -> str:
    return files("wres_analysis").joinpath(name).read_text(encoding="utf-8")
