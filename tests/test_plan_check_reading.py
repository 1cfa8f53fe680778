import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from small_documents import document

import wres_analysis
from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import DataFolderError, DocumentError
from wres_analysis.notebook.plan_check import checked_plan as plan_check_reading
from wres_analysis.notebook.plan_check.checked_plan import (
    ANY_NOTE,
    advice_on,
    columns_of_grids,
    look_at,
    numbered_notes,
    plan_place,
    read_for_a_look,
)
from wres_analysis.tables import READING_NOTES, SEVERITIES, table_of
from wres_analysis.vocabulary import vocabulary_rows

HEADER = "No,Action,Lead,By when\n1,Train interview panels,Head of OD,March 2024\n"


def plan_in(tmp_path, text=HEADER):
    path = tmp_path / "2023-24 plan.csv"
    path.write_text(text, encoding="utf-8")
    return PlanFile("RXA", "2023-24", path)


@pytest.mark.whole_run
def test_a_document_is_read_in_another_process(tmp_path):
    reading = read_for_a_look(plan_in(tmp_path), {})
    assert [column.field for column in reading.columns] == ["ref", "action", "owner", "deadline"]
    assert reading.extracted.actions["owner"].tolist() == ["Head of OD"]


@pytest.mark.whole_run
def test_what_happens_to_the_child_does_not_happen_here(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_check_reading, "look_at", crash)
    with pytest.raises(Exception, match=r"2023-24 plan\.csv: .* crashed"):
        read_for_a_look(plan_in(tmp_path), {})


def crash(*_, **__):
    os._exit(3)


def test_a_heading_on_every_page_is_one_column(tmp_path):
    again = HEADER + HEADER.replace("1,Train", "2,Coach").replace("No,Action", "NO,ACTIONS")
    titles = [column.title for column in look_at(plan_in(tmp_path, again), {}).columns]
    assert titles == ["No", "Action", "Lead", "By when"]


def test_a_document_without_any_table_is_refused(tmp_path):
    path = tmp_path / "2023-24 plan.txt"
    path.write_text("Dear all,\n\nthe meeting is on Monday.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="no action plan table was found"):
        look_at(PlanFile("RXA", "2023-24", Path(path)), {})


def test_headings_of_unknown_tables_are_offered_once_with_what_was_said_of_them():
    tables = document("Weather | Owner\nsun | me", "weather | Mood\nrain | sad")
    found = {column.title: column.field for column in columns_of_grids(tables, {"mood": "aim"})}
    assert found == {"Weather": None, "Owner": "owner", "Mood": "aim"}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data" / "plans" / "5E1"
    place.mkdir(parents=True)
    (place / "2022-23 plan.txt").write_text("x", encoding="utf-8")
    (place / "README.md").write_text("x", encoding="utf-8")
    return place


def refusal(path):
    with pytest.raises(DataFolderError) as caught:
        plan_place(path)
    return str(caught.value)


def test_a_file_in_a_data_folder_tells_all(folder):
    found = plan_place(folder / "2022-23 plan.txt")
    assert (found.plan.organisation, found.plan.plan_year) == ("5E1", "2022-23")
    assert found.data == folder.parents[1]


@pytest.mark.parametrize("levels", [0, 2])
def test_a_folder_with_one_plan_is_that_plan(folder, levels):
    start = [folder, *folder.parents][levels]
    assert plan_place(start).plan.path.name == "2022-23 plan.txt"


def test_what_is_said_wins_over_the_path(folder, tmp_path):
    found = plan_place(folder, "RXA", "2021-23", tmp_path)
    assert (found.plan.organisation, found.plan.plan_year, found.data) == ("RXA", "2021-23", tmp_path)


def test_a_file_elsewhere_has_no_data_folder(tmp_path):
    (tmp_path / "2022 plan.txt").write_text("x", encoding="utf-8")
    assert plan_place(tmp_path / "2022 plan.txt").data is None


def test_several_plans_or_none_are_refused(folder):
    (folder / "2023-24 plan.txt").write_text("x", encoding="utf-8")
    assert refusal(folder) == (
        "5E1: 2 files are in this folder ('2022-23 plan.txt', '2023-24 plan.txt'); "
        "name the one that you want to check"
    )
    empty = folder / "empty"
    empty.mkdir()
    assert "no plan is in this folder" in refusal(empty)


def test_a_wrong_path_names_the_nearest_right_one(folder):
    assert refusal(folder / "2022-23 plan.pdf").endswith("did you mean '2022-23 plan.txt'?")
    assert refusal(folder.parent / "5E" / "2022-23 plan.txt").endswith("did you mean '5E1'?")


PACKAGE = Path(wres_analysis.__file__).parent


def codes_in(path: Path) -> Iterator[str]:
    """What stands behind a severity in a call, or as the key of a severity, is the code of a note."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        pairs: list[tuple[ast.expr | None, ast.expr]] = []
        if isinstance(node, ast.Call):
            pairs = list(zip(node.args, node.args[1:], strict=False))
        elif isinstance(node, ast.Tuple):
            pairs = list(zip(node.elts, node.elts[1:], strict=False))
        elif isinstance(node, ast.Dict):
            pairs = [pair for pair in zip(node.values, node.keys, strict=True) if pair[1]]
        for severity, code in pairs:
            texts = [one.value for one in (severity, code) if isinstance(one, ast.Constant)]
            if (
                len(texts) == 2
                and texts[0] in SEVERITIES
                and isinstance(texts[1], str)
                and texts[1] != "severity"
            ):
                yield texts[1]


def test_every_note_that_the_package_makes_has_advice_of_its_own():
    paths = [path for room in ("plans", "documents") for path in (PACKAGE / room).glob("*.py")]
    made = {code for path in paths for code in codes_in(path)}
    assert len(made) > 70
    listed = {row["code"] for row in vocabulary_rows("note_advice")}
    assert made - listed == set()
    composed = (
        "list_not_read no_owner_column no_deadline_column scan_not_read not_read read_from_list "
        "read_from_prose file_left_out plan_year_in_doubt plan_refreshed plan_year_from_document "
        "code_not_portable codes_alike own_words mapping_unused mapping_without_document text_lost "
        "text_not_placed"
    )
    assert listed - made == set(composed.split())


def test_advice_is_one_sentence():
    for row in vocabulary_rows("note_advice"):
        assert row["what_to_do"].endswith(".")
        assert row["what_to_do"][0].isupper()
        assert ". " not in row["what_to_do"]
    assert advice_on("never heard of") == ANY_NOTE


def test_errors_and_warnings_are_numbered_and_remarks_are_not():
    notes = [
        {"severity": "warn", "code": "ocr"},
        {"severity": "info", "code": "term_mixed"},
        {"severity": "error", "code": "row_garbled", "row": 3},
    ]
    numbered = numbered_notes(table_of(notes, READING_NOTES))
    assert [(note.number, note.row, note.code) for note in numbered] == [
        (1, 0, "ocr"),
        (0, 0, "term_mixed"),
        (2, 3, "row_garbled"),
    ]
    assert numbered_notes(pd.DataFrame(table_of([], READING_NOTES))) == []
