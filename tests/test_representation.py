import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_workforce import shown_of

from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import table_of
from wres_analysis.workforce.published_counts import PUBLISHED
from wres_analysis.workforce.representation import (
    bme_share,
    division_shares,
    order_of_bands,
    shares,
    unknown_share,
)


def test_a_share_has_the_wilson_interval_and_rounding_widens_it():
    share, exact = bme_share(70, 30)
    assert share == 0.3
    assert tuple(exact) == pytest.approx(tuple(wilson(30, 100)))
    _, rounded = bme_share(70, 30, rounding=5)
    assert rounded.low < exact.low
    assert rounded.high > exact.high


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([1, 5, 10]))
def test_an_interval_holds_its_share_and_stays_a_share(white, bme, rounding):
    if white + bme:
        share, (low, high) = bme_share(white, bme, rounding)
        assert 0 <= low <= share + 1e-12
        assert share - 1e-12 <= high <= 1


def test_every_kind_of_row_has_its_level_and_flows_have_none():
    shown = shown_of(
        ("staff", "", 300, 100),
        ("staff_tier", "Upper", 30, 10),
        ("staff_tier", "Medical", 30, 30),
        ("staff_clinical", "Band 5", 60, 20),
        ("staff_medical", "Consultants", 30, 30),
        ("staff_by_division", "Surgery", 60, 20),
        ("board", "Voting members", 10, 10),
        ("community", "", 900, 100),
        ("recruitment", "Appointed", 30, 10),
        ("disciplinary", "", 10, 10),
    )
    levels = shares(shown).set_index("measure")["level"].to_dict()
    assert levels == {
        "staff": "all",
        "staff_tier": "tier",
        "staff_clinical": "band",
        "staff_medical": "grade",
        "staff_by_division": "division",
        "board": "board",
        "community": "residents",
    }


def test_residents_were_not_sampled_and_have_no_interval():
    row = shares(shown_of(("community", "", 77, 23))).iloc[0]
    assert row["share"] == 0.23
    assert pd.isna(row["low"])


def test_a_share_of_a_suppressed_count_is_not_shown():
    row = shares(shown_of(("staff_clinical", "VSM", 20, None))).iloc[0]
    assert row["state"] == "suppressed"
    assert pd.isna(row["share"])
    assert pd.isna(row["white"])


def test_a_large_division_is_flagged_where_a_small_one_of_the_same_share_is_not():
    shown = shown_of(
        ("staff", "", 1500, 500),
        ("staff_by_division", "Large", 850, 150),
        ("staff_by_division", "Small", 35, 10),
        ("staff_by_division", "High", 300, 200),
        ("staff_by_division", "Tiny", 20, None),
        rounding=1,
    )
    found = division_shares(shown).set_index("breakdown")
    assert found["centre"].dropna().unique().tolist() == [0.25]
    assert found.loc["Large", "position"] == "below 99.8"
    assert found.loc["Small", "position"] == "inside"
    assert found.loc["High", "position"] == "above 99.8"
    assert found.loc["Tiny", "position"] == ""
    assert found.loc["Small", "low_95"] < found.loc["Large", "low_95"]


def test_divisions_without_the_workforce_have_no_limits():
    found = division_shares(shown_of(("staff", "", 1500, None), ("staff_by_division", "Large", 850, 150)))
    assert found["position"].tolist() == [""]
    assert found["share"].notna().all()


def test_unknown_ethnicity_as_a_share_of_all_staff():
    shown = shown_of(("staff", "", 700, 200))
    unknown = table_of([{**shown.iloc[0].to_dict(), "group": "Unknown", "count": 100}], PUBLISHED)
    assert unknown_share(pd.concat([shown, unknown])) == pytest.approx(0.1)
    assert unknown_share(shown) is None


def test_bands_stand_in_their_order_and_tiers_behind_them():
    order = order_of_bands()
    assert order["Band 2"] < order["Band 8d"] < order["VSM"] < order["Lower"] < order["Upper"]
