"""The way to the reports, from a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path


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
