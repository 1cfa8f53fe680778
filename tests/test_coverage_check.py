from __future__ import annotations

from small_tables import actions_of

from wres_analysis.measures.coverage import WordingCheck, wording_check

SHORTLIST = "Review how managers shortlist"  # indicator 2 by its wording


def test_wording_is_compared_with_what_the_plan_names_itself():
    actions = actions_of(
        {"action": SHORTLIST, "indicators": "2"},
        {"action": SHORTLIST, "indicators": "2;3"},
        {"action": SHORTLIST, "indicators": "9"},
        {"action": "Hold four breakfasts a year", "indicators": "1"},
        {"action": SHORTLIST},
    )
    assert wording_check(actions) == WordingCheck(rows=4, agreeing=2, silent=1)


def test_plans_that_name_no_numbers_cannot_be_checked():
    assert wording_check(actions_of({"action": SHORTLIST})) == WordingCheck(0, 0, 0)
