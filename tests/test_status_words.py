import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plans.status_words import (
    colour_name,
    is_bare_status,
    status_of_cell,
    status_of_first_words,
    status_of_meaning,
)
from wres_analysis.tables import STATUSES


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Completed", "complete"),
        ("Fully implemented.", "complete"),
        ("Partially met", "partly_met"),
        ("In Progress", "in_progress"),
        ("On track", "in_progress"),
        ("Delayed", "at_risk"),
        ("On hold", "on_hold"),
        ("Ongoing", "ongoing"),
        ("Not yet begun", "not_started"),
        ("Overdue", "not_met"),
        ("No longer required", "withdrawn"),
        ("Completed (June 2023)", "complete"),
        ("100%", "complete"),
        ("60% complete", "in_progress"),
        ("0%", "not_started"),
    ],
)
def test_words_of_status_cells(text, status):
    assert status_of_cell(text).status == status


def test_misprints_are_read_and_named():
    assert status_of_cell("Compelted") == ("Compelted", "complete", True)
    assert status_of_first_words("No Met - the ward was closed") == ("No Met", "not_met", True)


def test_unknown_words_are_not_guessed():
    assert status_of_cell("Mauve") is None
    assert status_of_cell("") is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Met – the panel was trained", "Met"),
        ("Action Met - done", "Action Met"),
        ("Completed and published in May", "Completed"),
        ("Partially met: two of three", "Partially met"),
        ("On track.", "On track"),
        ("Status: In progress - two wards", "Status: In progress"),
    ],
)
def test_first_words_of_progress_texts(text, raw):
    assert status_of_first_words(text).raw == raw


@pytest.mark.parametrize(
    "text",
    ["Met with the network in May", "Metrics are shown", "Published in May", "This will be considered", ""],
)
def test_other_first_words_are_no_status(text):
    assert status_of_first_words(text) is None


def test_meanings_of_codes():
    assert status_of_meaning("Agreed, work not yet begun") == "not_started"
    assert status_of_meaning("delayed or at risk") == "at_risk"
    assert status_of_meaning("not achieved by its date") == "not_met"
    assert status_of_meaning("gap of five points") == ""


def test_fill_colours_have_names():
    fills = {"92D050": "green", "FFC000": "amber", "FF0000": "red", "0070C0": "blue", "D9D9D9": "grey"}
    assert {fill: colour_name(fill) for fill in fills} == fills
    assert colour_name("FFFFFF") == colour_name("") == colour_name("7030A0") == ""


def test_bare_statuses():
    assert is_bare_status("Amber") and is_bare_status("complete.")
    assert not is_bare_status("Complete: all wards")


@given(st.text(max_size=100))
def test_any_text_is_read_without_harm(text):
    found = [status_of_cell(text), status_of_first_words(text)]
    assert all(word.status in STATUSES and word.raw in text for word in found if word)
