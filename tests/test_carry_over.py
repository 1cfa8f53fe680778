from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import SHARED, actions_of, counts_of, links_of, plans_of, row_of, seed_actions

from wres_analysis.errors import TableError
from wres_analysis.linking.input import same_actions, same_words
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.measures.carry_over import (
    FLOWS,
    carry_over_rates,
    flows,
    joined_pairs,
    link_counts,
    moves_of,
)
from wres_analysis.measures.measure_definitions import names_of
from wres_analysis.measures.plan_measures import newest_plans
from wres_analysis.plans.reading import read_plans
from wres_analysis.tables import RATES, STATUSES, check_table

BEFORE, AFTER = {"plan_year": "2021-22"}, {"plan_year": "2022-23"}
NO_LINKS = links_of()

linked = st.lists(st.tuples(st.booleans(), st.sampled_from(STATUSES), st.booleans()), min_size=1, max_size=12)


def two_plans(choices: list[tuple[bool, str, bool]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An earlier plan whose actions come back or not, and a later one with as many more that are new."""
    before = [{**BEFORE, "action_id": f"a{n}", "status": status} for n, (_, status, _) in enumerate(choices)]
    after = [
        {**AFTER, "action_id": f"b{n}", "carry_over_evidence": "row_mark" if marked else "none"}
        for n, (_, _, marked) in enumerate(choices)
    ]
    links = [
        (f"a{n}", f"b{n}", "exact")
        if back
        else (f"a{n}", "", "completed" if status == "complete" else "dropped")
        for n, (back, status, _) in enumerate(choices)
    ]
    new = [("", f"b{n}", "new") for n, (back, _, _) in enumerate(choices) if not back]
    return links_of(*links, *new), actions_of(*before, *after)


def test_first_part_of_the_trust_plan_states_5_of_6():
    actions = seed_actions("seed_trust_gold.csv", "WIRRAL", "2022-23")
    first = actions[actions["part"].str.startswith("Part 1")]
    row = row_of(carry_over_rates(NO_LINKS, first), "stated")
    assert (row["numerator"], row["denominator"]) == (5, 6)
    assert (row["low"], row["high"]) == pytest.approx((0.4365, 0.9699), abs=5e-5)


def test_the_whole_trust_plan_states_10_of_11_by_row_and_by_heading():
    rates = carry_over_rates(NO_LINKS, seed_actions("seed_trust_gold.csv", "WIRRAL", "2022-23"))
    assert counts_of(rates, "stated") == (10, 11)
    assert counts_of(rates, "stated_row_mark") == (5, 11)
    assert counts_of(rates, "stated_section_heading") == (5, 11)


def test_statuses_and_revised_dates_of_the_commissioners_plan():
    rates = carry_over_rates(NO_LINKS, seed_actions("seed_ccg_gold.csv", "EOE-CCG", "2021-23"))
    expected = {"complete": 9, "partly_met": 6, "not_met": 2, "not_stated": 2}
    for status in STATUSES:
        assert counts_of(rates, f"status_{status}") == (expected.get(status, 0), 19)
    assert counts_of(rates, "revised_deadline") == (4, 19)


def test_one_plan_has_no_matched_rate_and_never_a_zero():
    rates = carry_over_rates(NO_LINKS, actions_of({"carry_over_evidence": "row_mark"}, {}))
    assert counts_of(rates, "stated") == (1, 2)
    for measure in names_of("forward", "backward", "pair"):
        row = row_of(rates, measure)
        assert all(row[name] is pd.NA for name in ("numerator", "denominator", "rate", "low", "high"))
        assert (row["from_year"], row["to_year"]) == ("", "2022-23")


def test_measures_without_links_have_one_interval_and_those_with_links_wait_for_the_second():
    links, actions = two_plans([(True, "in_progress", True), (False, "complete", False)])
    rates = carry_over_rates(links, actions)
    stated = rates[rates["measure"].eq("stated")]
    assert stated["low_with_links"].tolist() == stated["low"].tolist()
    assert rates[rates["measure"].eq("matched_forward")]["low_with_links"].isna().all()


@settings(max_examples=15, deadline=None)
@given(linked)
def test_forward_adds_up_over_what_became_of_the_earlier_plan(choices):
    rates = carry_over_rates(*two_plans(choices))
    check_table(rates, RATES, "rates")
    came_back = sum(back for back, _, _ in choices)
    assert counts_of(rates, "matched_forward") == (came_back, len(choices))
    assert counts_of(rates, "matched_backward") == (came_back, len(choices))
    vanished = sum(not back and status not in ("complete", "withdrawn") for back, status, _ in choices)
    silent = all(status in ("not_stated", "undefined") for _, status, _ in choices)
    assert counts_of(rates, "vanished")[0] is pd.NA if silent else counts_of(rates, "vanished")[0] == vanished
    said_and_found = sum(back and marked for back, _, marked in choices)
    assert counts_of(rates, "silent") == (came_back - said_and_found, came_back)
    assert counts_of(rates, "stated_no_match")[0] == sum(marked and not back for back, _, marked in choices)


@settings(max_examples=15, deadline=None)
@given(linked, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(choices, random):
    links, actions = two_plans(choices)
    order = list(range(len(actions)))
    random.shuffle(order)
    straight = carry_over_rates(links, actions)
    pd.testing.assert_frame_equal(straight, carry_over_rates(links.iloc[::-1], actions.iloc[order]))


def test_organisations_do_not_mix():
    links, actions = two_plans([(True, "in_progress", False), (False, "not_met", False)])
    alone = carry_over_rates(links, actions)
    other = actions.assign(organisation="T2")
    together = carry_over_rates(links, pd.concat([actions, other], ignore_index=True))
    pd.testing.assert_frame_equal(alone, together[together["organisation"].eq("T1")].reset_index(drop=True))
    assert (
        together.loc[together["organisation"].eq("T2") & together["measure"].eq("matched_forward"), "rate"]
        .isna()
        .all()
    )


def test_scheduled_leaves_from_its_plan():
    actions = actions_of({"deadline_date": "2024-03-31", "deadline_kind": "month"})
    row = row_of(carry_over_rates(NO_LINKS, actions, plans_of({"period_end": "2023-03-31"})), "scheduled")
    assert (row["from_year"], row["to_year"], row["rate"]) == ("2022-23", "", 1.0)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="column status is missing"):
        carry_over_rates(NO_LINKS, actions_of({}).drop(columns="status"))


def test_no_actions_give_an_empty_table_of_the_right_columns():
    empty = carry_over_rates(NO_LINKS, actions_of())
    assert empty.empty
    assert list(empty.columns) == list(RATES)


def test_newest_plans_read_years_and_not_letters():
    held = actions_of({"plan_year": "2021/22"}, {"plan_year": "2019-20"}, {"plan_year": "2022"})
    assert newest_plans(held)["plan_year"].tolist() == ["2022"]


def test_flows_count_both_ends():
    actions = actions_of(
        *[{**BEFORE, "action_id": f"a{n}"} for n in range(3)],
        *[{**AFTER, "action_id": f"b{n}"} for n in range(4)],
    )
    links = links_of(
        ("a0", "b0", "split"),
        ("a0", "b1", "split"),
        ("a1", "b2", "exact"),
        ("a2", "", "dropped"),
        ("", "b3", "new"),
    )
    found = flows(links, actions)
    check_table(found, FLOWS, "flows")
    assert found[["kind", "earlier", "later"]].values.tolist() == [
        ["exact", 1, 1],
        ["split", 1, 2],
        ["new", 0, 1],
        ["dropped", 1, 0],
    ]


def test_both_published_plans_from_their_files():
    if not (SHARED / "seeds").exists():
        pytest.skip("the two published plans are not beside the project")
    read = read_plans(SHARED / "seeds")
    rates = carry_over_rates(NO_LINKS, read.actions, read.plans)
    trust, commissioners = (rates[rates["organisation"].eq(code)] for code in ("WIRRAL", "EOE-CCG"))
    assert counts_of(trust, "stated") == (10, 11)
    assert counts_of(commissioners, "status_complete") == (9, 19)
    assert counts_of(commissioners, "revised_deadline") == (4, 19)
    # The trust's plan is for the year to come, so nothing in it can be past its date.
    assert counts_of(trust, "past_date") == (pd.NA, pd.NA)
    assert counts_of(commissioners, "scheduled")[0] == 1


EARLIER, LATER = {"plan_year": "2021-22", "status": "not_started"}, {"plan_year": "2022-23"}


def counted(links: pd.DataFrame, actions: pd.DataFrame, measure: str, plans: pd.DataFrame | None = None):
    counts = link_counts(links, actions, plans).set_index("measure")
    return counts.at[measure, "numerator"], counts.at[measure, "denominator"]


def test_forward_and_backward_have_their_own_denominators():
    actions = actions_of(
        *[{**EARLIER, "action_id": f"a{n}"} for n in range(4)],
        *[{**LATER, "action_id": f"b{n}"} for n in range(5)],
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
        *[{**EARLIER, "action_id": f"a{n}"} for n in range(3)],
        *[{**LATER, "action_id": f"b{n}"} for n in range(3)],
    )
    links = links_of(
        ("a0", "b0", "split"), ("a0", "b1", "split"), ("a1", "b2", "merged"), ("a2", "b2", "merged")
    )
    assert counted(links, actions, "matched_forward") == (3, 3)
    assert counted(links, actions, "matched_backward") == (3, 3)


def test_the_same_words_under_two_aims_count_once_and_came_back_if_either_did():
    twice = {**EARLIER, "action": "Review the policy."}
    actions = actions_of(
        {**twice, "action_id": "a1", "aim": "One"},
        {**twice, "action_id": "a2", "aim": "Two", "action": "Review  the Policy"},
        {**EARLIER, "action_id": "a3"},
        {**LATER, "action_id": "b1"},
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
        {**EARLIER, "action_id": "a1", "action": "Review the policy", "aim": "One"},
        {**EARLIER, "action_id": "a2", "action": again, "aim": "Two"},
        {**EARLIER, "action_id": "a3", "action": "–"},
        {**EARLIER, "action_id": "a4", "action": ""},
        {**LATER, "action_id": "b1"},
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
        {**EARLIER, "action_id": "done_back", "status": "complete"},
        {**EARLIER, "action_id": "done_gone", "status": "complete"},
        {**EARLIER, "action_id": "stopped", "status": "withdrawn"},
        {**EARLIER, "action_id": "open_gone", "status": "in_progress"},
        {**EARLIER, "action_id": "open_back", "status": "not_stated"},
        {**LATER, "action_id": "b1"},
        {**LATER, "action_id": "b2"},
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
    marked = {**LATER, "carry_over_evidence": "row_mark"}
    actions = actions_of(
        *[{**EARLIER, "action_id": f"a{n}"} for n in range(2)],
        {**marked, "action_id": "marked_found"},
        {**marked, "action_id": "marked_only"},
        {**LATER, "action_id": "found_only"},
        {**LATER, "action_id": "neither"},
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
        dated(EARLIER, "a1", "2022-03-31"),
        dated(EARLIER, "a2", "2022-03-31"),
        dated(EARLIER, "a3", "2022-03-31"),
        dated(EARLIER, "a4", "2022-03-31"),
        dated(LATER, "b1", "2023-06-30"),
        dated(LATER, "b2", "2022-03-01", "exact"),
        dated(LATER, "b3", "2021-12-31"),
        dated(LATER, "b4", "2023-03-31", "recurring"),
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
        *({**EARLIER, "action_id": f"a{n}", "owner": before} for n, (before, _) in enumerate(owners)),
        *({**LATER, "action_id": f"b{n}", "owner": after} for n, (_, after) in enumerate(owners)),
    )
    links = links_of(*((f"a{n}", f"b{n}", "exact") for n in range(4)))
    assert counted(links, actions, "owner_changed") == (1, 2)


def test_carried_over_past_its_date_or_on_plan():
    actions = actions_of(
        {**EARLIER, "action_id": "late", "deadline_date": "2022-01-31", "deadline_kind": "month"},
        {**EARLIER, "action_id": "on_plan", "deadline_date": "2024-03-31", "deadline_kind": "month"},
        {**EARLIER, "action_id": "undated"},
        *[{**LATER, "action_id": f"b{n}"} for n in range(3)],
    )
    links = links_of(("late", "b0", "exact"), ("on_plan", "b1", "exact"), ("undated", "b2", "exact"))
    assert counted(links, actions, "carried_past_date", plans_of({"period_start": "2022-04-01"})) == (1, 2)
    assert counted(links, actions, "carried_past_date") == (0, 0)


def test_a_link_to_an_unknown_action_is_named():
    with pytest.raises(TableError, match=r"action 'a9' of T1 2021-22 is not in the actions"):
        link_counts(links_of(("a9", "b1", "exact")), actions_of({**LATER, "action_id": "b1"}))


def test_two_plans_without_a_link_have_none_of_none_that_moved():
    actions = actions_of({**EARLIER, "action_id": "a"}, {**LATER, "action_id": "b"})
    links = links_of(("a", "", "dropped"), ("", "b", "new"))
    assert counted(links, actions, "date_moved") == counted(links, actions, "owner_changed") == (0, 0)
    assert counted(links, actions, "matched_forward") == (0, 1)
