"""One exhibit of a report: a figure, its table, and two sentences on how to read it.

It shows itself in JupyterLab and on a page alike, with the alternative text that the figure carries.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wres_analysis.reports.chart_style import alt_text
from wres_analysis.tables import write_table

DOTS_PER_INCH = 110
SHORT = 18


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A figure with its table and its reading; each part may be missing.

    Parameters
    ----------
    name : str
        File stem for the saved figure and table.
    title : str
        What the exhibit answers.
    reading : sequence of str, optional
        What it shows, and what it cannot show.
    table : pandas.DataFrame, optional
        The numbers, ready to be read: headings in words, cells as text.
    axes : matplotlib.axes.Axes, optional
        Drawn, with its alternative text set.
    notice : str, optional
        Something that must be known before anything else is read.
    """

    name: str
    title: str
    reading: Sequence[str] = field(default=())
    table: pd.DataFrame | None = None
    axes: Axes | None = None
    notice: str = ""

    @property
    def figure(self) -> Figure | None:
        """The figure that the axes stand in."""
        figure = self.axes.get_figure() if self.axes is not None else None
        return figure if isinstance(figure, Figure) else None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        return {"text/html": self.html(), "text/plain": self.text()}

    def html(self) -> str:
        """The exhibit as HTML, every text of a plan escaped."""
        parts = [f'<p class="notice">{escape(self.notice)}</p>' if self.notice else ""]
        if self.figure is not None:
            alternative = escape(alt_text(self.figure), quote=True)
            parts.append(
                f"<figure><figcaption>{escape(self.title)}</figcaption>"
                f'<img alt="{alternative}" src="{self._data_address()}"></figure>'
            )
        parts += [f'<p class="reading">{escape(sentence)}</p>' for sentence in self.reading]
        if self.table is not None:
            parts.append(html_table(self.table, self.title))
        return "".join(parts)

    def text(self) -> str:
        """The exhibit as plain text, for a terminal."""
        parts = [self.title, self.notice, *self.reading]
        if self.table is not None:
            parts.append(self.table.to_string(index=False))
        return "\n".join(part for part in parts if part)

    def _data_address(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.png()).decode()

    def png(self) -> bytes:
        """The figure as a PNG file, the same bytes for the same figure."""
        return self._png

    @cached_property
    def _png(self) -> bytes:
        # drawing is the dearest thing in a report: once for the page and the saved file together
        stream = io.BytesIO()
        if self.figure is not None:
            self.figure.savefig(
                stream, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None}
            )
        return stream.getvalue()


def save_exhibits(folder: Path | str, *exhibits: Exhibit) -> None:
    """Save figures (PNG), their alternative texts (txt) and their tables (CSV) into a folder.

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
            (place / f"{exhibit.name}.png").write_bytes(exhibit.png())
            (place / f"{exhibit.name}.txt").write_text(alt_text(exhibit.figure) + "\n", encoding="utf-8")
        if exhibit.table is not None:
            write_table(exhibit.table, place / f"{exhibit.name}.csv")


_NUMBER = re.compile(r"^[-−]?[\d,.]*\d%?( \[low\])?$|^$|^–$")


def html_table(table: pd.DataFrame, caption: str) -> str:
    """A table as accessible HTML: caption, header cells with their scope, numbers to the right.

    Examples
    --------
    >>> "&lt;b&gt;" in html_table(pd.DataFrame({"Action": ["<b>"]}), "Actions")
    True
    """
    kinds = [_kind([str(value) for value in table[column]]) for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(column))}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{_shown(value)}</td>" for value, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(values: list[str]) -> str:
    """The class of a column: numbers to the right, short words on one line."""
    if all(_NUMBER.match(value) for value in values):
        return ' class="number"'
    short = ' class="short"' if all(len(value) <= SHORT for value in values) else ""
    return f'{short} style="text-align:left"'  # JupyterLab puts every cell to the right


def _shown(value: object) -> str:
    return escape("" if value is None or value is pd.NA else str(value))
