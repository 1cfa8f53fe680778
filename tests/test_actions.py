import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_documents import PLAN, codes, document, grid, line, read

from wres_analysis.documents.document import Cell, Document, Grid, Line, Remark, Row
from wres_analysis.documents.text import read_text
from wres_analysis.errors import DocumentError, WresError
from wres_analysis.plans.actions import extract_actions
from wres_analysis.tables import ACTIONS, PLANS, READING_NOTES, check_table


def test_the_tables_hold_what_their_schemas_say():
    extracted = extract_actions(document("Mossley NHS Trust plan 2024/25", PLAN), "RXA", "2024-25")
    check_table(extracted.actions, ACTIONS, "actions")
    check_table(extracted.notes, READING_NOTES, "notes")
    assert set(extracted.plan) == set(PLANS) - {"errors", "warnings"}
    assert extracted.plan["actions"] == 2
    assert (extracted.plan["period_start"], extracted.plan["period_end"]) == ("2024-04-01", "2025-03-31")


def test_the_report_date_is_kept():
    drawn = "Action | Lead | Progress at end of March 2025 \n Train | HR | Met - all"
    assert extract_actions(document(drawn)).plan["as_at"] == "2025-03-31"


def test_a_users_mapping_reads_titles_of_another_language():
    drawn = "Aktion | Wer | Stand | Wetter \n Train | HR | Complete | Sun"
    (record,), notes = read(
        drawn, mapping={"Aktion": "action", "Wer": "owner", "Stand": "status", "Wetter": "ignore"}
    )
    assert (record["action"], record["owner"], record["status"]) == ("Train", "HR", "complete")
    assert "column_not_understood" not in set(notes["code"])


def test_a_cross_is_a_tick_where_no_cell_of_its_column_says_yes_or_no():
    header = "Action | Lead / timescale | In Model Employer plan | In race disparity ratio plan"
    records, _ = read(f"{header} \n Train | HR | x | No \n Pay | HR | | Yes")
    assert [record["in_model_employer"] for record in records] == ["Yes", ""]
    assert [record["in_race_disparity"] for record in records] == ["No", "Yes"]


def test_what_the_reader_met_is_a_note():
    remark = Remark("warn", "hidden_sheet", "A hidden sheet was left out.", "sheet Old")
    made = document(PLAN)
    extracted = extract_actions(Document(made.name, "xlsx", made.blocks, (remark,)))
    assert "hidden_sheet" in codes(extracted.notes)


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ((), "no action plan table was found, nor any other text; "),
        ((line("A letter to all staff"),), "no action plan table was found, nor labels "),
        (
            ("Indicator | 2022 | 2023 \n Shortlisting | 1.6 | 1.4",),
            "no action plan table was found, nor labels ",
        ),
        (("Action | Lead | Deadline | Status",), "the table of actions at page 1, row 1 holds no action; "),
    ],
)
def test_a_document_without_a_plan_is_one_clear_line(blocks, said):
    with pytest.raises(DocumentError) as refused:
        extract_actions(document(*blocks))
    assert str(refused.value).startswith(f"plan.pdf: {said}")


def test_the_line_says_what_the_reader_met():
    scan = Document("plan.pdf", "pdf", (), (Remark("error", "scan", "this is a scan: install tesseract"),))
    with pytest.raises(DocumentError, match="install tesseract"):
        extract_actions(scan)


words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["Action", "Lead", "Deadline", "Status", "Aim", "Ref", "1", "May 2024", "Head of HR", "Done", ""]
    ),
    st.sampled_from(
        ["Aim: fair", "Part 2", "Key: 1 = done; 2 = late", "Progress", "Lead: HR", "Action: train", "Yes"]
    ),
)
cells = st.builds(
    Cell, words, st.sampled_from(["", "", "", "above", "left"]), st.sampled_from(["", "00B050"])
)
rows = st.builds(Row, st.lists(cells, max_size=7).map(tuple), st.just("row"))
grids = st.builds(Grid, st.lists(rows, max_size=6).map(tuple), st.just("page 1"), st.booleans())
lines = st.builds(Line, words, st.just("page 1"), st.integers(0, 2), st.booleans())
documents = st.builds(
    Document,
    st.just("plan"),
    st.sampled_from(["pdf", "txt", "xlsx"]),
    st.lists(st.one_of(grids, lines), max_size=6).map(tuple),
)


LABEL_BELOW_NOTHING = Document("plan", "pdf", tuple(Line(text, "page 1", 0, False) for text in ("", "LEAD:")))
NO_CELLS = Document(
    "plan",
    "txt",
    (Grid((Row(tuple(map(Cell, ("Aim", "Lead", "Action"))), "row"),), "p"), Grid((Row((), "row"),), "p")),
)


@settings(max_examples=100, deadline=None)
@example(NO_CELLS, "")
@example(LABEL_BELOW_NOTHING, "")
@given(documents, st.sampled_from(["", "2024-25", "nonsense"]))
def test_any_document_is_read_or_refused(made, year):
    try:
        extracted = extract_actions(made, "T1", year)
    except WresError as refused:
        assert "\n" not in str(refused)
        return
    check_table(extracted.actions, ACTIONS, "actions")
    check_table(extracted.notes, READING_NOTES, "notes")
    assert len(extracted.actions) > 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(words, max_size=6), max_size=8))
def test_any_text_below_a_header_is_read_or_refused(tmp_path_factory, drawn):
    text = "\n".join(["Ref\tAction\tLead\tDeadline\tStatus", *("\t".join(row) for row in drawn)])
    path = tmp_path_factory.mktemp("text") / "plan.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        extracted = extract_actions(read_text(path), "T1", "2024-25")
    except WresError:
        return
    assert extracted.actions["action_id"].is_unique


@given(st.integers(1, 12))
def test_every_row_of_a_plain_table_is_one_action(count):
    rows = [f"{number} | Action {number} | HR | May 2024 | Done" for number in range(1, count + 1)]
    records, _ = read(grid("\n".join(["Ref | Action | Lead | Deadline | Status", *rows])))
    assert [record["ref"] for record in records] == [str(number) for number in range(1, count + 1)]
