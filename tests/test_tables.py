import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.analysis import schemas
from wres_analysis.errors import FileError, TableError
from wres_analysis.tables import (
    ACTIONS,
    LINKS,
    ORGANISATIONS,
    RATES,
    check_table,
    escape_formula,
    read_csv_text,
    read_table,
    table_of,
    write_table,
)


def test_codes_that_look_like_numbers_stay_text(tmp_path):
    codes = ["5E1", "007", "1E9", "nan", "None", "RXA"]
    write_table(table_of([{"code": code} for code in codes], ORGANISATIONS), tmp_path / "organisations.csv")
    assert list(read_table(tmp_path / "organisations.csv", ORGANISATIONS)["code"]) == codes


def test_numbers_may_be_missing_and_are_never_zero_then(tmp_path):
    rates = table_of([{"organisation": "RXA", "measure": "matched_forward"}], RATES)
    write_table(rates, tmp_path / "rates.csv")
    back = read_table(tmp_path / "rates.csv", RATES)
    assert back["numerator"].isna().all()
    assert back["rate"].isna().all()
    assert str(back["numerator"].dtype) == "Int64"


@pytest.mark.parametrize("start", ["=1+1", "+44", "-2", "@cmd", "\tx", "'=already", "''=twice"])
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text_and_read_back_unchanged(tmp_path, start):
    write_table(table_of([{"code": "A", "name": start}], ORGANISATIONS), tmp_path / "o.csv")
    assert "'" + start in (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert read_table(tmp_path / "o.csv", ORGANISATIONS)["name"][0] == start


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\x00")))
def test_any_text_survives_writing_and_reading(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("t") / "o.csv"
    write_table(table_of([{"code": "A", "name": text}], ORGANISATIONS), path)
    assert read_table(path, ORGANISATIONS)["name"][0] == text


@given(st.text())
def test_escaping_only_ever_adds_one_apostrophe(text):
    assert escape_formula(text) in (text, "'" + text)


@pytest.mark.parametrize(
    ("table", "schema", "said"),
    [
        (table_of([{"kind": "exact"}, {"kind": "like"}], LINKS), LINKS, "kind, row 2: 'like' cannot .*exact"),
        (table_of([{"rate": 1.2}], RATES), RATES, "rate, row 1"),
        (pd.DataFrame({"code": [], "name": []}), ORGANISATIONS, "type, region is missing"),
    ],
)
def test_check_names_the_column_the_row_and_what_was_expected(table, schema, said):
    with pytest.raises(TableError, match=rf"^links.csv[,:] column {said}"):
        check_table(table, schema, "links.csv")


def test_a_missing_file_a_binary_file_and_a_word_for_a_number_are_one_line_each(tmp_path):
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00\x81")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "rates.csv").write_text(",".join(RATES) + "\nA,,,m,many,,,,,,\n")
    for name in ("none.csv", "bytes.csv", "empty.csv"):
        with pytest.raises(TableError) as caught:
            read_csv_text(tmp_path / name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(TableError, match=r"rates.csv, column numerator: a number was expected"):
        read_table(tmp_path / "rates.csv", RATES)
    (tmp_path / "o.csv").write_text("code,name,type\nRXA,Ashford,Acute,\n", encoding="utf-8")
    with pytest.raises(TableError, match="more cells than there are headings"):
        read_table(tmp_path / "o.csv", ORGANISATIONS)


def test_columns_beyond_the_schema_are_kept_behind_it(tmp_path):
    (tmp_path / "o.csv").write_text("size,code,name,type,region\nlarge,A,A,,\n")
    assert list(read_table(tmp_path / "o.csv", ORGANISATIONS).columns) == [*ORGANISATIONS, "size"]


def test_a_table_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    table = table_of([{"code": "A"}], ORGANISATIONS)
    write_table(table, tmp_path / "o.csv")
    before = (tmp_path / "o.csv").read_bytes()

    def broken(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", broken)
    with pytest.raises(FileError, match=r"o\.csv: it cannot be written .disk full"):
        write_table(table_of([{"code": "B"}], ORGANISATIONS), tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_bytes() == before


def test_every_schema_describes_every_column():
    for name, schema in schemas().items():
        for column, spec in schema.items():
            assert spec.meaning, (name, column)
            assert spec.kind in ("text", "whole", "number", "date"), (name, column)
    assert list(ACTIONS)[:3] == ["organisation", "plan_year", "action_id"]
