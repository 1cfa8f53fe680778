from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from small_analyses import TWO_PLANS, analysis_of, small_analysis

from wres_analysis.errors import BatchError
from wres_analysis.measures.benchmarking import BENCHMARK
from wres_analysis.measures.comparison import COMPARISON
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.reports.workbook import write_benchmark_workbook
from wres_analysis.tables import PLANS, RATES, table_of
from wres_analysis.workforce import workforce_of
from wres_analysis.workforce.cells import published
from wres_analysis.workforce.staff_counts import WORKFORCE

DATA_SHEETS = {"Comparison": COMPARISON, "Benchmark": BENCHMARK, "Rates": RATES, "Plans": PLANS}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("workbook") / "benchmark.xlsx"
    write_benchmark_workbook(small_analysis(), path)
    return openpyxl.load_workbook(path)


def test_cover_contents_and_notes_come_first_then_one_table_a_sheet(book):
    assert book.sheetnames == ["Cover", "Contents", "Notes", *DATA_SHEETS]
    for sheet in book.worksheets[1:]:
        assert len(sheet.tables) == 1, sheet.title


def test_every_table_has_a_name_of_its_own_in_words(book):
    names = [name for sheet in book for name in sheet.tables]
    assert len(set(names)) == len(names)
    assert names[2:] == ["comparison_table", "benchmark_table", "rates_table", "plans_table"]


def test_no_cell_is_merged_hidden_or_a_formula(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_one_header_row_with_unique_headings_and_no_blank_row_column_or_cell(book):
    for sheet in book.worksheets[1:]:
        header, *rows = cells_of(sheet)
        assert all(isinstance(heading, str) and heading for heading in header), sheet.title
        assert len(set(header)) == len(header)
        assert all(value is not None for row in rows for value in row), sheet.title


def cells_of(sheet):
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    assert table.headerRowCount in (None, 1)
    area = {"min_row": top, "max_row": bottom, "min_col": left, "max_col": right}
    return list(sheet.iter_rows(**area, values_only=True))


@pytest.mark.parametrize("name", DATA_SHEETS)
def test_a_table_has_the_columns_of_the_tidy_csv_and_the_same_number_of_rows(book, name):
    header, *rows = cells_of(book[name])
    plain = [heading.splitlines()[0] for heading in header]
    assert plain == [column.replace("_", " ").capitalize() for column in DATA_SHEETS[name]]
    assert len(rows) == len(small_analysis().tables[name.lower()])


def test_the_ends_of_each_interval_have_columns_of_their_own(book):
    header, *rows = cells_of(book["Rates"])
    place = {heading: number for number, heading in enumerate(header)}
    known = [row for row in rows if row[place["Rate"]] != "[x]"]
    assert known
    for row in known:
        assert 0 <= row[place["Low"]] <= row[place["Rate"]] <= row[place["High"]] <= 1


def test_each_sheet_says_what_it_is_and_where_it_comes_from(book):
    for name in DATA_SHEETS:
        top = [str(cell.value) for cell in book[name]["A"][:5]]
        assert any("95% Wilson interval" in text for text in top) == (name != "Plans")
        assert any("This worksheet contains one table" in text for text in top)
        assert any("Action plans as published" in text for text in top)


def test_contents_leads_to_every_table(book):
    _, *rows = cells_of(book["Contents"])
    assert [row[0] for row in rows] == list(DATA_SHEETS)
    assert all(cell.hyperlink for cell in book["Contents"]["A"][3:])


def test_notes_say_of_every_measure_what_it_counts_and_headings_refer_to_them(book):
    _, *notes = cells_of(book["Notes"])
    assert {text.split(":")[0] for _, text in notes} == set(measures())
    by_number = {f"[note {number}]": text.split(":")[0] for number, text in notes}
    header = cells_of(book["Comparison"])[0]
    referring = dict(heading.splitlines() for heading in header if "\n" in heading)
    assert referring
    for heading, note in referring.items():
        assert heading == by_number[note].replace("_", " ").capitalize() + " numerator"


def test_marks_in_square_brackets_are_on_the_cover(book):
    cover = " ".join(str(cell.value) for cell in book["Cover"]["A"])
    used = {
        value
        for name in DATA_SHEETS
        for row in cells_of(book[name])[1:]
        for value in row
        if isinstance(value, str) and value.startswith("[")
    }
    assert used == {"[x]", "[z]", "[low]"}
    assert all(mark in cover for mark in used)


def test_enough_actions_are_not_marked_as_few():
    rows = [{**TWO_PLANS[0], "action": f"Action number {number}"} for number in range(10)]
    assert analysis_of(rows).comparison["reliability"].tolist() == [""]


def test_the_file_names_no_person(book):
    assert book.properties.creator == "wres_analysis"
    assert book.properties.lastModifiedBy in (None, "wres_analysis")


def test_nothing_that_was_read_leaves_a_workbook_that_opens(tmp_path):
    path = tmp_path / "benchmark.xlsx"
    write_benchmark_workbook(small_analysis(0), path)
    assert openpyxl.load_workbook(path).sheetnames[0] == "Cover"


def test_a_workbook_that_cannot_be_replaced_is_one_line_and_leaves_nothing_behind(tmp_path, monkeypatch):
    def locked(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(BatchError, match="close it and run again"):
        write_benchmark_workbook(small_analysis(1), tmp_path / "benchmark.xlsx")
    assert list(tmp_path.iterdir()) == []


STAFF_SHEETS = ("Staff indicators", "Race disparity", "Model Employer", "Staff shares", "Staff counts")


@pytest.fixture(scope="module")
def book_with_staff(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("workbook") / "benchmark.xlsx"
    write_benchmark_workbook(small_analysis(), path, workforce_of(published(counts_of_staff())))
    return openpyxl.load_workbook(path)


def counts_of_staff() -> pd.DataFrame:
    rows = [
        {
            "organisation": "T1",
            "year": "2022-23",
            "measure": measure,
            "group": group,
            "breakdown": band,
            "count": n,
        }
        for measure, band, white, bme in (("staff", "", 1203, 151), ("staff_clinical", "Band 5", 300, 3))
        for group, n in (("White", white), ("BME", bme))
    ]
    return table_of(rows, WORKFORCE)


def test_staff_figures_have_sheets_of_their_own_with_small_counts_marked_as_confidential(book_with_staff):
    assert {"Staff counts", "Staff shares"} <= set(book_with_staff.sheetnames)
    header, *rows = cells_of(book_with_staff["Staff counts"])
    counts = {
        (row[header.index("Breakdown")], row[header.index("Group")]): row[header.index("Count")]
        for row in rows
    }
    assert counts[("all", "White")] == 1205
    assert counts[("Band 5", "BME")] == "[c]"
    everything = " ".join(
        str(cell.value) for sheet in book_with_staff for row in sheet.iter_rows() for cell in row
    )
    assert "1203" not in everything


def test_confidential_is_explained_on_the_cover_where_it_is_used(book, book_with_staff):
    def cover(opened: Workbook) -> str:
        return " ".join(str(cell.value) for cell in opened["Cover"]["A"])

    assert "[c] means confidential: fewer than 8 people" in cover(book_with_staff)
    assert "nearest 5" in cover(book_with_staff)
    assert "[c]" not in cover(book)


def test_staff_sheets_are_tables_like_the_others(book_with_staff):
    for name in set(STAFF_SHEETS) & set(book_with_staff.sheetnames):
        header, *rows = cells_of(book_with_staff[name])
        assert len(set(header)) == len(header)
        assert all(value is not None for row in rows for value in row), name


def test_shares_are_numbers_shown_as_percentages_and_counts_are_whole(book):
    header, *_ = cells_of(book["Rates"])
    sheet = book["Rates"]
    first = next(
        row for row in sheet.iter_rows(min_row=7) if isinstance(row[header.index("Rate")].value, float)
    )
    assert first[header.index("Rate")].number_format == "0.0%"
    assert isinstance(first[header.index("Numerator")].value, int)


def test_measures_and_positions_are_in_words(book):
    header, *rows = cells_of(book["Benchmark"])
    labels = {measure.label for measure in measures().values()}
    assert {row[header.index("Measure")] for row in rows} <= labels
    assert {row[header.index("Position")] for row in rows} == {"too few to compare"}


def test_no_column_is_wider_than_a_line_of_text(book):
    widths = [sheet.column_dimensions[column].width for sheet in book for column in sheet.column_dimensions]
    assert max(widths) <= 101
