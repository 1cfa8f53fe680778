from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.pdf_words import Box, Word, lines_of
from wres_analysis.notebook.plan_check.plan_pages import row_tops

PAGE = """
1  Train interview panels in       Head of OD
   fair selection                  and the team
2  Train interview panels in       Head of HR
   the use of data
3  Review
"""


def words_of(drawn, size=10.0):
    """Words as they stand in a drawing: a letter is half as wide as a line is high."""
    words = []
    for number, line in enumerate(drawn.strip("\n").splitlines()):
        at = 0
        for piece in line.split(" "):
            if piece:
                left, top = at * size / 2, number * size * 1.4
                box = Box(left, top, left + len(piece) * size / 2, top + size)
                words.append(Word(piece, box, bold=False))
            at += len(piece) + 1
    return lines_of(words)


def lines_down(tops):
    return {row: round(top / 14) for row, top in tops.items()}


def test_actions_are_found_where_they_start_over_wrapped_lines():
    wordings = {
        1: ["Train interview panels in fair selection."],
        2: ["Train interview panels in the use of data"],
        3: ["Review"],
    }
    assert lines_down(row_tops(wordings, words_of(PAGE))) == {1: 0, 2: 2, 3: 4}


def test_the_same_wording_twice_stands_in_two_places():
    wording = ["Train interview panels in"]
    assert lines_down(row_tops({1: wording, 2: wording, 3: wording}, words_of(PAGE))) == {1: 0, 2: 2}


def test_what_is_not_on_the_page_has_no_place():
    wordings = {1: ["Train the whole board"], 2: ["Review of everything"], 3: [""], 4: []}
    assert row_tops(wordings, words_of(PAGE)) == {}


def test_text_of_the_next_column_is_not_taken_for_the_end_of_the_action():
    assert row_tops({1: ["in Head of OD"]}, words_of(PAGE)) == {}


def test_the_second_text_helps_where_the_first_is_not_found():
    assert lines_down(row_tops({1: ["Not on this page at all", "the use of data"]}, words_of(PAGE))) == {1: 3}


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_wording_lies_on_the_page_or_nowhere(texts):
    lines = words_of(PAGE)
    tops = row_tops({row: [text] for row, text in enumerate(texts, start=1)}, lines)
    assert set(tops.values()) <= {word.box.top for line in lines for word in line.words}
