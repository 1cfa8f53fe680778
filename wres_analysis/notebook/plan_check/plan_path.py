"""Which published file a newcomer means, and the data folder that it lies in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wres_analysis.data_folder import PlanFile, find_plans, may_be_plan, nearest
from wres_analysis.errors import DataFolderError
from wres_analysis.plan_years import plan_year_of

_LISTED = 5


class PlanPlace(NamedTuple):
    """A published file and where it lies."""

    plan: PlanFile  # its plan year is blank where the file name holds none
    data: Path | None  # the data folder around it; None where there is none


def plan_place(
    path: Path | str, organisation: str = "", plan_year: str = "", data: Path | str | None = None
) -> PlanPlace:
    """The plan that a path leads to: a file, or a folder that holds one."""
    file = _only_plan(Path(path)) if Path(path).is_dir() else Path(path)
    if not file.is_file():
        raise _nothing_there(file)
    code = organisation or file.resolve().parent.name
    plan = PlanFile(code, plan_year or plan_year_of(file.name), file)
    return PlanPlace(plan, Path(data) if data is not None else data_folder_around(file))


def data_folder_around(file: Path) -> Path | None:
    """The data folder of a file at `<data>/plans/<code>/`; None for any other file.

    Examples
    --------
    >>> data_folder_around(Path("plan.pdf")) is None
    True
    """
    folders = file.resolve().parents
    return folders[2] if len(folders) > 2 and folders[1].name == "plans" else None


def _only_plan(folder: Path) -> Path:
    """The one plan of a folder: of a data folder, or of an organisation."""
    held = _plans_of(folder)
    if len(held) == 1:
        return held[0]
    if not held:
        raise DataFolderError("no plan is in this folder", folder.name or str(folder), "name a file")
    names = ", ".join(f"'{file.name}'" for file in held[:_LISTED])
    more = f" and {len(held) - _LISTED} more" if len(held) > _LISTED else ""
    raise DataFolderError(
        f"{len(held)} files are in this folder ({names}{more})",
        folder.name or str(folder),
        "name the one that you want to check",
    )


def _plans_of(folder: Path) -> list[Path]:
    if (folder / "plans").is_dir():
        return [plan.path for plan in find_plans(folder).plans]
    return [file for file in sorted(folder.iterdir()) if file.is_file() and may_be_plan(file.name)]


def _nothing_there(file: Path) -> DataFolderError:
    folder = next(parent for parent in (*file.parents, Path()) if parent.is_dir())
    if folder != file.parent:
        missing = file.parents[list(file.parents).index(folder) - 1]
        known = [name for name in _names(folder) if (folder / name).is_dir()]
        hint = nearest(missing.name, known) if known else "check the path"
        return DataFolderError(f"there is no folder '{missing.name}' in '{folder}'", file.name, hint)
    known = _names(folder)
    hint = nearest(file.name, known) if known else "the folder is empty: put the plan there"
    return DataFolderError(f"there is no such file in '{folder}'", file.name, hint)


def _names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir() if place.name[0] != ".")
