"""The data folder: which organisation, which plan year, which published file."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from wres_analysis.errors import DataFolderError, WresError, printable
from wres_analysis.plan_years import plan_year_order, plan_years, version_of, year_found
from wres_analysis.tables import ORGANISATIONS, read_csv_text, table_of

_NOT_A_PLAN = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini|readme(\.\w+)?)$", re.IGNORECASE)
# Reports are made in ".making-<code>-…" beside their place, and a name has at most 255 bytes.
LONGEST_CODE = 200
_VERSIONS = ("final", "", "refresh", "draft")  # which of several files of a year is its plan
_PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}


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
    notes: Sequence[dict[str, object]] = ()  # rows of READING_NOTES: what was left out, and what is in doubt


def may_be_plan(file_name: str) -> bool:
    """Whether a file of a plan folder is a plan by its name, and no file of the system or readme."""
    return not _NOT_A_PLAN.match(file_name)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_plans(data: Path | str, organisations: Sequence[str] = ()) -> PlansFound:
    """List the plans of a data folder."""
    folder = Path(data)
    if not (folder / "plans").is_dir():
        where = folder.name or str(data)
        raise DataFolderError("there is no folder 'plans' here", where, _where_plans_may_be(folder))
    places = sorted(place for place in (folder / "plans").iterdir() if may_be_plan(place.name))
    folders = {printable(place.name): place for place in places if place.is_dir()}
    wanted = [code for code in folders if not organisations or code in organisations]
    found = [_in_folder(code, folders[code]) for code in wanted]
    problems = [problem for one in found for problem in one.problems]
    if not organisations:
        problems += [_beside(place) for place in places if not place.is_dir()]
    for code in (one for one in organisations if one not in folders):
        what = f"organisation '{code}' is not in the data folder"
        problems.append(Problem(code, "", "", DataFolderError(what, "plans", nearest(code, folders))))
    plans = [plan for one in found for plan in one.plans]
    if not plans:
        raise problems[0].error if problems else _nothing_in(folder / "plans")
    notes = [note for one in found for note in one.notes] + _alike(wanted)
    return PlansFound(plans, read_organisations(folder, wanted), problems, notes)


def _where_plans_may_be(folder: Path) -> str:
    plans = next((place for place in (folder, *folder.resolve().parents[:1]) if place.name == "plans"), None)
    if not folder.exists() and ".." in folder.parts:
        return f"nothing is at {folder.absolute()}; from elsewhere start papermill with --cwd notebooks"
    if not folder.exists():
        return f"no such folder; check the path, or make one with: wres-analysis new {folder.name}"
    if plans is None:
        return "lay it out as <data>/plans/<code>/<plan year> ….pdf"
    return f"name the folder that holds 'plans': '{plans.resolve().parent.name}'"


def nearest(text: object, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or lists what is known."""
    if not isinstance(text, str):
        return "give the code as text, with -r organisation CODE: papermill's -p makes a number of it"
    words = list(known)
    folded = {word.casefold(): word for word in words}
    close = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    return f"did you mean '{folded[close[0]]}'?" if close else f"known are {', '.join(words[:20])}"


def _beside(place: Path) -> Problem:
    name = printable(place.name)
    if place.is_symlink():
        error = DataFolderError("the link leads nowhere", f"plans/{name}", "put the file itself there")
    else:
        error = DataFolderError(
            "it lies beside the organisations' folders", f"plans/{name}", "put it into plans/<code>/"
        )
    return Problem("", "", name, error)


class _File(NamedTuple):
    """A file in an organisation's folder."""

    path: Path
    shown: str  # its path below the organisation's folder
    year: str
    doubt: str
    version: str  # draft, final, refresh or blank


def _in_folder(code: str, folder: Path) -> PlansFound:
    """The plans of one organisation; whatever is no plan of a year is a problem or a note."""
    if len(os.fsencode(folder.name)) > LONGEST_CODE:
        what = f"the code has {len(os.fsencode(folder.name))} bytes"
        long = DataFolderError(what, f"plans/{code[:20]}…", f"shorten it to {LONGEST_CODE} at most")
        return PlansFound([], pd.DataFrame(), [Problem(code, "", "", long)], [])
    files, problems = _files_of(code, folder)
    by_year: defaultdict[str, list[_File]] = defaultdict(list)
    for file in files:
        by_year[file.year].append(file)
    plans: list[PlanFile] = []
    notes: list[dict[str, object]] = []
    for year, held in sorted(by_year.items()):
        for label, versions in _versions(year, held).items():
            chosen, made = _chosen(code, label, versions)
            notes += made
            if chosen or not label:
                taken = [chosen] if chosen else versions
                plans += [PlanFile(code, label, file.path) for file in taken]
                notes += [
                    note_row(code, label, file.shown, "plan_year_in_doubt", f"{file.doubt}; {label} was read")
                    for file in taken
                    if file.doubt
                ]
            else:
                names = ", ".join(file.shown for file in versions)
                what = f"{len(versions)} files for plan year {label}: {names}"
                error = DataFolderError(what, f"plans/{code}", "keep the one that was published")
                problems.append(Problem(code, label, names, error))
    if not files and not problems:
        problems.append(Problem(code, "", "", _nothing_in(folder)))
    plans.sort(key=lambda plan: plan_year_order(plan.plan_year))
    return PlansFound(plans, pd.DataFrame(), problems, [*notes, *_single_years(code, plans)])


def _files_of(code: str, folder: Path) -> tuple[list[_File], list[Problem]]:
    """The files of an organisation, also those in a folder of their year."""
    files: list[_File] = []
    problems: list[Problem] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if may_be_plan(name))
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*linked, *filter(may_be_plan, names)]):
            path = Path(place) / name
            shown = printable(str(path.relative_to(folder)))
            if path.is_file():
                files.append(_file(path, shown))
            else:
                what = "a linked folder is not looked into" if path.exists() else "the link leads nowhere"
                error = DataFolderError(what, f"plans/{code}/{shown}", "put the file itself there")
                problems.append(Problem(code, "", shown, error))
    return files, problems


def _file(path: Path, shown: str) -> _File:
    """A file with the year of its name; failing that, of the folder that it lies in."""
    *above, name = Path(shown).parts
    found = [year_found(part) for part in (name, *above[::-1])]
    first = next((year for year in found if year.label), found[0])
    others = [year.label for year in found if year.label not in ("", first.label)]
    doubt = f"'{shown}': {first.doubt}" if first.doubt else ""
    doubt = f"'{shown}': its folder says {others[0]}" if others else doubt
    return _File(path, shown, first.label, doubt, version_of(name) or version_of(" ".join(above)))


def _versions(year: str, files: list[_File]) -> dict[str, list[_File]]:
    """The files of a year by label: one that was revised within its year stands as its refresh."""
    refreshed = [file for file in files if file.version == "refresh"]
    others = [file for file in files if file.version != "refresh"]
    if not year or not refreshed or not others:
        return {year: files}
    return {year: others, f"{year} refresh": refreshed}


def _chosen(code: str, label: str, files: list[_File]) -> tuple[_File | None, list[dict[str, object]]]:
    """The one file that is the plan: final rather than draft, and outside any folder of old ones."""
    if not label:
        return None, []
    ranks = {file: (_VERSIONS.index(file.version), len(Path(file.shown).parts)) for file in files}
    best = [file for file in files if ranks[file] == min(ranks.values())]
    if len(best) > 1:
        return None, []
    notes = []
    for file in (one for one in files if one is not best[0]):
        kind = f"the {file.version} " if file.version else ""
        said = f"{kind}'{file.shown}' was left out, '{best[0].shown}' was read"
        told = f"{len(files)} files for plan year {label}: {said}"
        notes.append(note_row(code, label, file.shown, "file_left_out", told))
    if label.endswith(" refresh"):
        told = f"it was revised within the plan year {label[:-8]}"
        notes.append(note_row(code, label, best[0].shown, "plan_refreshed", told))
    return best[0], notes


def _single_years(code: str, plans: list[PlanFile]) -> list[dict[str, object]]:
    """A note on each plan of one year ("2022") beside one whose range holds that year."""
    spans = [years for plan in plans if (years := plan_years(plan.plan_year)) and years.last > years.first]
    doubtful = [
        plan
        for plan in plans
        if (own := plan_years(plan.plan_year))
        and own.first == own.last
        and any(years.first <= own.first <= years.last for years in spans)
    ]
    notes = []
    for plan in doubtful:
        year, name = plan.plan_year, printable(plan.path.name)
        said = (
            f"'{year}' is one year beside plans of two: it was read as April {year} to March {int(year) + 1}"
        )
        notes.append(note_row(code, year, name, "plan_year_in_doubt", said))
    return notes


def _alike(codes: Sequence[str]) -> list[dict[str, object]]:
    """A note on codes that are one folder, or none, on Windows and macOS."""
    folded = Counter(code.casefold() for code in codes)
    barred = [one for one in codes if one.rstrip(". ") != one or one.split(".")[0].casefold() in _RESERVED]
    twice = [code for code in codes if folded[code.casefold()] > 1]
    said = "on Windows '{0}' cannot be the name of a folder: its reports cannot be copied there"
    notes = [note_row(code, "", "", "code_not_portable", said.format(code)) for code in barred]
    said = "'{0}' and another code differ in capitals only: on Windows and macOS they are one folder"
    return notes + [note_row(code, "", "", "codes_alike", said.format(code)) for code in twice]


def note_row(code: str, label: str, document: str, kind: str, message: str) -> dict[str, object]:
    """A warning about the data folder, as a row of READING_NOTES."""
    named = {"organisation": code, "plan_year": label, "document": document}
    return {**named, "severity": "warn", "code": kind, "message": f"{message[:1].upper()}{message[1:]}."}


def _nothing_in(folder: Path) -> DataFolderError:
    return DataFolderError("no plan is in this folder", folder.name, "put plans into <data>/plans/<code>/")


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
