"""What a newcomer sees first: a figure with its numbers folded away, and the way to the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from wres_analysis.reports.exhibit import Exhibit, html_table


@dataclass(frozen=True)
class FirstLook:
    """An exhibit whose table is folded away until somebody opens it."""

    exhibit: Exhibit

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        shown, table = replace(self.exhibit, table=None), self.exhibit.table
        folded = "" if table is None else html_table(table, self.exhibit.title)
        if folded:
            folded = f"<details><summary>The numbers as a table</summary>{folded}</details>"
        return {"text/html": shown.html() + folded, "text/plain": shown.text()}


def first_look(exhibit: Exhibit) -> FirstLook:
    """An exhibit to be seen at a glance: the figure and how to read it, the table folded away.

    Parameters
    ----------
    exhibit : Exhibit

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Plan year": ["2022-23"]})
    >>> shown = first_look(Exhibit("plans", "Plans", table=table))._repr_mimebundle_()
    >>> "<details>" in shown["text/html"], "2022-23" in shown["text/plain"]
    (True, False)
    """
    return FirstLook(exhibit)


@dataclass(frozen=True)
class WhereReportsAre:
    """The way to the reports, or what makes them."""

    folder: Path  # reports folder

    @property
    def made(self) -> bool:
        """Whether a run has left its index there."""
        return (self.folder / "index.html").is_file()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        index = (self.folder / "index.html").as_posix()
        if self.made:
            link = f'<a href="{escape(index, quote=True)}">{escape(index)}</a>'
            said = (
                "The reports are there, and {} leads to all of them. To follow its links, open it outside "
                "JupyterLab, or right-click it in the list of files and choose Open in New Browser Tab."
            )
            return {"text/html": f"<p>{said.format(link)}</p>", "text/plain": said.format(index)}
        said = "There are no reports yet. This makes them, in about half a minute:"
        command = "python start.py"
        return {
            "text/html": f"<p>{said}</p><pre>{escape(command)}</pre>",
            "text/plain": f"{said}\n{command}",
        }


def where_reports_are(folder: Path | str = "../reports") -> WhereReportsAre:
    """Where the reports are, with a link; or the command that makes them.

    Parameters
    ----------
    folder : path
        Reports folder, seen from the notebook.

    Examples
    --------
    >>> where_reports_are("nowhere").made
    False
    """
    return WhereReportsAre(Path(folder))
