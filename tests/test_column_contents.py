from small_documents import codes, grid, read

from wres_analysis.plans.column_contents import refine
from wres_analysis.plans.plan_columns import find_header
from wres_analysis.plans.table_rows import proposed_header


def refined(drawn):
    rows = grid(drawn).rows
    found = find_header(rows, 0)
    body = rows[found.rows :]
    return refine(found, [[row.texts[at] for row in body] for at in range(len(found.columns))])


def proposed(drawn):
    return proposed_header(grid(drawn).rows, None, beside=False)


def refined_where_proposed(drawn):
    rows, (at, found) = grid(drawn).rows, proposed(drawn)
    body = rows[at + found.rows :]
    return refine(found, [[row.texts[at] for row in body] for at in range(len(found.columns))])


def test_contents_tell_a_column_without_a_title():
    found = refined(
        " | Action | Lead | Deadline \n 1 | Train chairs | HR | May 2024 \n 2 | Review | HR | May 2024"
    )
    assert found.fields[0] == "ref"
    assert not found.columns[0].guessed


def test_contents_tell_an_unknown_title():
    found = refined(
        "Action | Lead | Deadline | Zustand \n A | HR | May 2024 | Amber \n B | HR | May 2024 | Complete"
    )
    assert (found.columns[3].field, found.columns[3].guessed) == ("status", True)


def test_an_unknown_title_stays_unknown_where_contents_do_not_tell():
    found = refined(
        "Action | Lead | Deadline | Weather \n A | HR | May 2024 | Sun \n B | HR | May 2024 | Fog"
    )
    assert found.fields[3] is None


def test_an_outcome_of_status_words_is_the_status():
    found = refined(
        "Action | Lead | Outcome | Narrative \n A | HR | Met | Done in May \n B | HR | Partly met | Half done"
    )
    assert found.fields[2] == "status"


def test_a_progress_column_of_bare_statuses_is_the_status():
    assert refined("Action | Lead | Progress \n A | HR | Complete \n B | HR | Ongoing").fields[2] == "status"
    assert (
        refined("Action | Lead | Progress \n A | HR | Complete: all \n B | HR | Ongoing").fields[2]
        == "comment"
    )


def test_an_objective_on_every_row_is_the_action_where_no_column_is():
    assert refined("Objective | Milestones | Lead | Date \n A | x | HR | May 2024").fields[:2] == (
        "action",
        "detail",
    )
    found = refined("Objective | How | Lead | Date \n A | x | HR | May 2024 \n | y | HR | May 2024")
    assert found.fields[:2] == ("aim", "action")


def test_of_two_heading_columns_the_first_is_the_part():
    found = refined("Theme | Objective | Action | Lead \n A | B | C | HR")
    assert found.fields[:3] == ("part", "aim", "action")


def test_of_two_action_columns_the_one_called_so_counts():
    found = refined("Recommendation | Action | Lead | Date \n A | B | HR | May 2024")
    assert found.fields[:2] == ("aim", "action")


def test_of_statuses_over_time_the_last_filled_one_counts():
    found = refined("Action | Lead | RAG Q1 | RAG Q2 | RAG Q3 \n A | HR | Amber | Green |")
    assert found.fields[2:] == ("other", "status", "other")
    assert refined("Action | Lead | Status | RAG \n A | HR | Complete | Green").fields[2:] == (
        "status",
        "other",
    )


def test_text_below_a_quarter_is_progress():
    drawn = "Action | Lead | Date | Q1 \n A | HR | May 2024 | Twenty were trained by then"
    assert refined(drawn).fields[3] == "comment"


UNKNOWN = """
What we intend | Keeper | Finishing | How it stands
Train panel chairs | Head of HR | June 2024 | Complete
Review job adverts | Chief Nurse | May 2024 | Delayed
"""


def test_a_header_of_unknown_words_is_told_by_the_contents():
    found = refined_where_proposed(UNKNOWN)
    assert found.fields == ("action", "owner", "deadline", "status")
    assert all(column.guessed for column in found.columns)


def test_tables_of_other_things_are_no_plans():
    assert proposed("Indicator | White | BME \n Left us | 12 | 4 \n Stayed | 10 | 2") is None
    rows = "Board | May 2024 | Chief Nurse | Agreed \n Board | June 2024 | Chair | Noted"
    met = f"Meeting | Date | Chair | Outcome \n {rows}"
    assert proposed(met) is None


def test_a_plan_of_unknown_words_is_read_with_an_error_note():
    records, notes = read(
        UNKNOWN, grid(UNKNOWN.replace("Train panel chairs", "Hold interviews"), new_page=True)
    )
    assert [record["action"] for record in records][::2] == ["Train panel chairs", "Hold interviews"]
    assert {"header_guessed", "column_guessed"} <= codes(notes)
