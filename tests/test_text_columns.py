from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.text_tables import MOST_CHARACTERS, spaced_tables

CLOSE = """
Ref  Action                          Lead           By when     Status
1    Train the chairs of all         Head of HR     June 2024   Complete
     selection panels
2    Review adverts for plain words  Chief Nurse    May 2025    Open
"""
PARTED = """
Action                        Lead                 Progress
----------------------------  -------------------  ----------------------
Train panel chairs            Head of HR           Sixty were trained
                                                   by the end of May.

Review job adverts            Chief Nurse          Not begun.
"""
NO_NUMBERS = """
Action                        Lead                 By when
Train the chairs of all       Head of HR and       June 2024
selection panels              the network
Review job adverts            Chief Nurse          May 2025

This plan was agreed by the board.  It will be reviewed in June.
"""


def numbered(text):
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def cells(text):
    (table,) = spaced_tables(numbered(text))
    return [[" ".join(cell.split()) for cell in row.texts] for row in table.grid.rows]


def test_wrapped_rows_are_told_by_their_numbers():
    first, second = cells(CLOSE)[1:]
    assert first == ["1", "Train the chairs of all selection panels", "Head of HR", "June 2024", "Complete"]
    assert second == ["2", "Review adverts for plain words", "Chief Nurse", "May 2025", "Open"]


def test_one_space_is_enough_between_texts_where_a_column_starts():
    tight = CLOSE.replace("plain words  Chief", "plain words. Chief")
    assert cells(tight)[2][1:3] == ["Review adverts for plain words.", "Chief Nurse"]


def test_rows_are_told_by_blank_lines():
    assert cells(PARTED)[1:] == [
        ["Train panel chairs", "Head of HR", "Sixty were trained by the end of May."],
        ["Review job adverts", "Chief Nurse", "Not begun."],
    ]


def test_rows_without_numbers_or_blank_lines_start_on_full_lines_and_prose_stays_out():
    assert cells(NO_NUMBERS)[1:] == [
        ["Train the chairs of all selection panels", "Head of HR and the network", "June 2024"],
        ["Review job adverts", "Chief Nurse", "May 2025"],
    ]


def test_places_are_the_lines_of_the_file():
    (table,) = spaced_tables(numbered(CLOSE))
    assert [row.place for row in table.grid.rows] == ["line 2", "line 3", "line 5"]
    assert (table.first, table.last) == (2, 5)


def test_prose_and_endless_lines_are_no_table():
    assert spaced_tables(numbered("The action is done.  The lead is HR.\nThe deadline  has passed.")) == []
    assert spaced_tables(numbered(CLOSE + "x" * (MOST_CHARACTERS + 1))) == []


@given(st.lists(st.text(alphabet="aT 1-|\t.:", max_size=40), max_size=12))
def test_any_lines_give_tables_inside_them(lines):
    given_lines = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for table in spaced_tables(given_lines):
        assert 1 <= table.first <= table.last <= len(lines)


def test_rows_start_where_a_column_of_one_word_is_filled():
    text = """
    Aim           Action                    Risk   Lead
    Fair panels   Train the chairs of       High   Head of HR
    and fair      all panels
    adverts       Review the adverts        Low    Chief
                                                   Nurse
                  Publish who was           High   Head of HR
                  appointed
    Fair pay      Publish the pay gap       Low    Chief
                  by ward                          Nurse
    """
    lines = [(number, line[4:]) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    [table] = spaced_tables(lines)
    assert [row.texts[1].replace("\n", " ") for row in table.grid.rows[1:]] == [
        "Train the chairs of all panels",
        "Review the adverts",
        "Publish who was appointed",
        "Publish the pay gap by ward",
    ]
