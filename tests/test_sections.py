import pytest
from small_documents import line

from wres_analysis.plans.sections import (
    block_of_lines,
    is_furniture,
    is_lead_in,
    is_title,
    is_trailer,
    labelled_section,
    section_of_line,
)


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("Part 2 – Later on", "part", "Part 2 – Later on"),
        ("Section A: Recruitment", "part", "Section A: Recruitment"),
        ("Aim: To widen access", "aim", "To widen access"),
        ("Theme: Workforce", "aim", "Workforce"),
        ("Objective 1: Fair selection", "aim", "Objective 1: Fair selection"),
        ("Indicator 3: discipline", "aim", "Indicator 3: discipline"),
    ],
)
def test_sections_with_a_word_for_them(text, kind, shown):
    assert labelled_section(text) == (kind, shown, True)


@pytest.mark.parametrize("text", ["Aimed at managers", "Part of the plan", "Standard letters", "Aim", ""])
def test_texts_that_only_begin_like_a_section(text):
    assert labelled_section(text) is None


def test_headings_of_a_document():
    assert section_of_line(line("Fair recruitment", 2)) == ("aim", "Fair recruitment", False)
    assert section_of_line(line("Actions for 2022/23", 2)).kind == "part"
    assert section_of_line(line("Fair recruitment")) is None
    assert section_of_line(line("Reviewed by the Board in May 2024", 2)) is None
    assert section_of_line(line("Fair recruitment"), plain_counts=True).kind == "aim"


@pytest.mark.parametrize(
    "text",
    [
        "Action plan",
        "Our figures",
        "Mossley NHS Trust",
        "WRES action plan 2024/25",
        "Page 3 of 9",
        "It was agreed.",
    ],
)
def test_headings_that_say_nothing_about_actions(text):
    assert section_of_line(line(text, 2)) is None


def test_titles_furniture_and_trailers():
    assert is_title("Mossley Integrated Care Board") and not is_title("Make the Board look like its staff")
    assert is_furniture("Page 2") and not is_furniture("2 wards")
    assert (
        is_trailer("End of report") and is_trailer("Total: 12") and not is_trailer("Total review of adverts")
    )


def test_a_sentence_with_bullets_stands_together():
    lines = [line("Hold panels to:"), line("widen the pool", bullet=True), line("set criteria", bullet=True)]
    assert is_lead_in(lines)
    assert not is_lead_in(lines[:1])
    assert block_of_lines(lines) == "Hold panels to: • widen the pool • set criteria"
