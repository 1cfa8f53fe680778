import pytest
from small_documents import codes, read

HEADER = "Action | Lead | Deadline | Progress at end of March 2025"


def noted(deadline, progress="All wards", year="2024-25"):
    notes = read(f"{HEADER} \n Train panels | HR | {deadline} | {progress}", plan_year=year)[1]
    return codes(notes, 1) | codes(notes)


@pytest.mark.parametrize("deadline", ["", "N/A", "-"])
def test_no_deadline(deadline):
    assert "deadline_missing" in noted(deadline)


@pytest.mark.parametrize(
    "deadline", ["Ongoing", "From May 2024", "TBC", "Completed", "Depends on the intake"]
)
def test_a_deadline_that_is_no_date(deadline):
    found = noted(deadline)
    assert "deadline_not_a_date" in found
    assert "deadline_missing" not in found


def test_a_real_date_calls_for_neither():
    assert not {"deadline_missing", "deadline_not_a_date", "deadline_ambiguous"} & noted("31/12/2024")


def test_doubtful_misprinted_and_vague_dates():
    assert "deadline_ambiguous" in noted("Q1 2024")
    assert "date_typo" in noted("31th July 2024")
    assert "deadline_month_only" in noted("July 2024")


def test_another_deadline_in_the_text():
    assert "deadline_conflict" in noted("March 2025", "Published by the deadline of June 2024.")
    assert "deadline_conflict" not in noted("March 2025", "Published by the deadline of March 2025.")


def test_dates_outside_the_plan():
    assert "deadline_outside_period" in noted("June 2026")
    found = noted("March 2025", "Partly met - revised date of June 2026.")
    assert {"revised_deadline", "revised_deadline_outside_period"} <= found


def test_overdue_is_told_from_the_dates():
    assert "overdue_without_new_date" in noted("January 2025", "Partly met - two wards")
    assert "overdue_without_new_date" in noted("March 2025", "Partly met - two wards")
    assert "overdue_without_new_date" not in noted("April 2025", "Partly met - two wards")
    assert "overdue_without_new_date" not in noted("January 2025", "Met - all wards")
    assert "overdue_without_new_date" not in noted("January 2025", "Partly met. Revised date of May 2025.")


def test_not_met_before_its_time():
    assert "status_before_deadline" in noted("December 2025", "Not met - no money")
    assert "status_before_deadline" not in noted("December 2024", "Not met - no money")


def test_a_text_that_looks_forward_to_the_past():
    assert "comment_stale" in noted("March 2025", "New form to be launched summer 2023")
    assert "comment_stale" not in noted("March 2025", "New form to be launched summer 2024")
    assert "comment_stale" not in noted("March 2025", "New form launched summer 2023")
