from __future__ import annotations

import pytest
from small_tables import actions_of

from wres_analysis.measures.coverage import (
    COVERAGE,
    COVERAGE_COUNTS,
    FRAMEWORKS,
    HIGH_IMPACT,
    INDICATOR,
    WordingCheck,
    coverage,
    coverage_counts,
    wording_check,
)
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.tables import check_table


def served(framework: str, **action: object) -> dict[int, str]:
    found = coverage(actions_of(action))
    check_table(found, COVERAGE, "coverage")
    own = found[found["framework"].eq(framework)]
    return dict(zip(own["number"].astype(int), own["source"], strict=True))


def test_the_plans_own_reference_wins_over_the_wording():
    assert served(INDICATOR, action="Review shortlisting", indicators="5;6") == {
        5: "own reference",
        6: "own reference",
    }


@pytest.mark.parametrize("heading", ["High Impact Action 2", "HIA 2", "High impact action no. 2: talent"])
def test_a_high_impact_action_in_the_heading_is_an_own_reference(heading):
    assert served(HIGH_IMPACT, aim=heading, action="Hold a meeting") == {2: "own reference"}


@pytest.mark.parametrize(
    ("wording", "number"),
    [
        ("Short-list blind to names", 2),
        ("Triage every disciplinary case", 3),
        ("Record access to non-mandatory training", 4),
        ("Act on abuse of staff by patients", 5),
        ("Train active bystanders against bullying", 6),
        ("Offer secondments to staff in Band 5", 7),
        ("Run cultural competence workshops", 8),
        ("Appoint a non-executive director from the community", 9),
        ("Close the race disparity ratio", 1),
    ],
)
def test_indicators_by_wording(wording, number):
    assert served(INDICATOR, action=wording).get(number) == "wording"


def test_both_parts_of_a_phrase_must_occur():
    assert 5 not in served(INDICATOR, action="Tackle abuse of staff by managers")
    assert 5 in served(INDICATOR, action="Tackle abuse of staff by visitors")


def test_a_word_inside_another_does_not_count():
    assert served(INDICATOR, action="Dashboard of keyboards on board a job board") == {}


def test_a_heading_gives_an_indicator_only_by_its_number():
    assert served(INDICATOR, aim="Inclusive leadership", action="Publish the pay gap") == {}
    assert served(INDICATOR, aim="Recruitment", action="Triage disciplinary cases") == {3: "wording"}
    assert served(HIGH_IMPACT, aim="Recruitment", action="Hold a meeting")


@pytest.mark.parametrize(
    ("action", "nine"),
    [
        ("Report progress to the Board each quarter", False),
        ("Present the pay gap at the Trust Board", False),
        ("Present findings to board members", False),
        ("Raise the share of BME people on the board", True),
        ("Recruit BME non-executive directors and report to the board", True),
    ],
)
def test_a_report_to_the_board_is_not_its_make_up(action, nine):
    assert (9 in served(INDICATOR, action=action)) == nine


@pytest.mark.parametrize(
    ("action", "numbers"),
    [
        ({"action": "Adopt the six high impact actions"}, {1, 2, 3, 4, 5, 6}),
        ({"action": "Deliver all six NHS England high impact actions"}, {1, 2, 3, 4, 5, 6}),
        ({"action": "Deliver high impact actions 2 and 3"}, {2, 3}),
        ({"other_plans": "HIAs 1, 2 and 6", "action": "Hold a meeting"}, {1, 2, 6}),
    ],
)
def test_several_high_impact_actions_in_one_reference(action, numbers):
    assert set(served(HIGH_IMPACT, **action)) == numbers


def test_every_assignment_has_its_reason():
    found = coverage(actions_of({"action": "Review shortlisting"}, {"indicators": "7"}))
    assert found["reason"].ne("").all()
    assert "wording: 'shortlisting'" in found["reason"].tolist()


def test_counts_keep_their_zeros_and_look_at_the_newest_plan():
    actions = actions_of(
        {"plan_year": "2021-22", "indicators": "1"},
        {"indicators": "2;3"},
        {"indicators": "2"},
        {"action": "Hold a meeting"},
    )
    counts = coverage_counts(coverage(actions), actions)
    check_table(counts, COVERAGE_COUNTS, "counts")
    assert len(counts) == 9 + 6
    by_number = counts[counts["framework"].eq(INDICATOR)].set_index("number")["actions"]
    assert by_number.to_dict() == {1: 0, 2: 2, 3: 1, **dict.fromkeys(range(4, 10), 0)}
    assert counts["plan_actions"].eq(3).all()


def test_vocabulary_names_known_frameworks_and_numbers():
    labels = read_vocabulary("coverage_labels")
    numbers = set(zip(labels["framework"], labels["number"], strict=True))
    wording = read_vocabulary("coverage_wording")
    assert set(labels["framework"]) == set(FRAMEWORKS)
    assert set(zip(wording["framework"], wording["number"], strict=True)) == numbers
    assert not wording.duplicated().any()


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
