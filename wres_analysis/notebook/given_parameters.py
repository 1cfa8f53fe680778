"""What papermill was given for a notebook, held against what the notebook knows: it only warns itself."""

from __future__ import annotations

import ast
import sys
from typing import Any

from wres_analysis.data_folder import nearest
from wres_analysis.errors import BatchError

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
