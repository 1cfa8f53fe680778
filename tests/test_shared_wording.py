from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import actions_of

from wres_analysis.measures.shared_wording import SHARED_WORDING, shared_wording
from wres_analysis.tables import check_table

COPIED = "Review the grievance policy with staff side"


def test_the_same_words_in_two_organisations_are_found_whatever_their_dress():
    found = shared_wording(
        actions_of(
            {"action": COPIED, "plan_year": "2022-23"},
            {
                "organisation": "T2",
                "action": "• Review the griev-\nance policy, with staff side.",
                "plan_year": "2020-21",
            },
            {"organisation": "T3", "action": "Review the grievance", "detail": "policy with staff side"},
            {"organisation": "T3", "action": "Something that nobody else writes down"},
        )
    )
    check_table(found, SHARED_WORDING, "shared wording")
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["organisations"], row["actions"], row["codes"]) == (3, 3, "T1;T2;T3")
    assert (row["first_year"], row["wording"][:8]) == ("2020-21", "• Review")


def test_repeating_oneself_over_the_years_is_not_copying():
    years = ("2020-21", "2021-22", "2022-23")
    assert shared_wording(actions_of(*({"action": COPIED, "plan_year": year} for year in years))).empty


def test_short_wordings_agree_by_chance_and_are_left_out():
    assert shared_wording(
        actions_of({"action": "Publish WRES"}, {"organisation": "T2", "action": "Publish WRES"})
    ).empty


def test_the_widest_copy_comes_first():
    other = "Publish the pay gap report every year"
    rows = [{"organisation": code, "action": COPIED} for code in ("T1", "T2", "T3")]
    rows += [{"organisation": code, "action": other} for code in ("T1", "T2")]
    assert shared_wording(actions_of(*rows))["organisations"].tolist() == [3, 2]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.text(max_size=60)), max_size=6))
def test_any_text_can_be_looked_at(rows):
    found = shared_wording(actions_of(*({"organisation": code, "action": text} for code, text in rows)))
    check_table(found, SHARED_WORDING, "shared wording")
    assert found["organisations"].ge(2).all()
