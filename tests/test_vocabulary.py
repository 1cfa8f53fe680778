"""Every vocabulary is a CSV in UTF-8 with a header, sorted and without a row twice."""

import csv
import re
from importlib import resources

import pytest

FOLDER = resources.files("wres_analysis").joinpath("vocabulary")
PATHS = {path.name: path for room in FOLDER.iterdir() if room.is_dir() for path in room.iterdir()}
NAMES = sorted(name for name in PATHS if name.endswith(".csv"))
READING = [
    "carry_over_marks",
    "contradictions",
    "date_marks",
    "deadline_forms",
    "earlier_numbers",
    "headings",
    "indicators",
    "list_headings",
    "months",
    "opening_words",
    "plan_words",
    "other_plans",
    "personal_names",
    "promises",
    "role_words",
    "section_words",
    "site_furniture",
    "status_colours",
    "status_words",
    "verbs",
]


def rows_of(name):
    return list(csv.reader(PATHS[name].read_text(encoding="utf-8").splitlines()))


def test_the_vocabularies_of_reading_are_there():
    assert {f"{name}.csv" for name in READING} <= set(NAMES)


@pytest.mark.parametrize("name", [f"{name}.csv" for name in READING])
def test_rows_are_complete_unique_and_sorted(name):
    header, *rows = rows_of(name)
    assert all(re.fullmatch("[a-z_]+", title) for title in header)
    assert all(len(row) == len(header) for row in rows)
    firsts = [row[0].casefold() for row in rows]
    assert firsts == sorted(firsts)
    assert len({tuple(row) for row in rows}) == len(rows)
    assert all(cell == cell.strip() for row in rows for cell in row)
