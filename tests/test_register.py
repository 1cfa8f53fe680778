"""The register: who owns what is overdue, and what has run for how long."""

from __future__ import annotations

from small_analyses import small_analysis
from small_tables import actions_of, plans_of

from wres_analysis.measures.lives import REGISTER, register
from wres_analysis.tables import LINKS, check_table, table_of

DUE = {
    "deadline_kind": "month",
    "deadline_date": "2022-03-31",
    "status": "in_progress",
    "owner": "Head of HR",
}


def test_who_owns_what_is_overdue_is_one_filter():
    actions = actions_of(
        DUE,
        {**DUE, "status": "complete"},
        {**DUE, "deadline_date": "2022-06-30", "owner": "Chief Nurse"},
        {**DUE, "deadline_date": "2022-07-15"},
        {**DUE, "deadline_kind": "open_ended", "deadline_date": ""},
    )
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    check_table(found, REGISTER, "register")
    assert found["past_date"].tolist() == ["Yes", "No", "Yes", "No", ""]
    assert found["months_late"].tolist()[0] == 3
    assert found.query("past_date == 'Yes'")["owner"].tolist() == ["Head of HR", "Chief Nurse"]
    assert found["months_late"].isna().tolist() == [False, True, False, True, True]


def test_months_late_are_whole_months():
    days = ["2022-03-31", "2022-04-29", "2022-04-30", "2022-05-31"]
    actions = actions_of(*({**DUE, "deadline_date": day} for day in days))
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-05-30"}))
    assert found["months_late"].fillna(-1).tolist() == [1, 1, 1, -1]


def test_only_the_newest_plan_stands_there_with_where_it_came_from():
    found = small_analysis(1).register.set_index("action")
    assert set(found["plan_year"]) == {"2022-23"}
    since = found[["first_plan_year", "plans_in"]]
    assert since.loc["Train interview panels in fair selection"].tolist() == ["2021-22", 2]
    assert since.loc["Review the grievance procedure with staff side"].tolist() == ["2022-23", 1]
    assert found["link_probability"].notna().tolist() == [True, True, False]


def test_every_row_leads_back_to_its_place_in_the_document():
    actions = actions_of({**DUE, "place": "page 3"}, {**DUE, "place": "sheet Section 3, row 5"})
    found = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    assert found["place"].tolist() == ["page 3", "sheet Section 3, row 5"]


def test_what_was_past_its_date_when_the_plan_began_is_told_by_the_same_rule():
    days = ["2022-03-31", "2022-04-01", "2022-06-30", ""]
    actions = actions_of(*({**DUE, "deadline_date": day} for day in days), {**DUE, "status": "complete"})
    found = register(
        actions, table_of([], LINKS), plans_of({"period_start": "2022-04-01", "as_at": "2022-06-30"})
    )
    assert found["past_at_start"].tolist() == ["Yes", "No", "No", "", "No"]
    assert found["past_date"].tolist() == ["Yes", "Yes", "Yes", "", "No"]
    unknown = register(actions, table_of([], LINKS), plans_of({"as_at": "2022-06-30"}))
    assert set(unknown["past_at_start"]) == {""}
