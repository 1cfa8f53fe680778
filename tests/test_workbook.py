from __future__ import annotations

import itertools
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from small_analyses import small_analysis

from wres_analysis.analysis import Analysis
from wres_analysis.errors import FileError
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.reports import workbook_tables
from wres_analysis.reports.workbook import write_benchmark_workbook
from wres_analysis.tables import table_of
from wres_analysis.workforce import workforce_of
from wres_analysis.workforce.published_counts import published
from wres_analysis.workforce.staff_counts import WORKFORCE

PLAN_SHEETS = ["Summary", "Actions", "Links", "Carry-over", "Plans", "Benchmark"]


def opened(folder: Path, *args: object, **more: object) -> Workbook:
    path = folder / "benchmark.xlsx"
    assert write_benchmark_workbook(*args[:1], path, *args[1:], **more) == []  # type: ignore[arg-type]
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return opened(tmp_path_factory.mktemp("workbook"), small_analysis())


@pytest.fixture(scope="module")
def book_with_staff(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    staff = workforce_of(published(counts_of_staff()))
    return opened(tmp_path_factory.mktemp("workbook"), small_analysis(), staff)


def counts_of_staff() -> pd.DataFrame:
    fixed = {"organisation": "T1", "year": "2022-23"}
    rows = [
        {**fixed, "measure": measure, "group": group, "breakdown": band, "count": count}
        for measure, band, white, bme in (("staff", "", 1203, 151), ("board", "Voting members", 9, 3))
        for group, count in (("White", white), ("BME", bme))
    ]
    return table_of(rows, WORKFORCE)


def cells_of(sheet):
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    assert table.headerRowCount in (None, 1)
    area = {"min_row": top, "max_row": bottom, "min_col": left, "max_col": right}
    return list(sheet.iter_rows(**area, values_only=True))


def records_of(sheet) -> list[dict[str, object]]:
    header, *rows = cells_of(sheet)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_what_excel_users_ask_for_comes_first_then_tables_then_contents_and_notes(book):
    assert book.sheetnames == [*PLAN_SHEETS, "Contents", "Notes"]
    names = [name for sheet in book for name in sheet.tables]
    assert len(set(names)) == len(names) == len(book.sheetnames)


def test_the_summary_has_one_row_for_each_organisation_real_numbers_and_at_most_ten_columns(book):
    rows = records_of(book["Summary"])
    assert sorted(row["Code"] for row in rows) == ["007", "T1"]
    assert len(rows[0]) <= 10
    of_t1 = next(row for row in rows if row["Code"] == "T1")
    assert (of_t1["Carried over"], of_t1["Out of"]) == (2, 3)
    assert of_t1["Share"] == pytest.approx(2 / 3, abs=1e-4)
    assert (of_t1["At or past their date"], of_t1["Counted to"]) == (
        3,
        datetime(2023, 3, 31),
    )  # none is printed
    assert book["Summary"]["A3"].value.startswith(f"Made on {datetime.now().day} ")


def test_actions_and_links_have_every_row_with_filters_dates_as_dates_and_both_wordings(book):
    analysis = small_analysis()
    actions, links = records_of(book["Actions"]), records_of(book["Links"])
    assert (len(actions), len(links)) == (len(analysis.actions), len(analysis.links))
    assert actions[0]["Deadline"] == datetime(2022, 3, 31)
    assert {"Earlier action": "Train interview panels in fair selection"}.items() <= links[0].items()
    for name in ("Actions", "Links"):
        (table,) = book[name].tables.values()
        assert table.autoFilter is not None


def test_every_sheet_prints_on_its_width_with_its_heading_repeated_and_frozen(book_with_staff):
    for sheet in book_with_staff:
        (table,) = sheet.tables.values()
        top = range_boundaries(table.ref)[1]
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.freeze_panes == f"A{top + 1}"


def test_no_cell_is_merged_hidden_or_a_formula_and_headings_are_unique_words(book_with_staff):
    for sheet in book_with_staff:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        header, *_ = cells_of(sheet)
        assert len({heading.casefold() for heading in header}) == len(header)
        assert not any("_" in heading for heading in header)


def test_contents_leads_to_every_table_and_to_the_csv_that_holds_the_same(book):
    rows = records_of(book["Contents"])
    assert [row["Sheet"] for row in rows] == [*PLAN_SHEETS, "Notes"]
    assert rows[1]["The same for other programs"] == "actions.csv"
    assert all(cell.hyperlink for cell in book["Contents"]["A"][5:])
    assert all(book[name]["A4"].hyperlink for name in PLAN_SHEETS)


def test_every_mark_that_is_used_and_every_measure_is_explained(book_with_staff):
    known = {row["Mark or measure"] for row in records_of(book_with_staff["Notes"])}
    used = {
        value
        for sheet in book_with_staff
        for row in cells_of(sheet)[1:]
        for value in row
        if isinstance(value, str) and value.startswith("[")
    }
    assert used
    assert used | {one.label for one in measures().values()} <= known


def test_shares_are_numbers_shown_as_percentages_and_positions_are_in_words(book):
    header, *_ = cells_of(book["Benchmark"])
    first = next(book["Benchmark"].iter_rows(min_row=6))
    assert first[header.index("Share")].number_format == "0.0%"
    assert {row["Against chance"] for row in records_of(book["Benchmark"])} == {"too few to compare"}


def test_small_counts_of_staff_are_marked_as_confidential_and_others_rounded(book_with_staff):
    assert 1205 in [row["White"] for row in records_of(book_with_staff["BME shares"])]
    everything = [str(cell.value) for sheet in book_with_staff for row in sheet.iter_rows() for cell in row]
    assert "[c]" in everything
    assert "1203" not in everything


def test_nothing_that_was_read_leaves_a_workbook_that_opens_and_names_no_person(tmp_path):
    empty = opened(tmp_path, small_analysis(0))
    assert empty.sheetnames[:3] == PLAN_SHEETS[:3]
    assert empty.properties.creator == "wres_analysis"
    assert [empty[name]["A6"].value for name in PLAN_SHEETS[:3]] == [
        "no plan could be read",
        "no action could be read",
        "no organisation has two plans to link",
    ]


TEXTS = (
    *("-", "?", "=1+1", "+", "\ud800", "\x00\x1f", "\ufffe"),
    *("http://x", "[a](b)", "$$x$$", "x" * 40_000, " "),
)


def with_texts(*texts: str):
    """An analysis whose rows have one of the texts each, wherever a person may type."""
    analysis = small_analysis()
    said = pd.Series(list(itertools.islice(itertools.cycle(texts), len(analysis.actions))), dtype="object")
    named = analysis.organisations.assign(name=texts[0])
    actions = analysis.actions.assign(action=said, owner=said, comment=said)
    actions["deadline_date"] = pd.Series(["0001-01-01"] * len(actions), dtype="datetime64[s]")
    return Analysis.of_tables(analysis.tables | {"organisations": named, "actions": actions})


@pytest.mark.parametrize("texts", [TEXTS[:6], TEXTS[6:]])
def test_any_text_that_a_person_may_type_passes(tmp_path, texts):
    rows = records_of(opened(tmp_path, with_texts(*texts))["Actions"])
    assert len(rows) == len(small_analysis().actions)
    assert date(1, 1, 1).isoformat() in {row["Deadline"] for row in rows}  # before the format counts


@given(st.lists(st.text(), min_size=8, max_size=8))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_becomes_a_formula_or_a_file_that_does_not_open(tmp_path, texts):
    sheet = opened(tmp_path, with_texts(*texts))["Actions"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_table_that_fails_costs_that_sheet_only_and_is_named(tmp_path, monkeypatch):
    def broken(*_: object) -> pd.DataFrame:
        raise ValueError("no such luck")

    monkeypatch.setattr(workbook_tables, "_links", broken)
    path = tmp_path / "benchmark.xlsx"
    faults = write_benchmark_workbook(small_analysis(), path)
    assert faults == ["sheet Links of the workbook: ValueError (no such luck)"]
    assert "Links" not in openpyxl.load_workbook(path).sheetnames


def test_a_workbook_that_cannot_be_replaced_is_one_line_and_leaves_nothing_behind(tmp_path, monkeypatch):
    def locked(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(FileError, match="close it in Excel and run it again"):
        write_benchmark_workbook(small_analysis(1), tmp_path / "benchmark.xlsx")
    assert list(tmp_path.iterdir()) == []
