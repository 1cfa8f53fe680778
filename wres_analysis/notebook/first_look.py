"""What a notebook begins with: its parameters checked, and the way to the reports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from wres_analysis.data_folder import nearest
from wres_analysis.errors import BatchError


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


_GIVEN = "# Parameters\n"  # how papermill begins the cell that it puts in


def check_parameters() -> None:
    """Refuse a parameter that this notebook does not have, and a number where text belongs.

    Raises
    ------
    BatchError
        The nearest parameter is named; nothing happens where papermill put no parameters in.
    """
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython else None
    cells = list(shell.user_ns.get("In", ())) if shell else []
    place = next((number for number, cell in enumerate(cells) if cell.startswith(_GIVEN)), 0)
    if place:
        given = {name: shell.user_ns.get(name) for name in _assigned(cells[place])}
        check_given(given, _assigned(cells[place - 1]))


def check_given(given: dict[str, object], known: dict[str, str]) -> None:
    """Refuse what is not among the known parameters, or not of the kind that is written there."""
    for name, value in given.items():
        if name not in known:
            raise BatchError(f"this notebook has no parameter '{name}'", "", nearest(name, known))
        if known[name] == "str" and not isinstance(value, str):
            raise BatchError(
                f"{name} is {value!r} and not text", "", f"give it with -r {name} TEXT, not with -p"
            )


def _assigned(source: str) -> dict[str, str]:
    """The kind of each name that a cell gives a value to; blank where none is written."""
    found = {}
    for line in ast.parse(source).body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            found[line.target.id] = ast.unparse(line.annotation)
        elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            found[line.targets[0].id] = ""
    return found
