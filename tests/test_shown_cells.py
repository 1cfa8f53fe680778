"""What single texts and names are read as: signs, options, prompts, numbers, cut words."""

from pathlib import Path

import pytest

from wres_analysis.documents.cell_text import is_prompt, known_share, shown_in, ticked, without_cut_words
from wres_analysis.documents.excel_cells import number_shown, sections_of
from wres_analysis.documents.opening import is_web_page, misnamed


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (6, '0" months"', "6 months"),
        (2, '[=1]"Complete";[=2]"In progress";"Not started"', "In progress"),
        (0.5, "0%", "50%"),
        (7, "000", "007"),
        (3, "General", "3"),
        (2, '"Q"0', "Q2"),
    ],
)
def test_a_number_shows_by_its_format(number, number_format, shown):
    assert number_shown(number, number_format) == shown


def test_a_semicolon_in_quotation_marks_parts_no_sections():
    assert sections_of('[=1]"Yes; done";"No"') == ['[=1]"Yes; done"', '"No"']


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [("Wingdings", "ü", "✓"), ("Wingdings 2", "P", "✓"), ("Arial", "ü", "ü"), ("Wingdings", "\uf0fc", "✓")],
)
def test_a_letter_of_a_symbol_font_is_its_sign(font, text, shown):
    assert shown_in(font, text) == shown


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("☐ Not started ☒ Complete", "Complete"),
        ("Open ( ) Closed (x)", "Closed"),
        ("☐ Yes ☐ No", ""),
        ("Complete", None),
        ("☒", None),
        ("○ Train chairs ○ Review forms", None),
    ],
)
def test_of_several_options_the_ticked_ones_count(text, options):
    assert ticked(text) == options


@pytest.mark.parametrize("text", ["Choose an item.", "Select status", "<enter date>"])
def test_prompts_ask_to_be_filled_in(text):
    assert is_prompt(text)


@pytest.mark.parametrize("text", ["Select staff for the panel", "Status"])
def test_no_prompts(text):
    assert not is_prompt(text)


def test_a_name_that_says_something_else_is_told():
    told = "the name ends in .xlsx but this is a Word document; it was read as that"
    assert misnamed(Path("plan.xlsx"), "docx") == told
    assert misnamed(Path("plan.pdf"), "pdf") == ""


def test_a_web_page_is_known_by_its_start():
    assert is_web_page("<!DOCTYPE html><html>")
    assert not is_web_page("Action plan")


def test_a_word_that_the_end_of_a_line_cut_is_made_whole():
    known = frozenset({"recruitment", "follow", "up", "clinical"})
    assert without_cut_words("Head of Recruit-\nment", known) == "Head of Recruitment"
    assert without_cut_words("follow-\nup", known) == "follow-\nup"


def test_the_share_of_known_words_needs_enough_of_them():
    assert (
        known_share(["Train every panel and review the policy of the trust with the staff network"] * 2) == 1
    )
    assert known_share(["Action"]) is None
