from __future__ import annotations

import dataclasses

from small_analyses import analysis_of, small_analysis

from wres_analysis.reports import document_exhibits as exhibits
from wres_analysis.tables import READING_NOTES, table_of

NOTE = {
    "organisation": "T1",
    "plan_year": "2022-23",
    "severity": "warn",
    "code": "no_owner",
    "message": "no owner",
}


def test_every_plan_is_named_with_its_document():
    table = exhibits.plans_read(small_analysis().only("T1")).table
    assert table["Document"].tolist() == ["2021-22 plan.csv", "2022-23 plan.csv"]


def test_notes_of_one_kind_stand_together_errors_first_and_remarks_are_only_counted():
    notes = [
        NOTE | {"row": 1},
        NOTE | {"row": 2},
        NOTE | {"row": 3, "severity": "error", "code": "undefined"},
    ]
    notes.append(NOTE | {"severity": "info", "code": "seen"})
    one = dataclasses.replace(small_analysis(1), reading_notes=table_of(notes, READING_NOTES))
    table = exhibits.notes_to_check(one).table
    assert table["Severity"].tolist() == ["Error", "Warning"]
    assert table["Rows"].tolist() == ["3", "1, 2"]
    assert table["What was seen"].tolist() == ["no owner", "no owner (and 1 more of this kind)"]


def test_actions_of_the_newest_plan_are_shown_in_full_with_a_revised_date():
    row = {
        "action": "Review",
        "detail": "the policy",
        "deadline": "March",
        "revised_deadline": "May",
        "place": "page 2",
    }
    table = exhibits.actions_read(analysis_of([row | {"plan_year": "2021-22"}, row])).table
    assert len(table) == 1
    shown = table.iloc[0]
    assert (shown["Action"], shown["Deadline"]) == ("Review – the policy", "March (revised: May)")
    assert shown["Place"] == "page 2"


def test_no_plan_has_no_newest_year():
    assert small_analysis(0).newest_year == ""
