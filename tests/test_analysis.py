from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from small_analyses import small_analysis

from wres_analysis.analysis import open as open_analysis
from wres_analysis.analysis import save_analysis, schemas
from wres_analysis.errors import DataFolderError, TableError
from wres_analysis.tables import check_table


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_every_table_holds_what_its_schema_says(organisations):
    analysis = small_analysis(organisations)
    assert set(analysis.tables) == set(schemas())
    for name, table in analysis.tables.items():
        check_table(table, schemas()[name], name)


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_tables_that_are_saved_and_opened_again_are_the_same(organisations, tmp_path):
    analysis = small_analysis(organisations)
    save_analysis(analysis, tmp_path)
    again = open_analysis("not used", tmp_path)
    for name, table in analysis.tables.items():
        columns = list(schemas()[name])
        pd.testing.assert_frame_equal(again.tables[name][columns], table[columns], check_dtype=False)


def test_a_table_that_is_missing_is_named(tmp_path):
    save_analysis(small_analysis(), tmp_path)
    (tmp_path / "rates.csv").unlink()
    with pytest.raises(TableError, match="there is no such file"):
        open_analysis("not used", tmp_path)


def test_only_keeps_the_rows_of_one_organisation_and_what_compares_everyone():
    analysis = small_analysis()
    one = analysis.only("007")
    assert set(one.actions["organisation"]) == {"007"}
    assert one.links.empty
    assert set(one.comparison["organisation"]) == {"T1", "007"}
    assert len(one.benchmark) == len(analysis.benchmark)


def test_an_organisation_that_is_not_there_is_refused_with_the_nearest_name():
    with pytest.raises(DataFolderError, match="'OO7' is not in the data"):
        small_analysis().only("OO7")


def test_names_fall_back_on_the_code():
    analysis = small_analysis()
    assert analysis.names == {"T1": "T1 NHS Trust", "007": "007 NHS Trust"}
    unnamed = replace(analysis, organisations=analysis.organisations.assign(name=""))
    assert unnamed.name_of("007") == "007"


def test_it_prints_as_a_short_table_of_what_is_inside():
    lines = repr(small_analysis()).splitlines()
    assert lines[0] == "Analysis of 2 organisations; each table is a DataFrame"
    assert len(lines) <= 14
    assert any(line.split() == ["actions", "8", "rows"] for line in lines)


@pytest.mark.parametrize("organisations", [0, 2])
def test_dates_are_dates_rates_are_floats_and_counts_are_integers(organisations, tmp_path):
    save_analysis(small_analysis(organisations), tmp_path)
    dtypes = {"text": "str", "whole": "Int64", "number": "Float64", "date": "datetime64[s]"}
    for analysis in (small_analysis(organisations), open_analysis("not used", tmp_path)):
        for name, schema in schemas().items():
            for column, spec in schema.items():
                assert analysis.tables[name][column].dtype == dtypes[spec.kind], (name, column)
