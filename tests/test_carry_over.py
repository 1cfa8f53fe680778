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


def test_the_trust_plan_states_10_of_11_by_row_and_by_heading_and_5_of_6_in_its_first_part():
    actions = seed_actions("seed_trust_gold.csv", "WIRRAL", "2022-23")
    rates = carry_over_rates(NO_LINKS, actions)
    names = ("stated", "stated_row_mark", "stated_section_heading")
    assert [counts_of(rates, name) for name in names] == [(10, 11), (5, 11), (5, 11)]
    first = actions[actions["part"].str.startswith("Part 1")]
    row = row_of(carry_over_rates(NO_LINKS, first), "stated")
    assert (row["numerator"], row["denominator"]) == (5, 6)
    assert (row["low"], row["high"]) == pytest.approx((0.4365, 0.9699), abs=5e-5)


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
    second = together["organisation"].eq("T2") & together["measure"].eq("matched_forward")
    assert together.loc[second, "rate"].isna().all()


def test_scheduled_leaves_from_its_plan():
    actions = actions_of({"deadline_date": "2024-03-31", "deadline_kind": "month"})
    row = row_of(carry_over_rates(NO_LINKS, actions, plans_of({"period_end": "2023-03-31"})), "scheduled")
    assert (row["from_year"], row["to_year"], row["rate"]) == ("2022-23", "", 1.0)


def test_a_missing_column_is_named_and_no_actions_give_an_empty_table_of_the_right_columns():
    with pytest.raises(TableError, match="column status is missing"):
        carry_over_rates(NO_LINKS, actions_of({}).drop(columns="status"))
    empty = carry_over_rates(NO_LINKS, actions_of())
    assert empty.empty and list(empty.columns) == list(RATES)


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


def early(name: str, **more: object) -> dict[str, object]:
    return {**EARLIER, "action_id": name, **more}


def late(name: str, **more: object) -> dict[str, object]:
    return {**LATER, "action_id": name, **more}


MARKED, DUE = {"carry_over_evidence": "row_mark"}, {"deadline_kind": "month"}
OWNERS = [
    ("Head of HR", "Head of HR."),
    ("Head of HR", "Chief People Officer"),
    ("Head of HR", "TBC"),
    ("", "Chair"),
]
COUNTS = {  # actions, links, and numerator and denominator of each measure
    "forward and backward have their own denominators": (
        [*map(early, ("a0", "a1", "a2", "a3")), *map(late, ("b0", "b1", "b2", "b3", "b4"))],
        [
            ("a0", "b0", "exact"),
            ("a1", "b1", "reworded"),
            ("a2", "", "dropped"),
            ("a3", "", "dropped"),
            ("", "b2", "new"),
        ],
        {"matched_forward": (2, 4), "matched_backward": (2, 5), "matched_forward_wording_kept": (1, 4)},
    ),
    "a split action came back once and a merged one twice": (
        [*map(early, ("a0", "a1", "a2")), *map(late, ("b0", "b1", "b2"))],
        [("a0", "b0", "split"), ("a0", "b1", "split"), ("a1", "b2", "merged"), ("a2", "b2", "merged")],
        {"matched_forward": (3, 3), "matched_backward": (3, 3)},
    ),
    "the same words under two aims count once and came back if either did": (
        [
            early("a1", action="Review the policy.", aim="One"),
            early("a2", action="Review  the Policy", aim="Two"),
            early("a3"),
            late("b1"),
        ],
        [("a1", "b1", "exact"), ("a2", "", "dropped"), ("a3", "", "dropped")],
        {"matched_forward": (1, 2), "vanished": (1, 2)},
    ),
    "complete yet back and vanished look at different actions": (
        [
            early("done_back", status="complete"),
            early("done_gone", status="complete"),
            early("stopped", status="withdrawn"),
            early("open_gone", status="in_progress"),
            early("open_back", status="not_stated"),
            *map(late, ("b1", "b2")),
        ],
        [
            ("done_back", "b1", "exact"),
            ("done_gone", "", "completed"),
            ("stopped", "", "dropped"),
            ("open_gone", "", "dropped"),
            ("open_back", "b2", "exact"),
        ],
        {"completed_yet_back": (1, 2), "vanished": (1, 2)},
    ),
    "silent, and stated without a match": (
        [
            *map(early, ("a0", "a1")),
            late("marked_found", **MARKED),
            late("marked_only", **MARKED),
            *map(late, ("found_only", "neither")),
        ],
        [("a0", "marked_found", "exact"), ("a1", "found_only", "reworded"), ("", "marked_only", "new")],
        {"silent": (1, 2), "stated_no_match": (1, 2)},
    ),
    "an owner changed where both are named": (
        [early(f"a{n}", owner=owner) for n, (owner, _) in enumerate(OWNERS)]
        + [late(f"b{n}", owner=owner) for n, (_, owner) in enumerate(OWNERS)],
        [(f"a{n}", f"b{n}", "exact") for n in range(4)],
        {"owner_changed": (1, 2)},
    ),
    "carried over past its date, where the first day of the plan is not known": (
        [
            early("late", deadline_date="2022-01-31", **DUE),
            early("on_plan", deadline_date="2024-03-31", **DUE),
            early("undated"),
            *map(late, ("b0", "b1", "b2")),
        ],
        [("late", "b0", "exact"), ("on_plan", "b1", "exact"), ("undated", "b2", "exact")],
        {"carried_past_date": (0, 0)},
    ),
    "two plans without a link have none of none that moved": (
        [early("a"), late("b")],
        [("a", "", "dropped"), ("", "b", "new")],
        {"date_moved": (0, 0), "owner_changed": (0, 0), "matched_forward": (0, 1)},
    ),
}


@pytest.mark.parametrize("case", COUNTS)
def test_what_two_linked_plans_count(case):
    actions, links, expected = COUNTS[case]
    table = actions_of(*actions)
    assert {name: counted(links_of(*links), table, name) for name in expected} == expected


def test_carried_over_past_its_date_or_on_plan():
    actions, links, _ = COUNTS["carried over past its date, where the first day of the plan is not known"]
    began = plans_of({"period_start": "2022-04-01"})
    assert counted(links_of(*links), actions_of(*actions), "carried_past_date", began) == (1, 2)


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


def test_dates_that_moved_in_calendar_months():
    days = (
        ("2023-06-30", "month"),
        ("2022-03-01", "exact"),
        ("2021-12-31", "month"),
        ("2023-03-31", "recurring"),
    )
    actions = actions_of(
        *(early(f"a{n}", deadline_date="2022-03-31", **DUE) for n in range(1, 5)),
        *(late(f"b{n}", deadline_date=day, deadline_kind=kind) for n, (day, kind) in enumerate(days, 1)),
    )
    links = links_of(*((f"a{n}", f"b{n}", "exact") for n in range(1, 5)))
    moves = moves_of(joined_pairs(links, actions)).set_index("from_id")["months_moved"]
    assert moves.tolist()[:3] == [15, 0, -3]
    assert moves["a4"] is pd.NA
    assert counted(links, actions, "date_moved") == (1, 3)


def test_a_link_to_an_unknown_action_is_named():
    with pytest.raises(TableError, match=r"action 'a9' of T1 2021-22 is not in the actions"):
        link_counts(links_of(("a9", "b1", "exact")), actions_of({**LATER, "action_id": "b1"}))
