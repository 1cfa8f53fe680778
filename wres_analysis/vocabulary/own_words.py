"""A data folder's own words: `vocabulary/<name>.csv`, rows on top of a vocabulary of the package.

An own row takes the place of those with the same first cell.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
from pathlib import Path
from typing import NamedTuple

from wres_analysis.errors import DataFolderError
from wres_analysis.vocabulary import Rows, language_vocabularies, package_rows, use_own_rows

FOLDER = "vocabulary"
# A column with fewer values than this is a choice among them ("whole", "within", "head"); the fields of
# headings.csv are 24, the longest free column, meanings of terms, has hundreds.
MOST_CHOICES = 40


class OwnWords(NamedTuple):
    """The own rows of a data folder, checked."""

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
    where, known = f"{FOLDER}/{path.name}", language_vocabularies()
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
