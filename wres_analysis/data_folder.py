"""The data folder: which organisation, which plan year, which published file."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import DataFolderError, WresError
from wres_analysis.plan_years import plan_year_of
from wres_analysis.tables import ORGANISATIONS, read_csv_text, table_of

_NOT_A_PLAN = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini|readme(\.\w+)?)$", re.IGNORECASE)


@dataclass(frozen=True)
class PlanFile:
    """One published plan in the data folder."""

    organisation: str  # code, exactly as the folder is named
    plan_year: str  # label from the file name, such as "2022-23", "2021-23" or "2022"
    path: Path


class Problem(NamedTuple):
    """Something in the data folder or a document that stopped one plan, and no other."""

    organisation: str  # code; blank where the problem is not of one organisation
    plan_year: str  # blank where unknown
    document: str  # blank where unknown
    error: WresError


class PlansFound(NamedTuple):
    """What is in a data folder."""

    plans: list[PlanFile]  # in order of organisation, then plan year
    # ORGANISATIONS; every code that has a folder, listed or not, and every further column of the file
    organisations: pd.DataFrame
    problems: list[Problem]  # files that cannot be placed; the plans they stand for are not in `plans`


def may_be_plan(file_name: str) -> bool:
    """Whether a file of a plan folder is a published plan by its name, and no file of the system or readme.

    Examples
    --------
    >>> may_be_plan("2022-23 plan.pdf"), may_be_plan("README.md"), may_be_plan("~$2022-23 plan.docx")
    (True, False, False)
    """
    return not _NOT_A_PLAN.match(file_name)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_plans(data: Path | str, organisations: Sequence[str] = ()) -> PlansFound:
    """List the plans of a data folder."""
    folder = Path(data)
    if not (folder / "plans").is_dir():
        raise DataFolderError(
            "there is no folder 'plans' here",
            folder.name or str(data),
            _where_plans_may_be(folder),
        )
    codes = sorted(
        place.name for place in (folder / "plans").iterdir() if place.is_dir() and place.name[0] != "."
    )
    wanted = [code for code in codes if not organisations or code in organisations]
    plans, problems = _placed(folder / "plans" / code for code in wanted)
    problems += [_unknown(code, codes) for code in organisations if code not in codes]
    if not plans:
        raise problems[0].error if problems else _nothing_in(folder / "plans")
    return PlansFound(plans, read_organisations(folder, wanted), problems)


def _where_plans_may_be(folder: Path) -> str:
    plans = next((place for place in (folder, *folder.resolve().parents[:1]) if place.name == "plans"), None)
    if plans is None:
        return "lay it out as <data>/plans/<code>/<plan year> ….pdf"
    return f"name the folder that holds 'plans': '{plans.resolve().parent.name}'"


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or lists what is known.

    Examples
    --------
    >>> nearest("rxa", ["RXA", "007"])
    "did you mean 'RXA'?"
    """
    words = list(known)
    folded = {word.casefold(): word for word in words}
    close = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    return f"did you mean '{folded[close[0]]}'?" if close else f"known are {', '.join(words[:20])}"


def _unknown(code: str, codes: list[str]) -> Problem:
    error = DataFolderError(f"organisation '{code}' is not in the data folder", "plans", nearest(code, codes))
    return Problem(code, "", "", error)


def _placed(folders: Iterable[Path]) -> tuple[list[PlanFile], list[Problem]]:
    plans: list[PlanFile] = []
    problems: list[Problem] = []
    for folder in folders:
        by_year: defaultdict[str, list[Path]] = defaultdict(list)
        for path in sorted(folder.iterdir()):
            if path.is_file() and may_be_plan(path.name):
                by_year[plan_year_of(path.name)].append(path)
        for year, paths in sorted(by_year.items()):
            problem = _misplaced(folder.name, year, paths)
            if problem:
                problems.append(problem)
            else:
                plans.append(PlanFile(folder.name, year, paths[0]))
        if not by_year:
            problems.append(Problem(folder.name, "", "", _nothing_in(folder)))
    return plans, problems


def _nothing_in(folder: Path) -> DataFolderError:
    return DataFolderError("no plan is in this folder", folder.name, "put plans into <data>/plans/<code>/")


def _misplaced(code: str, year: str, paths: list[Path]) -> Problem | None:
    names = ", ".join(path.name for path in paths)
    if not year:
        error = DataFolderError(
            "no plan year in the file name", f"plans/{code}/{names}", "begin it with one, such as 2022-23"
        )
    elif len(paths) > 1:
        error = DataFolderError(
            f"{len(paths)} files for plan year {year}: {names}",
            f"plans/{code}",
            "keep the one that was published",
        )
    else:
        return None
    return Problem(code, year, names, error)


def read_organisations(data: Path, codes: Iterable[str]) -> pd.DataFrame:
    """Names, types and regions of the codes; further columns of the file are kept as peer groups."""
    wanted = list(codes)
    path = data / "organisations.csv"
    if not path.exists():
        return table_of(({"code": code, "name": code} for code in wanted), ORGANISATIONS)
    listed = read_csv_text(path)
    if "code" not in listed.columns:
        raise DataFolderError("column code is missing", path.name, "its columns are code, name, type, region")
    twice = listed["code"][listed["code"].duplicated()]
    if not twice.empty:
        raise DataFolderError(f"code '{twice.iloc[0]}' stands twice", path.name, "keep one row for each code")
    known = {row["code"]: {str(key): row[key] for key in row} for row in listed.to_dict("records")}
    rows = [{"name": code, **known.get(code, {}), "code": code} for code in wanted]
    table = table_of(rows, ORGANISATIONS)
    for column in listed.columns.difference(list(ORGANISATIONS)):
        table[str(column)] = [str(row.get(column, "")) for row in rows]
    return table
