"""The words that plans use, the terms that we define, and words of the program, as CSV tables.

Takes: names of vocabularies, and a data folder's own rows. Gives: their rows.
Must not know: documents, plans, or anything computed from them.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import re
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from wres_analysis.errors import DataFolderError

ROOMS = ("language", "definitions", "program")

Rows = tuple[dict[str, str], ...]
_own: dict[str, Rows] = {}


@cache
def vocabulary_rows(name: str) -> Rows:
    """The rows of one of the CSV files of this folder, as text, with the data folder's own in front."""
    own, rows = _own.get(name, ()), package_rows(name)
    first = next(iter(rows[0]))
    replaced = {row[first] for row in own}
    return own + tuple(row for row in rows if row[first] not in replaced)


@cache
def vocabulary_words(name: str, **asked: str) -> frozenset[str]:
    """The first column of a vocabulary: of all rows, or of those that have what is asked for in a column."""
    first = next(iter(package_rows(name)[0]))
    rows = vocabulary_rows(name)
    return frozenset(row[first] for row in rows if all(row[at] == text for at, text in asked.items()))


@cache
def vocabulary_pattern(name: str, **asked: str) -> str:
    """The same words as alternatives of a regular expression, the longest first."""
    longest_first = sorted(vocabulary_words(name, **asked), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first))


@cache
def vocabulary_form(form: str, name: str = "plan_words") -> re.Pattern[str]:
    """A regular expression with `{kind}` for the words of that kind; `*` in one stands for other words."""
    for kind in set(re.findall(r"\{([a-z_]+)\}", form)):
        words = vocabulary_pattern(name, kind=kind).replace(r"\*", ".*")
        form = form.replace(f"{{{kind}}}", words)
    return re.compile(form)


@cache
def package_rows(name: str) -> Rows:
    """The rows that the package itself has."""
    places = (resources.files(__name__).joinpath(room, f"{name}.csv") for room in ROOMS)
    text = next(place for place in places if place.is_file()).read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


_CACHED = type(vocabulary_rows)  # others too say yes to any name that is asked for, as settings of Jupyter do


def use_own_rows(own: dict[str, Rows]) -> None:
    """Put a data folder's own rows on top, for this process; what was worked out from others is forgotten."""
    if own == _own:
        return
    _own.clear()
    _own.update(own)
    for name, module in list(sys.modules.items()):
        if name.startswith("wres_analysis"):
            for kept in list(vars(module).values()):
                if isinstance(kept, _CACHED) and kept is not package_rows:
                    kept.cache_clear()


_TO_BE = re.compile(r"(?:still |yet )*to be (?:\w+ed|known|set|met)(?: \(?tb[acd]\)?)?")


def is_placeholder(text: str) -> bool:
    """Whether a cell is blank or says only that nothing is given."""
    plain = " ".join(text.casefold().split()).strip(" .,:;?*–—‐‑-_[]()<>")
    return not plain or plain in vocabulary_words("placeholders") or bool(_TO_BE.fullmatch(plain))


FOLDER = "vocabulary"
# A column with fewer values than this is a choice among them ("whole", "within", "head"); the fields of
# headings.csv are 24, the longest free column, meanings of terms, has hundreds.
MOST_CHOICES = 40


class OwnWords(NamedTuple):
    """A data folder's own rows, checked: each takes the place of those with the same first cell."""

    rows: dict[str, Rows]  # by the name of the vocabulary
    files: dict[str, str]  # sha256 of each file, by its name


def own_words(data: Path) -> OwnWords:
    """The own rows of a data folder; none where it has no folder for them."""
    folder = data / FOLDER
    paths = sorted(path for path in folder.glob("*") if path.name[0] not in ".~") if folder.is_dir() else []
    found = {path: _checked(path) for path in paths}
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return OwnWords({path.stem: rows for path, rows in found.items()}, hashes)


def use_words_of(data: Path) -> OwnWords:
    """Read the own rows of a data folder and use them from now on in this process."""
    words = own_words(data)
    use_own_rows(words.rows)
    return words


def _checked(path: Path) -> Rows:
    folder = resources.files(__name__).joinpath("language")
    known = sorted(Path(file.name).stem for file in folder.iterdir() if file.name.endswith(".csv"))
    where = f"{FOLDER}/{path.name}"
    if path.suffix.casefold() != ".csv" or path.stem not in known:
        near = difflib.get_close_matches(path.stem, known, n=1, cutoff=0.4)
        remedy = f"did you mean {near[0]}.csv?" if near else f"there are {', '.join(known)}"
        raise DataFolderError("the package has no vocabulary of this name", where, remedy)
    columns = list(package_rows(path.stem)[0])
    try:
        table = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True)
        rows = [{str(name): value for name, value in row.items()} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFolderError(f"it cannot be read ({error})", where, "save it as CSV UTF-8") from None
    if list(table.fieldnames or ()) != columns:
        raise DataFolderError("its columns are others", where, f"they are {', '.join(columns)}")
    return tuple(_row(row, columns, path.stem, f"{where}, line {line}") for line, row in enumerate(rows, 2))


def _row(row: dict[str, str], columns: list[str], name: str, where: str) -> dict[str, str]:
    if set(row) != set(columns) or any(value is None for value in row.values()):
        raise DataFolderError("it has more or fewer cells than there are columns", where, "correct it")
    given = {column: row[column].strip() for column in columns}
    if not given[columns[0]]:
        raise DataFolderError(f"{columns[0]} is blank", where, "fill it in or delete the line")
    if name not in ("personal_names", "name_list"):  # the words are compared in small letters
        given[columns[0]] = given[columns[0]].casefold()
    for column in columns[1:]:
        choices = sorted({known[column] for known in package_rows(name)})
        if len(choices) <= MOST_CHOICES and given[column] not in choices:
            near = difflib.get_close_matches(given[column], choices, n=1, cutoff=0.4)
            remedy = (
                f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(filter(None, choices))}"
            )
            raise DataFolderError(f"{column} '{given[column]}' is not known", where, remedy)
    return given
