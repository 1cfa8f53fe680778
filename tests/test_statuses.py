import pytest
from small_documents import key

from wres_analysis.plans.statuses import StatusKey, read_status, states_status

NONE = StatusKey()
COLOURS = "Key: Green = complete; Amber = in progress; Red = not started"


def test_the_plans_own_key_comes_first():
    found = read_status({"status": "Red"}, key(COLOURS))
    assert found[:3] == ("Red", "not_started", "key")
    assert read_status({"status": "G"}, key(COLOURS)).status == "complete"
    assert read_status({"status": "Amber - on its way"}, key(COLOURS)).status == "in_progress"


def test_a_code_outside_the_key_is_undefined():
    stages = key("Stage: 1 agreed, not yet actioned; 2 in progress; 3 implemented")
    found = read_status({"status": "5"}, stages)
    assert (found.status, found.source, found.code) == ("undefined", "column", "status_code_undefined")
    assert "1, 2, 3" in found.message
    assert read_status({"status": "Blue"}, key(COLOURS)).status == "undefined"


def test_words_count_beside_a_key():
    assert read_status({"status": "Withdrawn"}, key(COLOURS))[:3] == ("Withdrawn", "withdrawn", "column")


def test_colours_without_a_key_are_told():
    found = read_status({"status": "Amber"}, NONE)
    assert (found.status, found.code) == ("at_risk", "status_colour_without_key")


def test_a_contradicted_code_is_undefined_without_a_second_note():
    found = read_status({"status": "1"}, key("Key: 1 = complete; 2 = in progress; 1 = not started"))
    assert (found.status, found.code) == ("undefined", "")


def test_the_progress_text_counts_where_the_plan_has_no_status_column():
    assert read_status({"comment": "Met - all wards"}, NONE)[:3] == ("Met", "complete", "progress_text")
    assert read_status({"comment": "Green: all wards"}, key(COLOURS))[:3] == ("Green", "complete", "key")
    assert read_status({"comment": "Published in May"}, NONE).status == "not_stated"


def test_a_blank_in_a_status_column_stays_blank_unless_the_text_is_explicit():
    assert read_status({"comment": "On track."}, NONE, column_in_use=True).status == "not_stated"
    assert read_status({"comment": "Met - all wards"}, NONE, column_in_use=True).status == "complete"


def test_a_status_in_the_deadline_or_detail():
    assert read_status({"deadline": "Completed"}, NONE)[:3] == ("Completed", "complete", "deadline_column")
    assert read_status({"deadline": "Ongoing"}, NONE).status == "not_stated"
    assert read_status({"detail": "Completed: the chair was named"}, NONE).status == "complete"


@pytest.mark.parametrize(
    ("fill", "status"), [("00B050", "complete"), ("FF0000", "not_started"), ("", "not_stated")]
)
def test_a_fill_colour_is_the_last_resort(fill, status):
    found = read_status({}, key(COLOURS), fill=fill)
    assert found.status == status
    assert found.source == ("colour" if fill else "none")


def test_rows_that_state_a_status():
    assert states_status({"status": "2"}) and states_status({"comment": "Met - all"})
    assert not states_status({"comment": "All wards"})
