from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import SHARED, actions_of, counts_of, links_of, plans_of, row_of, seed_actions

from wres_analysis.errors import TableError
from wres_analysis.measures.carry_over import (
    FLOWS,
    carry_over_rates,
    flows,
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
