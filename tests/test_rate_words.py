from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import rates_of

from wres_analysis.reports.rate_words import NOT_HELD, rate_table
from wres_analysis.reports.table_columns import count_words, interval_words, share_words
from wres_analysis.tables import RATES, table_of


def test_what_is_missing_is_blank_and_never_zero():
    nothing = {"numerator": pd.NA, "denominator": pd.NA}
    assert (count_words(nothing), share_words(pd.NA), interval_words(pd.NA, 0.5)) == ("", "", "")
    assert (count_words({"numerator": 0, "denominator": 4}), share_words(0)) == ("0 of 4", "0%")


@given(st.floats(0, 1))
def test_a_share_is_0_or_100_per_cent_only_where_it_is_exactly_that(share):
    assert (share_words(share) == "0%") == (share == 0)
    assert (share_words(share) == "100%") == (share == 1)


def test_rates_stand_in_the_order_asked_for_with_count_share_and_interval():
    rates = pd.concat([rates_of({"T1": (5, 6)}, "silent"), rates_of({"T1": (1, 2)}, "matched_backward")])
    table = rate_table(rates, ["matched_backward", "silent", "vanished"])
    assert table["Actions"].tolist() == ["1 of 2", "5 of 6"]
    assert table["Share"].tolist() == ["50%", "83%"]
    assert table["95% interval"].tolist()[1] == "44% to 97%"
    assert table["Plans"].tolist() == ["2021-22 to 2022-23"] * 2


@pytest.mark.parametrize(
    ("measure", "words"), [("matched_backward", NOT_HELD), ("past_date", "not known from the plan")]
)
def test_a_rate_that_cannot_be_measured_says_why(measure, words):
    rates = table_of([{"organisation": "T1", "to_year": "2022-23", "measure": measure}], RATES)
    table = rate_table(rates, [measure])
    assert table["Actions"].tolist() == [words]
    assert table["Share"].tolist() == [""]


def test_the_column_on_the_doubt_of_links_is_left_out_where_nothing_stands_in_it():
    rates = rates_of({"T1": (5, 6)})
    assert "With the links' uncertainty" not in rate_table(rates, ["matched_backward"]).columns
    held = rate_table(rates.assign(low_with_links=0.4, high_with_links=0.98), ["matched_backward"])
    assert held["With the links' uncertainty"].tolist() == ["40% to 98%"]


def test_no_rates_are_an_empty_table():
    assert rate_table(table_of([], RATES), ["stated"]).empty
