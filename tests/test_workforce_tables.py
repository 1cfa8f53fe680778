import pandas as pd
import pytest
from small_workforce import DATA, write_counts

from wres_analysis.errors import TableError
from wres_analysis.workforce.staff_counts import (
    COLUMN_MAP,
    find_workforce,
    from_wide,
    read_column_map,
    read_workforce,
    read_year,
)

STAFF = "staff,White,,500\nstaff,BME,,100\nstaff,Unknown,,20"


def read(tmp_path, text, name="2022-23.csv"):
    return read_year([write_counts(tmp_path, text, name)], "A1", "2022-23")


def cells(table):
    return {(row.measure, row.breakdown, row.group): row[-1] for row in table.itertuples(index=False)}


def test_counts_are_read_with_their_file_and_line(tmp_path):
    table = read(tmp_path, STAFF)
    assert table[["organisation", "year", "file"]].drop_duplicates().values.tolist() == [
        ["A1", "2022-23", "2022-23.csv"]
    ]
    assert table["line"].tolist() == [2, 3, 4]
    assert cells(table)["staff", "", "BME"] == 100


def test_a_thousands_comma_is_read_and_a_blank_count_is_not_given(tmp_path):
    table = read(
        tmp_path, 'staff,White,,"1,204"\nstaff,BME,,100\nstaff,Unknown,,20\ntraining,White,,\ntraining,BME,,'
    )
    assert cells(table)["staff", "", "White"] == 1204
    assert "training" not in set(table["measure"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("staff,White,,83%", "percentage stands where a count belongs"),
        ("staff,White,,83.2", "percentage stands where a count belongs"),
        ("staff,White,,*", "is not a count"),
        ("staff,White,,-3", "is not a count"),
        ("staff,White,,1e3", "is not a count"),
        ("stuff,White,,3", "'stuff' is not a measure; did you mean 'staff'"),
        ("staff,Purple,,3", "'Purple' is not a group"),
        ("staff_clinical,White,Band 12,3", "'Band 12' is not a breakdown"),
        ("printed_ratio,,Indicator 2,17.16%", "printed with a per-cent sign"),
        ("printed_ratio,,Indicator 2,17.16", "not a relative likelihood from 0.1 to 10"),
        ("printed_ratio,,Indicator 9,1.2", "'Indicator 9' is not a breakdown"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused_with_line_and_reason(tmp_path, row, reason):
    with pytest.raises(TableError) as caught:
        read(tmp_path, f"{STAFF}\n{row}")
    assert str(caught.value).startswith("2022-23.csv, line 5: ")
    assert reason in str(caught.value)


def test_a_message_never_repeats_a_count(tmp_path):
    for text in (
        f"{STAFF}\ntraining,White,,3.7",
        f"{STAFF}\nstaff,Total,,9137",
        f"{STAFF}\ntraining,White,,9137\ntraining,BME,,1",
    ):
        with pytest.raises(TableError) as caught:
            read(tmp_path, text)
        assert "3.7" not in str(caught.value)
        assert "9137" not in str(caught.value)


def test_a_missing_column_says_what_to_give(tmp_path):
    path = tmp_path / "2022-23.csv"
    path.write_text("what,who,how many\nstaff,White,3\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"column measure, group, breakdown, count is missing.*columns\.csv"):
        read_year([path], "A1", "2022-23")


def test_a_year_may_stand_in_several_files_but_a_count_only_once(tmp_path):
    first = write_counts(tmp_path, STAFF)
    second = write_counts(tmp_path, "training,White,,50\ntraining,BME,,10", "2022-23 training.csv")
    assert set(read_year([first, second], "A1", "2022-23")["file"]) == {"2022-23.csv", "2022-23 training.csv"}
    again = write_counts(tmp_path, "staff,White,,501", "2022-23 again.csv")
    with pytest.raises(
        TableError,
        match=r"2022-23 again.csv, line 2: staff, White stands twice, first in 2022-23.csv, line 2",
    ):
        read_year([first, again], "A1", "2022-23")


def test_a_file_without_a_year_and_one_of_two_years_are_problems(tmp_path):
    folder = tmp_path / "workforce" / "A1"
    write_counts(folder, STAFF)
    write_counts(folder, STAFF, "newest.csv")
    write_counts(folder, STAFF, "2021-23.csv")
    found = read_workforce(tmp_path)
    assert set(found.counts["year"]) == {"2022-23"}
    assert sorted(str(problem.error) for problem in found.problems) == [
        "'2021-23' is not one year; name the file as 2022-23.csv",
        "newest.csv: no year in the file name; name it as 2022-23.csv",
    ]


def test_the_sample_is_read_without_a_problem_and_codes_stay_text():
    found = read_workforce(DATA)
    assert found.problems == []
    assert {"007", "Qv7b"} <= set(found.counts["organisation"])


def test_only_the_organisations_asked_for_are_read():
    assert {file.organisation for file in find_workforce(DATA, ["007"])} == {"007"}
    assert find_workforce(DATA / "plans") == []


MAP = """column,measure,group,breakdown
BME clinical,staff_clinical,BME,{Pay band}
White clinical,staff_clinical,White,{Pay band}
WTE,,,
"""


def wide(tmp_path, text, columns=MAP):
    (tmp_path / "columns.csv").write_text(columns, encoding="utf-8")
    path = tmp_path / "2022-23.csv"
    path.write_text(text, encoding="utf-8")
    return read_year([path], "A1", "2022-23")


def test_columns_are_found_by_name_whatever_their_order(tmp_path):
    first = wide(tmp_path, "Pay band,White clinical,BME clinical,WTE\n8a,20,12,30.1\n")
    second = wide(tmp_path, "WTE,bme  Clinical,Pay band,White clinical\n30.1,12,8a,20\n")
    for table in (first, second):
        found = table.set_index("group")["count"]
        assert (found["White"], found["BME"]) == (20, 12)
        assert set(table["breakdown"]) == {"Band 8a"}
        assert set(table["line"]) == {2}


def test_a_column_that_the_map_does_not_name_is_refused(tmp_path):
    with pytest.raises(
        TableError, match=r"columns\.csv does not say what column 'Agency' holds; add it, with a blank"
    ):
        wide(tmp_path, "Pay band,White clinical,BME clinical,WTE,Agency\n8a,20,12,30.1,4\n")


def test_a_column_of_the_map_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"names a column 'wte' that is not here; its columns are Pay band"):
        wide(tmp_path, "Pay band,White clinical,BME clinical\n8a,20,12\n")


def test_a_bad_cell_of_a_wide_table_is_named_by_its_line(tmp_path):
    with pytest.raises(TableError, match=r"2022-23.csv, line 3: a percentage stands where a count belongs"):
        wide(tmp_path, "Pay band,White clinical,BME clinical,WTE\n8a,20,12,1\n8b,20,12%,1\n")


def test_a_fixed_breakdown_needs_no_column():
    columns = pd.DataFrame(
        [["Shortlisted BME", "recruitment", "BME", "Shortlisted"]], columns=list(COLUMN_MAP)
    )
    found = from_wide(pd.DataFrame({"Shortlisted BME": ["40"]}), columns, "x.csv")
    assert found[["measure", "group", "breakdown", "count"]].values.tolist() == [
        ["recruitment", "BME", "Shortlisted", "40"]
    ]


def test_the_map_of_the_sample_leaves_one_column_out_knowingly():
    columns = read_column_map(DATA / "workforce" / "007" / "columns.csv")
    assert columns.loc[columns["measure"].eq(""), "column"].tolist() == ["Whole-time equivalent"]


def test_a_map_without_its_columns_is_refused(tmp_path):
    (tmp_path / "columns.csv").write_text("column,measure\nA,staff\n", encoding="utf-8")
    with pytest.raises(TableError, match="column group, breakdown is missing"):
        read_column_map(tmp_path / "columns.csv")
