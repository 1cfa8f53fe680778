from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of, links_of, plans_of

from wres_analysis.errors import TableError
from wres_analysis.linking.input import same_actions, same_words
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.measures.carry_over import joined_pairs, link_counts, moves_of

BEFORE, AFTER = {"plan_year": "2021-22", "status": "not_started"}, {"plan_year": "2022-23"}


def counted(links: pd.DataFrame, actions: pd.DataFrame, measure: str, plans: pd.DataFrame | None = None):
    counts = link_counts(links, actions, plans).set_index("measure")
    return counts.at[measure, "numerator"], counts.at[measure, "denominator"]


def test_forward_and_backward_have_their_own_denominators():
    actions = actions_of(
        *[{**BEFORE, "action_id": f"a{n}"} for n in range(4)],
        *[{**AFTER, "action_id": f"b{n}"} for n in range(5)],
    )
    links = links_of(
        ("a0", "b0", "exact"),
        ("a1", "b1", "reworded"),
        ("a2", "", "dropped"),
        ("a3", "", "dropped"),
        ("", "b2", "new"),
    )
    assert counted(links, actions, "matched_forward") == (2, 4)
    assert counted(links, actions, "matched_backward") == (2, 5)
    assert counted(links, actions, "matched_forward_wording_kept") == (1, 4)


def test_a_split_action_came_back_once_and_a_merged_one_twice():
    actions = actions_of(
        *[{**BEFORE, "action_id": f"a{n}"} for n in range(3)],
        *[{**AFTER, "action_id": f"b{n}"} for n in range(3)],
    )
    links = links_of(
        ("a0", "b0", "split"), ("a0", "b1", "split"), ("a1", "b2", "merged"), ("a2", "b2", "merged")
    )
    assert counted(links, actions, "matched_forward") == (3, 3)
    assert counted(links, actions, "matched_backward") == (3, 3)


def test_the_same_words_under_two_aims_count_once_and_came_back_if_either_did():
    twice = {**BEFORE, "action": "Review the policy."}
    actions = actions_of(
        {**twice, "action_id": "a1", "aim": "One"},
        {**twice, "action_id": "a2", "aim": "Two", "action": "Review  the Policy"},
        {**BEFORE, "action_id": "a3"},
        {**AFTER, "action_id": "b1"},
    )
    links = links_of(("a1", "b1", "exact"), ("a2", "", "dropped"), ("a3", "", "dropped"))
    assert counted(links, actions, "matched_forward") == (1, 2)
    assert counted(links, actions, "vanished") == (1, 2)


def test_actions_without_words_stay_apart():
    keys = same_words(actions_of({"action": "–"}, {"action": ""}, {"action": "Review"}))
    assert keys.nunique() == 3


@pytest.mark.parametrize("again", ["Review  the POLICY.", "Re-\nview the policy", "\uff32eview the poIicy"])
def test_a_rate_and_its_interval_count_the_same_actions(again):
    actions = actions_of(
        {**BEFORE, "action_id": "a1", "action": "Review the policy", "aim": "One"},
        {**BEFORE, "action_id": "a2", "action": again, "aim": "Two"},
        {**BEFORE, "action_id": "a3", "action": "–"},
        {**BEFORE, "action_id": "a4", "action": ""},
        {**AFTER, "action_id": "b1"},
    )
    plan = actions[actions["plan_year"].eq("2021-22")]
    assert same_words(plan).nunique() == same_actions(plan).nunique() == 3
    links = links_of(
        ("a1", "b1", "exact"), ("a2", "", "dropped"), ("a3", "", "dropped"), ("a4", "", "dropped")
    )
    candidates = links[links["to_id"].ne("")].assign(linked="yes")
    intervals = rate_intervals(candidates, links, actions).set_index("direction")
    assert counted(links, actions, "matched_forward")[1] == intervals.loc["forward", "denominator"] == 3


def test_complete_yet_back_and_vanished_look_at_different_actions():
    actions = actions_of(
        {**BEFORE, "action_id": "done_back", "status": "complete"},
        {**BEFORE, "action_id": "done_gone", "status": "complete"},
        {**BEFORE, "action_id": "stopped", "status": "withdrawn"},
        {**BEFORE, "action_id": "open_gone", "status": "in_progress"},
        {**BEFORE, "action_id": "open_back", "status": "not_stated"},
        {**AFTER, "action_id": "b1"},
        {**AFTER, "action_id": "b2"},
    )
    links = links_of(
        ("done_back", "b1", "exact"),
        ("done_gone", "", "completed"),
        ("stopped", "", "dropped"),
        ("open_gone", "", "dropped"),
        ("open_back", "b2", "exact"),
    )
    assert counted(links, actions, "completed_yet_back") == (1, 2)
    assert counted(links, actions, "vanished") == (1, 2)


def test_silent_and_stated_without_a_match():
    marked = {**AFTER, "carry_over_evidence": "row_mark"}
    actions = actions_of(
        *[{**BEFORE, "action_id": f"a{n}"} for n in range(2)],
        {**marked, "action_id": "marked_found"},
        {**marked, "action_id": "marked_only"},
        {**AFTER, "action_id": "found_only"},
        {**AFTER, "action_id": "neither"},
    )
    links = links_of(
        ("a0", "marked_found", "exact"), ("a1", "found_only", "reworded"), ("", "marked_only", "new")
    )
    assert counted(links, actions, "silent") == (1, 2)
    assert counted(links, actions, "stated_no_match") == (1, 2)


def test_dates_that_moved_in_calendar_months():
    def dated(plan: dict[str, str], name: str, day: str, kind: str = "month") -> dict[str, object]:
        return {**plan, "action_id": name, "deadline_date": day, "deadline_kind": kind}

    actions = actions_of(
        dated(BEFORE, "a1", "2022-03-31"),
        dated(BEFORE, "a2", "2022-03-31"),
        dated(BEFORE, "a3", "2022-03-31"),
        dated(BEFORE, "a4", "2022-03-31"),
        dated(AFTER, "b1", "2023-06-30"),
        dated(AFTER, "b2", "2022-03-01", "exact"),
        dated(AFTER, "b3", "2021-12-31"),
        dated(AFTER, "b4", "2023-03-31", "recurring"),
    )
    links = links_of(*((f"a{n}", f"b{n}", "exact") for n in range(1, 5)))
    moves = moves_of(joined_pairs(links, actions)).set_index("from_id")["months_moved"]
    assert moves.tolist()[:3] == [15, 0, -3]
    assert moves["a4"] is pd.NA
    assert counted(links, actions, "date_moved") == (1, 3)


def test_an_owner_changed_where_both_are_named():
    owners = [
        ("Head of HR", "Head of HR."),
        ("Head of HR", "Chief People Officer"),
        ("Head of HR", "TBC"),
        ("", "Chair"),
    ]
    actions = actions_of(
        *({**BEFORE, "action_id": f"a{n}", "owner": before} for n, (before, _) in enumerate(owners)),
        *({**AFTER, "action_id": f"b{n}", "owner": after} for n, (_, after) in enumerate(owners)),
    )
    links = links_of(*((f"a{n}", f"b{n}", "exact") for n in range(4)))
    assert counted(links, actions, "owner_changed") == (1, 2)


def test_carried_over_past_its_date_or_on_plan():
    actions = actions_of(
        {**BEFORE, "action_id": "late", "deadline_date": "2022-01-31", "deadline_kind": "month"},
        {**BEFORE, "action_id": "on_plan", "deadline_date": "2024-03-31", "deadline_kind": "month"},
        {**BEFORE, "action_id": "undated"},
        *[{**AFTER, "action_id": f"b{n}"} for n in range(3)],
    )
    links = links_of(("late", "b0", "exact"), ("on_plan", "b1", "exact"), ("undated", "b2", "exact"))
    assert counted(links, actions, "carried_past_date", plans_of({"period_start": "2022-04-01"})) == (1, 2)
    assert counted(links, actions, "carried_past_date") == (0, 0)


def test_a_link_to_an_unknown_action_is_named():
    with pytest.raises(TableError, match=r"action 'a9' of T1 2021-22 is not in the actions"):
        link_counts(links_of(("a9", "b1", "exact")), actions_of({**AFTER, "action_id": "b1"}))


def test_two_plans_without_a_link_have_none_of_none_that_moved():
    actions = actions_of({**BEFORE, "action_id": "a"}, {**AFTER, "action_id": "b"})
    links = links_of(("a", "", "dropped"), ("", "b", "new"))
    assert counted(links, actions, "date_moved") == counted(links, actions, "owner_changed") == (0, 0)
    assert counted(links, actions, "matched_forward") == (0, 1)
