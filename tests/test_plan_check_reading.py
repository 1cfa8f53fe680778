import os
from pathlib import Path

import pytest
from small_documents import document

from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import DocumentError
from wres_analysis.notebook.plan_check import checked_plan as plan_check_reading
from wres_analysis.notebook.plan_check.checked_plan import columns_of_grids, look_at, read_for_a_look

HEADER = "No,Action,Lead,By when\n1,Train interview panels,Head of OD,March 2024\n"


def plan(tmp_path, text=HEADER):
    path = tmp_path / "2023-24 plan.csv"
    path.write_text(text, encoding="utf-8")
    return PlanFile("RXA", "2023-24", path)


def test_a_document_is_read_in_another_process(tmp_path):
    reading = read_for_a_look(plan(tmp_path), {})
    assert [column.field for column in reading.columns] == ["ref", "action", "owner", "deadline"]
    assert reading.extracted.actions["owner"].tolist() == ["Head of OD"]


def test_what_happens_to_the_child_does_not_happen_here(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_check_reading, "look_at", crash)
    with pytest.raises(Exception, match=r"2023-24 plan\.csv: .* crashed"):
        read_for_a_look(plan(tmp_path), {})


def crash(*_, **__):
    os._exit(3)


def test_a_heading_on_every_page_is_one_column(tmp_path):
    again = HEADER + HEADER.replace("1,Train", "2,Coach").replace("No,Action", "NO,ACTIONS")
    titles = [column.title for column in look_at(plan(tmp_path, again), {}).columns]
    assert titles == ["No", "Action", "Lead", "By when"]


def test_a_document_without_any_table_is_refused(tmp_path):
    path = tmp_path / "2023-24 plan.txt"
    path.write_text("Dear all,\n\nthe meeting is on Monday.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="no action plan table was found"):
        look_at(PlanFile("RXA", "2023-24", Path(path)), {})


def test_headings_of_unknown_tables_are_offered_once_with_what_was_said_of_them():
    found = columns_of_grids(
        document("Weather | Owner\nsun | me", "weather | Mood\nrain | sad"), {"mood": "aim"}
    )
    assert [(column.title, column.field) for column in found] == [
        ("Weather", None),
        ("Owner", "owner"),
        ("Mood", "aim"),
    ]
