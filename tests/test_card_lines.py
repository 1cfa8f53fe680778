import pytest
from small_documents import grid, line

from wres_analysis.plans.card_lines import pieces_of, roles_of, spelled_out
from wres_analysis.vocabulary.headings import fields_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Train chairs - Lead: HR - Deadline: May 2024", ["Train chairs", "Lead: HR", "Deadline: May 2024"]),
        ("Train chairs [Lead: HR; When: May].", ["Train chairs", "Lead: HR", "When: May"]),
        ("Meet at 10:30 in the hall", ["Meet at 10:30 in the hall"]),
        ("Lead: HR (acting)", ["Lead: HR (acting)"]),
    ],
)
def test_a_line_is_cut_before_its_labels(text, pieces):
    assert list(pieces_of(text)) == pieces


def spelled(*texts):
    return [one.text for one in spelled_out([line(text) for text in texts])]


def test_labels_with_a_dash_or_on_their_own_line_get_a_colon():
    texts = ["Lead – HR", "Timescale", "May 2024", "Lead – Chief Nurse", "Timescale", "June 2024"]
    assert spelled(*texts) == [
        "Lead: HR",
        "Timescale:",
        "May 2024",
        "Lead: Chief Nurse",
        "Timescale:",
        "June 2024",
    ]


def test_what_stands_once_or_says_neither_who_nor_when_stays():
    assert spelled("Lead – HR", "Actions", "Actions") == ["Lead – HR", "Actions", "Actions"]


def roles(*lines):
    return roles_of(list(lines), fields_of)


def test_the_numbered_line_above_the_labels_is_the_wording():
    lines = ["1. Train chairs", "All of them.", "Lead: HR", "Careers", "2. Review", "Lead: CEO"]
    assert roles(*map(line, lines)) == {0: "title", 1: "detail", 3: "heading", 4: "title"}


def test_the_line_just_above_is_the_wording_where_nothing_is_marked():
    assert roles(*map(line, ["About us", "Train chairs", "Lead: HR"])) == {1: "title"}


def test_a_wording_with_labels_behind_it():
    assert roles(line("Train chairs – Lead: HR"), line("Review – Lead: CEO")) == {0: "inline", 1: "inline"}


def test_nothing_is_guessed_where_a_label_says_what_is_done_or_a_grid_parts_the_lines():
    assert roles(line("1. Plan"), line("Action: Train"), line("Lead: HR")) == {}
    assert roles(line("Train chairs"), grid("a | b"), line("Lead: HR")) == {}
