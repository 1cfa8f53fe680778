from __future__ import annotations

import pandas as pd
import pytest
from small_tables import actions_of, plans_of

from wres_analysis.errors import TableError
from wres_analysis.measures.measure_definitions import measure_of, measures, names_of, read_vocabulary
from wres_analysis.measures.plan_measures import (
    DEADLINE_OUTCOMES,
    OUTCOMES,
    deadline_outcome,
    deadline_outcomes,
    forward_looking,
    last_date,
    plain_wording,
    plan_counts,
    plan_flags,
    report_dates,
    says_something,
    with_plan_dates,
)
from wres_analysis.tables import ORGANISATIONS, RATES, STATUSES, as_schema, check_table


def counted(actions: pd.DataFrame, plans: pd.DataFrame | None, measure: str) -> tuple[object, object]:
    counts = plan_counts(actions, plans).set_index("measure")
    return counts.at[measure, "numerator"], counts.at[measure, "denominator"]


@pytest.mark.parametrize(
    ("evidence", "year", "stated"),
    [
        ("row_mark", "2021/22", True),
        ("section_heading", "", True),
        ("none", "2021/22", True),
        ("forward_mark", "", False),
        ("forward_mark", "2023/24", False),
        ("none", "", False),
    ],
)
def test_what_counts_as_stated(evidence, year, stated):
    flags = plan_flags(actions_of({"carry_over_evidence": evidence, "carried_over_from": year}))
    assert bool(flags["stated"].iloc[0]) is stated


@pytest.mark.parametrize(
    ("owner", "said"),
    [*((text, False) for text in ("", "TBC", " n/a ", "N/A.", "-", "To be  confirmed", "None"))]
    + [(text, True) for text in ("Head of HR", "HR", "[name]", "Nominated lead")],
)
def test_placeholders_say_nothing(owner, said):
    assert bool(says_something(pd.Series([owner])).iloc[0]) is said


def test_scheduled_counts_dates_after_the_end_of_the_plan():
    actions = actions_of(
        {"deadline_date": "2023-03-31", "deadline_kind": "month"},
        {"deadline_date": "2023-06-30", "deadline_kind": "month"},
        {"deadline_date": "2023-03-31", "deadline_kind": "month", "revised_deadline": "December 2023"},
        {"deadline_kind": "open_ended"},
    )
    assert counted(actions, plans_of({"period_end": "2023-03-31"}), "scheduled") == (2, 3)
    undated = actions_of({"deadline_date": "2023-06-30", "deadline_kind": "month"})
    for plans in (None, plans_of({"period_end": ""})):
        assert counted(undated, plans, "scheduled") == (pd.NA, pd.NA)
    unread = actions_of(
        {"deadline_date": "2023-03-31", "deadline_kind": "month", "revised_deadline": "later"}
    )
    assert last_date(unread).tolist() == [pd.Timestamp("2023-03-31")]


def test_past_date_counts_what_was_due_and_is_not_complete():
    due = {"deadline_date": "2022-09-30", "deadline_kind": "month"}
    actions = actions_of(
        {**due, "status": "in_progress"},
        {**due, "status": "complete"},
        {**due, "status": "withdrawn"},
        {"deadline_date": "2023-03-31", "deadline_kind": "month", "status": "not_started"},
        {"status": "in_progress"},
    )
    assert counted(actions, plans_of({"as_at": "2022-12-31"}), "past_date") == (1, 4)
    assert counted(actions, plans_of({"as_at": "2022-09-30"}), "past_date") == (1, 4)
    assert counted(actions, plans_of({"as_at": "2022-09-29"}), "past_date") == (0, 4)


def test_a_plan_for_the_year_to_come_has_missed_nothing():
    due = {"deadline_date": "2022-09-30", "deadline_kind": "month"}
    plans = plans_of({"period_end": "2023-03-31"})
    assert counted(actions_of(due, due), plans, "past_date") == (pd.NA, pd.NA)
    reported = actions_of({**due, "status": "not_met"}, {**due, "status": "in_progress"})
    assert counted(reported, plans, "past_date") == (2, 2)


def test_the_printed_date_of_report_comes_first():
    actions = actions_of({"status": "complete"})
    dated = with_plan_dates(actions, plans_of({"as_at": "2022-12-31", "period_end": "2023-03-31"}))
    assert report_dates(dated).tolist() == [pd.Timestamp("2022-12-31")]


def test_every_action_has_one_status():
    flags = plan_flags(actions_of({"status": "partly_met"}, {"status": "undefined"}))
    statuses = flags[[name for name in flags if name.startswith("status_") and name != "status_present"]]
    assert statuses.sum(axis=1).tolist() == [1, 1]
    assert flags["status_present"].tolist() == [True, False]


def test_a_real_date_is_one_that_can_pass():
    kinds = ["exact", "range", "recurring", "open_ended", "unspecified", "none"]
    flags = plan_flags(actions_of(*({"deadline_kind": kind} for kind in kinds)))
    assert flags["date_present"].tolist() == [True, True, False, False, False, False]


def test_two_files_for_one_plan_do_not_double_its_actions():
    plans = plans_of({"period_end": "2023-03-31"}, {"period_end": "2024-03-31"})
    assert len(with_plan_dates(actions_of({}, {}), plans)) == 2


def test_plain_wording_keeps_letters_of_every_alphabet():
    assert plain_wording(pd.Series(["Café – staff’s 3%"])).tolist() == ["caféstaffs3"]


def test_a_plan_that_states_no_status_is_not_said_to_have_completed_none():
    silent = actions_of({}, {"status": "undefined"})
    assert counted(silent, None, "status_complete") == (pd.NA, pd.NA)
    assert counted(silent, None, "status_not_stated") == (1, 2)
    assert counted(actions_of({}, {"status": "not_started"}), None, "status_complete") == (0, 2)


def test_every_measure_is_described_in_full():
    for name, measure in measures().items():
        assert name == measure.measure
        assert all([measure.label, measure.question, measure.denominator])
        assert measure.direction in ("one plan", "forward", "backward", "pair")


def test_labels_tell_measures_apart():
    labels = [measure.label for measure in measures().values()]
    assert len(set(labels)) == len(labels)


def test_every_status_is_measured_and_has_a_group_in_pictures():
    assert {f"status_{status}" for status in STATUSES} <= set(names_of("one plan"))
    assert set(read_vocabulary("status_groups")["status"]) == set(STATUSES)


def test_an_unknown_measure_is_refused_with_the_known_ones():
    with pytest.raises(TableError, match=r"no measure 'carried'.*matched_forward"):
        measure_of("carried")


def test_a_computed_table_gets_the_order_and_the_types_of_its_schema():
    frame = pd.DataFrame({name: [1.0] if spec.kind != "text" else ["x"] for name, spec in RATES.items()})
    typed = as_schema(frame[list(RATES)[::-1]], RATES)
    assert list(typed.columns) == list(RATES)
    assert str(typed["numerator"].dtype) == "Int64"
    assert str(typed["rate"].dtype) == "Float64"


def test_an_empty_table_keeps_its_columns():
    assert list(as_schema(pd.DataFrame(columns=list(ORGANISATIONS)), ORGANISATIONS).columns) == list(
        ORGANISATIONS
    )


DUE = {"deadline_date": "2022-09-30", "deadline_kind": "month", "status": "in_progress"}
LATER = {**DUE, "deadline_date": "2023-03-31"}


def test_the_first_that_holds_is_told():
    actions = actions_of(
        {"deadline_kind": "open_ended", "status": "complete"},
        {**DUE, "status": "complete", "revised_deadline": "March 2023"},
        {**DUE, "revised_deadline": "March 2023"},
        DUE,
        LATER,
    )
    found = deadline_outcome(actions, plans_of({"as_at": "2022-12-31"}))
    assert found.tolist() == ["undated", "met", "moved", "missed", "to_come"]


def test_a_past_date_that_the_next_plan_moved_is_told_apart_and_both_add_up_to_the_rate():
    actions, plans = actions_of(DUE, DUE, LATER), plans_of({"as_at": "2022-12-31"})
    later = pd.MultiIndex.from_tuples([("T1", "2022-23", "1"), ("T1", "2022-23", "3")])
    found = deadline_outcome(actions, plans, later)
    assert found.tolist() == ["moved", "missed", "to_come"]
    assert found.isin(["moved", "missed"]).sum() == plan_flags(actions, plans)["past_date"].sum()


@pytest.mark.parametrize(
    ("as_at", "status", "forward"),
    [("", "in_progress", True), ("2022-12-31", "in_progress", False), ("", "complete", False)],
)
def test_a_plan_may_look_forward_where_it_prints_no_day_of_report_and_nothing_has_an_outcome(
    as_at, status, forward
):
    actions = actions_of(DUE, DUE | {"status": status})
    found = forward_looking(actions, plans_of({"as_at": as_at} if as_at else {}))
    assert found == ({("T1", "2022-23")} if forward else set())


def test_what_was_withdrawn_is_not_missed_and_nothing_is_without_a_day_of_report():
    actions = actions_of(DUE | {"status": "withdrawn"}, DUE, {**DUE, "status": "complete"})
    plans = plans_of({"as_at": "2022-12-31"})
    found = deadline_outcome(actions, plans)
    assert found.tolist() == ["withdrawn", "missed", "met"]
    assert found.eq("missed").sum() == plan_flags(actions, plans)["past_date"].sum()
    assert deadline_outcome(actions_of(DUE)).tolist() == ["unknown"]


def test_every_action_is_counted_once():
    actions = actions_of(DUE, LATER, {}, {"plan_year": "2021-22"})
    table = deadline_outcomes(actions, plans_of({"as_at": "2022-12-31"}))
    check_table(table, DEADLINE_OUTCOMES, "outcomes")
    assert len(table) == 2 * len(OUTCOMES)
    assert table["actions"].sum() == 4
    assert table.groupby("plan_year")["actions"].sum().to_dict() == {"2021-22": 1, "2022-23": 3}
