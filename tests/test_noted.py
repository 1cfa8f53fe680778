from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.document import Remark
from wres_analysis.plans.plan_notes import gathered, rows_in_words


def info(row, code="filled", message="same"):
    return Remark("info", code, message, row=row)


def test_one_note_for_each_code_and_row():
    notes = [info(1), info(1, message="again"), info(2), info(None), info(None, message="other")]
    assert [(note.row, note.message) for note in gathered(notes, 9)] == [
        (1, "same"),
        (2, "same"),
        (None, "same"),
        (None, "other"),
    ]


def test_an_info_on_most_rows_is_one_note_on_the_document():
    (note,) = gathered([info(row) for row in range(1, 8)], 8)
    assert note.row is None
    assert note.message == "Rows 1-7: same"


def test_warnings_stay_with_their_rows():
    notes = [Remark("warn", "owner_missing", "nobody", row=row) for row in range(1, 8)]
    assert gathered(notes, 8) == notes


@given(st.sets(st.integers(1, 60), min_size=1))
def test_row_numbers_in_words_can_be_read_back(rows):
    parts = [part.split("-") for part in rows_in_words(rows).split(", ")]
    assert {row for part in parts for row in range(int(part[0]), int(part[-1]) + 1)} == rows
