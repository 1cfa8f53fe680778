import pandas as pd
import pytest
from small_workforce import DATA

from wres_analysis.errors import TableError
from wres_analysis.workforce.staff_counts import COLUMN_MAP, from_wide, read_column_map, read_year

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
