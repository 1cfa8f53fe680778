"""One exhibit of a report: main points, a figure, its numbers, and how to read them.

It shows itself in JupyterLab and on a page alike: a picture that stays sharp, with the alternative text that
the figure carries, and its numbers folded away below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wres_analysis.errors import TableError
from wres_analysis.reports.chart_style import alt_text, figure_html, picture_of
from wres_analysis.reports.phrases import marked
from wres_analysis.reports.table_columns import MANY_ROWS, Column, html_table, presented
from wres_analysis.tables import write_table
from wres_analysis.writing import write_bytes_whole, write_text_whole

KINDS_OF_PICTURE = ("png", "svg", "pdf")
PIXELS_WIDE = 2000  # of a saved picture: sharp on a slide and over the width of an A4 page


@dataclass(frozen=True, eq=False)
class Exhibit:
    """Main points, a figure with its numbers, and its reading; each part may be missing."""

    name: str  # file stem of the saved figure and table
    title: str  # what the exhibit answers
    reading: Sequence[str] = field(default=())  # what it shows, in sentences
    table: pd.DataFrame | None = None  # what is shown: made from `data` and `columns` where it is left out
    axes: Axes | None = None  # drawn, with its alternative text set
    notice: str = ""  # what must be known before anything else is read
    data: pd.DataFrame | None = None  # the numbers, with their types
    columns: Sequence[Column] = ()  # how they are shown; as they are where it is left out
    points: Sequence[str] = ()  # main points, a list before anything else
    caveat: str = ""  # what the exhibit cannot show, in one quiet sentence
    note: str = ""  # what the columns of the table mean, beside it alone
    closed: bool = False  # the table stands closed until somebody opens it, as it does under a figure
    sortable: bool = False  # on a page, its headings sort the table

    def __post_init__(self) -> None:
        """Fill in what is shown from the data, or the other way round."""
        if self.table is None and self.data is not None:
            object.__setattr__(self, "table", presented(self.data, self.columns))
        if self.data is None:
            object.__setattr__(self, "data", self.table)

    @property
    def figure(self) -> Figure | None:
        """The figure that the axes stand in."""
        figure = self.axes.get_figure() if self.axes is not None else None
        return figure if isinstance(figure, Figure) else None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        shown = f'<div class="mathjax_ignore tex2jax_ignore">{self.html()}</div>'  # "$5m to $10m" is text
        return {"text/html": shown, "text/plain": self.text()}

    def html(self) -> str:
        """The exhibit as HTML, every text of a plan escaped."""
        points = "".join(f"<li>{marked(point)}</li>" for point in self.points)
        parts = [f'<p class="notice">{marked(self.notice)}</p>' if self.notice else ""]
        parts.append(f'<ul class="main-points">{points}</ul>' if points else "")
        if self.figure is not None:
            parts.append(figure_html(self.figure, self.name, self.svg()))
        parts += [f"<p>{marked(sentence)}</p>" for sentence in self.reading if sentence]
        parts.append(f'<p class="caveat">{marked(self.caveat)}</p>' if self.caveat else "")
        if self.table is not None:
            parts.append(self._table(self.table))
        return "".join(parts)

    def _table(self, table: pd.DataFrame) -> str:
        """The table; closed under a figure, and where it is long."""
        codes = [column.code for column in self.columns[:1] if column.code]
        named = list(self.data[codes[0]]) if codes and self.data is not None else ()
        note = f"<p>{marked(self.note)}</p>" if self.note else ""
        shown = note + html_table(table, self.title, named, sortable=self.sortable)
        if self.figure is None:
            shown = f'<div data-exhibit="{escape(self.name)}">{shown}</div>'
        if self.figure is None and not self.closed and len(table) <= MANY_ROWS:
            return shown
        what = "the numbers as a table" if self.figure is not None else f"{len(table):,} rows"
        return f"<details><summary>{escape(self.title.removesuffix('?'))}: {what}</summary>{shown}</details>"

    def text(self) -> str:
        """The exhibit as plain text, for a terminal."""
        points = [f"- {point}" for point in self.points]
        parts = [self.title, self.notice, *points, *self.reading, self.caveat]
        if self.table is not None:
            parts += [self.note, self.table.to_string(index=False)]
        return "\n".join(part for part in parts if part)

    def png(self) -> bytes:
        """The figure as a PNG file, the same bytes for the same figure."""
        return self._png

    def svg(self) -> bytes:
        """The figure as an SVG file, the same bytes for the same figure."""
        return self._svg

    # drawing is the dearest thing in a report: once for the page, the saved file and the board paper together
    @cached_property
    def _png(self) -> bytes:
        if self.figure is None or not self.svg():
            return b""
        self.figure.set_layout_engine(None)  # it stands as the SVG was laid out: half of the time
        return picture_of(self.figure, "png", PIXELS_WIDE / self.figure.get_figwidth())

    @cached_property
    def _svg(self) -> bytes:
        return b"" if self.figure is None else picture_of(self.figure, "svg", 72)


def save_figure(chart: Exhibit | Axes, path: Path | str, dpi: float = 300) -> None:
    """Save a chart as a picture for a paper or a slide.

    Parameters
    ----------
    chart : Exhibit or matplotlib.axes.Axes
        What a notebook shows, or what a function such as `funnel_plot` gave.
    path : path
        Its ending says the kind: png, svg or pdf.
    dpi : float
        Dots per inch, where the kind has any.

    Raises
    ------
    TableError
        There is no figure in it, or the ending names no kind of picture.
    """
    place, figure = Path(path), chart.figure
    kind = place.suffix.lstrip(".").lower()
    if kind not in KINDS_OF_PICTURE:
        kinds = ", ".join(KINDS_OF_PICTURE)
        raise TableError(f"'{place.suffix}' is not a kind of picture", place.name, f"let it end in {kinds}")
    if not isinstance(figure, Figure):
        raise TableError("there is no figure in it, only a table", place.name, "save its .data instead")
    write_bytes_whole(place, picture_of(figure, kind, dpi))


def save_exhibits(folder: Path | str, *exhibits: Exhibit) -> None:
    """Save figures (PNG and SVG), their alternative texts (txt) and their numbers (CSV) into a folder.

    Parameters
    ----------
    folder : path
        Blank: save nothing, as when a notebook is run by hand.
    *exhibits : Exhibit
    """
    if not str(folder):
        return
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for exhibit in exhibits:
        if exhibit.figure is not None:
            write_bytes_whole(place / f"{exhibit.name}.png", exhibit.png())
            write_bytes_whole(place / f"{exhibit.name}.svg", exhibit.svg())
            write_text_whole(place / f"{exhibit.name}.txt", alt_text(exhibit.figure) + "\n")
        if exhibit.data is not None:
            write_table(exhibit.data, place / f"{exhibit.name}.csv")
