from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.document import Line
from wres_analysis.documents.text import paragraphs


def read(text):
    return list(paragraphs([(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]))


def texts(text):
    return [line.text for line in read(text)]


def test_a_sentence_that_goes_on_is_joined_and_keeps_its_first_place():
    assert read("Train the chairs of\nall panels.\nReview adverts.") == [
        Line("Train the chairs of all panels.", "line 1"),
        Line("Review adverts.", "line 3"),
    ]


def test_lines_that_were_wrapped_at_a_width_are_joined():
    wrapped = [
        "We train all chairs of panels for Band 8a and above with the",
        "Head of HR. We review the adverts of every post above Band 7",
        "Chief Nurses. We open the mentoring scheme to nurses in the",
        "Trust.",
    ]
    assert texts("\n".join(wrapped)) == [" ".join(wrapped)]
    assert texts("\n".join(wrapped[:2])) == wrapped[:2]


def test_a_blank_line_a_label_a_bullet_and_a_number_start_anew():
    assert len(texts("Train chairs\n\nof panels")) == 2
    assert texts("Train chairs\nLead: HR\n- one\n2. two") == ["Train chairs", "Lead: HR", "one", "2. two"]


def test_what_stands_further_in_belongs_to_the_bullet():
    (line,) = read("- Train chairs\n  Head of HR")
    assert line == Line("Train chairs Head of HR", "line 1", bullet=True)


def test_marks_of_strong_text_are_taken_off_and_a_line_of_it_is_a_heading():
    assert read("**Recruitment**\n1. **Train** chairs\n__x") == [
        Line("Recruitment", "line 1", heading=7),
        Line("1. Train chairs", "line 2"),
        Line("__x", "line 3"),
    ]


@given(st.lists(st.text(max_size=30).filter(lambda text: not set(text) & set("\n\r*_-=–—#")), max_size=8))
def test_no_word_is_lost(lines):
    given_lines = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    read_words = [word for line in paragraphs(given_lines) for word in line.text.split()]
    words = [word for _, line in given_lines for word in line.split()]
    assert [word for word in read_words if word.isalnum()] == [word for word in words if word.isalnum()]
