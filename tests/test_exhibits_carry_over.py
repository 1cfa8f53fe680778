from __future__ import annotations

from small_analyses import small_analysis

from wres_analysis.reports import carry_over_exhibits as exhibits
from wres_analysis.reports.rate_words import NOT_HELD


def test_the_three_kinds_stand_beside_each_other_each_with_what_it_is_out_of():
    table = exhibits.three_kinds(small_analysis()).table.set_index("Measure")
    assert table.loc["Came from the previous plan (plans one year apart)", "Actions"] == "2 of 3"
    assert table["Out of"].ne("").all()
    nothing = exhibits.three_kinds(small_analysis(0)).table
    assert set(nothing["Actions"]) == {NOT_HELD}


def test_one_plan_alone_has_no_rate_between_plans():
    exhibit = exhibits.rate_by_organisation(small_analysis(), "matched_backward")
    found = dict(zip(exhibit.table["Organisation"], exhibit.table["Actions"], strict=True))
    assert found == {"T1 NHS Trust": "2 of 3", "007 NHS Trust": NOT_HELD}


def test_the_flow_adds_up_to_both_plans():
    table = exhibits.flow(small_analysis()).table
    assert table["Actions of the earlier plan"].astype(int).sum() == 3
    assert table["Actions of the later plan"].astype(int).sum() == 3


def test_lives_that_began_before_the_plans_held_are_counted_and_left_out():
    exhibit = exhibits.life_of_actions(small_analysis(1))
    assert exhibit.reading[0] == "Only 1 life could be followed from the first plan: too few for shares."
    assert exhibit.reading[1].startswith("3 lives that began before the plans that are held are left out.")


def test_the_longest_running_actions_come_first_with_their_newest_wording():
    table = exhibits.longest_running(small_analysis()).table
    assert table["Plans"].tolist() == ["2", "2"]
    wordings = dict(zip(table["Newest wording"], table["First wording"], strict=True))
    assert wordings["Set up a reverse mentoring scheme for managers"] == "Set up a reverse mentoring scheme"


def test_pairs_to_review_are_named_by_organisation_with_both_wordings():
    analysis = small_analysis()
    table = exhibits.to_review(analysis).table
    assert len(table) == min(len(analysis.links_to_review), exhibits.LONGEST_REVIEW)
    assert list(table.columns) == ["Organisation", "Earlier", "Later", "Probability", "Why"]
