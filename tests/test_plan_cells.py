"""What the cells of a plan say: printed texts, and what ACTIONS and the notes hold of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_documents import PLAN, codes, document, grid, line, read

from wres_analysis.plans.actions import extract_actions
from wres_analysis.plans.cell_kinds import status_of_cell, status_of_first_words
from wres_analysis.plans.cross_references import indicators_named, indicators_of_column
from wres_analysis.tables import STATUSES


def column(titles, texts, *above, **options):
    """Actions and notes of a plan with the titles behind its usual ones, a row for each text."""
    rows = [f"{at} | Train the panel of ward {at} | HR | {text}" for at, text in enumerate(texts, 1)]
    return read(*above, grid("\n".join([f"Ref | Action | Lead | {titles}", *rows])), **options)


def told(records, texts, *names):
    return {text: tuple(record[name] for name in names) for text, record in zip(texts, records, strict=True)}


DEADLINES = {
    "31/03/2025": ("2025-03-31", "exact"),
    "July 2023": ("2023-07-31", "month"),
    "(March 22)": ("2022-03-31", "month"),
    "By end of 2022": ("2022-12-31", "month"),
    "2016/17": ("2017-03-31", "financial_year"),
    "Q3 22/23": ("2022-12-31", "quarter"),
    "End of Q2": ("2024-09-30", "quarter"),
    "October - December 2019": ("2019-12-31", "range"),
    "April 2024 -¶March 2025": ("2025-03-31", "range"),
    "Phase one: May 2019 Phase two: June 2020": ("2020-06-30", "range"),
    "1. November 2019 2. December 2019": ("2019-12-31", "range"),
    "Phase 1 - June 2024¶Phase 2 - Sept 2024": ("2024-09-30", "range"),
    "Quarter 3 (Oct-Dec 2024)": ("2024-12-31", "range"),
    "From December 2021": ("", "open_ended"),
    "From 1st Quarter 2022": ("", "open_ended"),
    "April 2024 onwards": ("", "open_ended"),
    "To be launched October 2019": ("", "open_ended"),
    "Ongoing": ("", "open_ended"),
    "ongoing (March 22)": ("", "open_ended"),
    "Ongoing until March 2025": ("2025-03-31", "month"),
    "Reported bi-monthly": ("", "recurring"),
    "Quarterly Board update": ("", "recurring"),
    "To be reviewed on annual basis": ("", "recurring"),
    "Monthly until March 2025": ("2025-03-31", "recurring"),
    "Depending on the intake": ("", "unspecified"),
    "For the team to determine.": ("", "unspecified"),
    "tbc": ("", "unspecified"),
    "Immediate": ("", "unspecified"),
    "N/A": ("", "none"),
    "": ("", "none"),
    "Completed": ("", "none"),
    "year end": ("2025-03-31", "exact"),
    "Year 2": ("2026-03-31", "financial_year"),
}


def test_deadlines():
    records, _ = column("Deadline | Status", [f"{text} | Open" for text in DEADLINES])
    assert told(records, DEADLINES, "deadline_date", "deadline_kind") == DEADLINES


def test_years_of_a_plan_that_starts_on_a_leap_day():
    records, _ = column(
        "Deadline", ["Year 1", "Year 2"], "WRES action plan 29 February 2024 – 28 February 2026"
    )
    assert [record["deadline_date"] for record in records] == ["2025-02-28", "2026-02-28"]


DOUBTS = {
    "Q1 2022": ("deadline_ambiguous", "financial year"),
    "June 24": ("deadline_ambiguous", "year, not as a day"),
    "31th July 2024": ("date_typo", "31th July 2024"),
    "Half of them": ("deadline_not_a_date", "Half of them"),
    "N/A": ("deadline_missing", "N/A"),
    "May 2029": ("deadline_outside_period", "after the plan's end"),
    "31 July 2024": ("", ""),
}


def test_doubts_and_misprints_of_deadlines_are_told():
    _, notes = column("Deadline | Status", [f"{text} | Closed" for text in DOUBTS])
    for row, (code, words) in enumerate(DOUBTS.values(), 1):
        own = notes[notes["row"].eq(row).fillna(False)]
        assert (code in set(own["code"])) == bool(code)
        assert words in " ".join(own["message"])
    assert not codes(notes, len(DOUBTS)) & {code for code, _ in DOUBTS.values()}


REVISED = {
    "Half done. Revised target date of May 2023.": "May 2023",
    "New deadline: 30 June 2025": "30 June 2025",
    "Extended to Q4 2024/25 by the board": "Q4 2024/25",
    "Revised to May 2023, then deferred to July 2023.": "July 2023",
    "Done in March 2023.": "",
    "A revised policy. In May 2024 it was agreed.": "",
}


def test_new_dates_in_progress_texts():
    records, _ = column("Deadline | Progress", [f"May 2024 | {text}" for text in REVISED])
    assert told(records, REVISED, "revised_deadline") == {text: (date,) for text, date in REVISED.items()}


def test_dates_are_held_against_the_plan_and_its_report_date():
    texts = (
        *(
            "May 2024 | Open | Sent out by the deadline of May 2021.",
            "May 2024 | Open | Revised to May 2029.",
        ),
        *("March 2025 | Not met | The board said no.", "May 2024 | Open | It is planned for March 2024."),
    )
    _, notes = column("Deadline | Status | Progress", texts, "Reviewed by the board in July 2024")
    assert {"deadline_conflict", "overdue_without_new_date"} <= codes(notes, 1)
    assert {"revised_deadline", "revised_deadline_outside_period"} <= codes(notes, 2)
    assert not {"deadline_conflict", "overdue_without_new_date"} & codes(notes, 2)
    assert "status_before_deadline" in codes(notes, 3)
    assert "comment_stale" in codes(notes, 4)


STATUS_WORDS = {
    "Completed": "complete",
    "Fully implemented.": "complete",
    "Partially met": "partly_met",
    "In Progress": "in_progress",
    "On track": "in_progress",
    "Delayed": "at_risk",
    "On hold": "on_hold",
    "Ongoing": "ongoing",
    "Not yet begun": "not_started",
    "Overdue": "not_met",
    "No longer required": "withdrawn",
    "Completed (June 2023)": "complete",
    "100%": "complete",
    "60% complete": "in_progress",
    "0%": "not_started",
    "Compelted": "complete",
    "Amber": "at_risk",
    "Mauve": "undefined",
    "We moved it to August because time was short": "not_stated",
}


def test_words_of_status_cells():
    records, notes = column("Status", STATUS_WORDS)
    assert told(records, STATUS_WORDS, "status") == {text: (one,) for text, one in STATUS_WORDS.items()}
    expected = ("status_typo", "status_colour_without_key", "status_code_undefined", "status_is_text")
    for code, row in zip(expected, range(len(STATUS_WORDS) - 3, len(STATUS_WORDS) + 1), strict=True):
        assert code in codes(notes, row)


FIRST_WORDS = {
    "Met – the panel was trained": "Met",
    "Action Met - done": "Action Met",
    "Completed and published in May": "Completed",
    "Partially met: two of three": "Partially met",
    "On track.": "On track",
    "Status: In progress - two wards": "Status: In progress",
    "No Met - the ward was closed": "No Met",
    "Amber: two wards of five are left": "Amber",
    "Met with the network in May": "",
    "Metrics are shown": "",
    "Published in May": "",
    "This will be considered": "",
}


def test_first_words_of_progress_texts_where_no_column_has_the_status():
    records, notes = column("Progress", FIRST_WORDS)
    assert told(records, FIRST_WORDS, "status_raw") == {text: (raw,) for text, raw in FIRST_WORDS.items()}
    assert "status_embedded" in codes(notes)
    assert "status_missing" in codes(notes, len(FIRST_WORDS))


COLOURS = "Key: Green = complete; Amber = in progress; Red = not started"
STAGES = "Stage: 1 agreed, not yet actioned; 2 in progress; 3 implemented; 4 no longer required"
# the key, titles and cells of a row, the status as printed, what it is, what told it
STATES = [
    (COLOURS, "Status", "Red", "Red", "not_started", "key"),
    (COLOURS, "Status", "G", "G", "complete", "key"),
    (COLOURS, "Status", "Amber - on its way", "Amber - on its way", "in_progress", "key"),
    (COLOURS, "Status", "Blue", "Blue", "undefined", "column"),
    (COLOURS, "Status", "Withdrawn", "Withdrawn", "withdrawn", "column"),
    (COLOURS, "Progress", "Green: all wards of the site", "Green", "complete", "key"),
    (STAGES, "Status", "5", "5", "undefined", "column"),
    (STAGES, "Status", "4", "4", "withdrawn", "key"),
    ("Key: 1 = complete; 2 = in progress; 1 = not started", "Status", "1", "1", "undefined", "key"),
    ("Key: 1 = complete; 2 = in progress; 3 = gap of five", "Status", "3", "3", "undefined", "key"),
    ("", "Status | Progress", "| On track.", "", "not_stated", "none"),
    ("", "Status | Progress", "| Met - all wards", "Met", "complete", "progress_text"),
    ("", "Status | Deadline", "Green - on its way | May 2024", "Green - on its way", "in_progress", "column"),
    ("", "Deadline", "Completed", "Completed", "complete", "deadline_column"),
    ("", "Deadline", "Ongoing", "", "not_stated", "none"),
    ("", "How", "Completed: the chair of the panel was named", "Completed", "complete", "progress_text"),
]


@pytest.mark.parametrize(("key", "titles", "cells", "raw", "status", "source"), STATES)
def test_where_a_status_stands_and_what_the_plans_own_key_makes_of_it(
    key, titles, cells, raw, status, source
):
    done = {"Status": "Complete", "Status | Progress": "Complete |", "Status | Deadline": "Complete |"}
    other = done.get(
        titles, "Two of three wards were done by then" if titles in ("Progress", "How") else "May 2024"
    )
    records, _ = column(titles, [cells, other], *([key] if key else []))
    found = records[0]
    assert (found["status_raw"], found["status"], found["status_source"]) == (raw, status, source)


def test_a_fill_colour_is_the_last_resort():
    drawn = "Action | Lead | Status \n Train | HR | #g \n Review | HR | #r \n Pay | HR | "
    records, _ = read(COLOURS, grid(drawn, fills={"#g": "00B050", "#r": "FF0000"}))
    found = [(record["status"], record["status_source"]) for record in records]
    assert found == [("complete", "colour"), ("not_started", "colour"), ("not_stated", "none")]


FIVE = "Blue Green Amber Red White", "complete in_progress at_risk not_met not_started"
LIST = ("1 Agreed, not actioned", "2 In progress", "3 Fully implemented", "Part 1: this year")
FILLS = grid("#g | Complete \n #r | Not started", fills={"#g": "00B050", "#r": "FF0000"})
# how the key is printed, and what codes mean by it
KEYS = [
    (
        ["Key: Blue = complete; Green = on track; Amber = at risk; Red = not achieved; White = not yet due."],
        *FIVE,
    ),
    (["See overleaf. RAG: Blue complete, Green on track, Amber at risk, Red missed, White not due."], *FIVE),
    (["RAG key Blue: Completed Green: On track Amber: Delayed Red: Not delivered White: Not due"], *FIVE),
    (["Key: (B) Complete (G) On track (A) At risk (R) Overdue (W) Not started"], *FIVE),
    (["Key: Complete = Blue; On track = Green; At risk = Amber; Missed = Red; Not due = White"], *FIVE),
    ([STAGES], "1 2 3 4 5", "not_started in_progress complete withdrawn undefined"),
    (["KEY (Change status)", *LIST], "1 2 3", "not_started in_progress complete"),
    (["Key", *LIST], "1 2 3", "not_started in_progress complete"),
    (["Key to change stage", *LIST], "1 2 3", "not_started in_progress complete"),
    (["Status key:", *LIST], "1 2 3", "not_started in_progress complete"),
    (["Blue - complete", "Red - late"], "B R", "complete not_met"),
    (["Blue - the colour of the sea", "2 in 10 staff"], "2", "undefined"),
    ([grid("Blue | Complete \n Red | Not started")], "Red", "not_started"),
    ([grid("1 = complete | 2 = in progress | 3 = not started")], "3 1", "not_started complete"),
    ([FILLS], "Green Red", "complete not_started"),
    (["Key: 1 = complete; 2 = in progress; 1 = not started"], "1 2", "undefined in_progress"),
    (["Key: Blue = complete; Red = late"] * 2, "Blue Red", "complete not_met"),
    (["The status of 3 actions in 2 plans is good. 4 staff left.", "Red tape was cut"], "3", "undefined"),
]


@pytest.mark.parametrize(("blocks", "printed", "meant"), KEYS)
def test_what_a_plans_own_key_says(blocks, printed, meant):
    records, notes = column("Status", printed.split(), *blocks)
    assert " ".join(record["status"] for record in records) == meant
    twice = isinstance(blocks[0], str) and blocks[0].count("1 =") > 1
    assert ("status_key_contradicts" in codes(notes)) == twice


def test_a_column_title_may_be_the_key():
    records, _ = column("Completed (G) / In Progress (A) / Yet to Begin (R)", ["R", "Yet to begin", "G"])
    assert [record["status"] for record in records] == ["not_started", "not_started", "complete"]
    records, _ = column("Open / closed", ["O", "C"])
    assert [record["status"] for record in records] == ["in_progress", "complete"]


MARKS = {
    "Carried over from the 2021/22 plan": ("2021/22", "row_mark"),
    "Diverse panels (reworded from 21/22)": ("2021/22", "row_mark"),
    "Two cohorts. c/f from 2020/21": ("2020/21", "row_mark"),
    "b/f 2021/22": ("2021/22", "row_mark"),
    "Continues from 2021/22.": ("2021/22", "row_mark"),
    "Carried forward from the 2019-21 plan": ("2019/21", "row_mark"),
    "Carried over from last year": ("", "row_mark"),
    "To be carried over": ("", "forward_mark"),
    "Will be carried forward to 2023/24": ("", "forward_mark"),
    "Carried over to 2023/24": ("", "forward_mark"),
    "This continues into next year's plan": ("", "forward_mark"),
    "c/f": ("", "forward_mark"),
    "Not carried over": ("", "none"),
    "Continued from May to July": ("", "none"),
    "Ongoing": ("", "none"),
    "": ("", "none"),
    "Carry out a review from 2021/22": ("", "none"),
}
HEADINGS = {
    "Part 2: later (as per last 2021/22 plan)": ("2021/22", "section_heading"),
    "Outstanding actions from 2021/22": ("2021/22", "section_heading"),
    "Longer term actions, as in the 2021/22 plan": ("2021/22", "section_heading"),
    "Actions held over from previous meetings on 28 March and 25 April 2018": ("2018", "section_heading"),
    "Actions held over from the last meeting": ("", "section_heading"),
    "Part 1: this year, 2022/23": ("", "none"),
}
CARRIED = "carried_over_from", "carry_over_evidence"


def test_marks_of_a_carry_over_on_a_row():
    records, _ = column("Progress", MARKS, plan_year="2022-23")
    assert told(records, MARKS, *CARRIED) == MARKS


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_carries_all_its_actions_and_a_row_mark_comes_before_it(heading):
    texts = ["Half done", "Carried over from the 2019/20 plan"]
    records, _ = column(
        "Progress", texts, line("Our plan of 2022/23", 1), line(heading, 2), plan_year="2022-23"
    )
    assert list(told(records, texts, *CARRIED).values()) == [HEADINGS[heading], ("2019/20", "row_mark")]


def test_the_title_of_a_document_or_a_column_of_its_own_carries_actions():
    records, _ = read(line("Equality scheme: actions to carry forward", 1), PLAN)
    assert {record["carry_over_evidence"] for record in records} == {"section_heading"}
    stated = {"2021/22": ("2021/22", "row_mark"), "Yes": ("", "row_mark"), "New action": ("", "none")}
    records, _ = column("Brought forward from", stated, plan_year="2022-23")
    assert told(records, stated, *CARRIED) == stated


NAMED = {
    "Indicator 2: shortlisting": "2",
    "WRES indicators 5, 6 and 8": "5;6;8",
    "Indicators 5-8": "5;6;7;8",
    "Metric 3": "3",
    "see KF25": "5",
    "all nine indicators": "1;2;3;4;5;6;7;8;9",
    "WDES metric 3": "",
    "Indicator 12": "",
    "three of nine wards": "",
}
IN_A_COLUMN = {"3": "3", "1,7": "1;7", "All": "1;2;3;4;5;6;7;8;9", "2 to 4": "2;3;4", "17": "", "WDES 4": ""}


@pytest.mark.parametrize(("title", "texts"), [("Progress", NAMED), ("WRES indicator", IN_A_COLUMN)])
def test_indicators(title, texts):
    records, _ = column(title, texts)
    assert told(records, texts, "indicators") == {text: (found,) for text, found in texts.items()}


def test_other_plans_have_one_name_each():
    text = "Part of the NHS People Plan, a goal of the model employer plan and a people promise theme"
    records, _ = column("Progress", [text, "Plan the rota with people"])
    assert [one["other_plans"] for one in records] == ["Model Employer; NHS People Plan; People Promise", ""]


def test_flags_say_yes_or_no_or_are_left_blank():
    flags = {"Yes": "Yes", "y": "Yes", "✓": "Yes", "No": "No", "x": "No", "": "", "N/A": "", "In part": ""}
    records, notes = column("In Model Employer plan", flags)
    assert told(records, flags, "in_model_employer") == {text: (flag,) for text, flag in flags.items()}
    assert "flag_not_understood" in codes(notes, len(flags))


PERIODS = {
    "Action plan 1st May 2022 – 31th March 2023": ("2022-05-01", "2023-03-31"),
    "WRES action plan April 2024 - March 2025": ("2024-04-01", "2025-03-31"),
    "WRES action plan, 1 April 2024 to 31 March 2025": ("2024-04-01", "2025-03-31"),
    "Workforce Race Equality action plan 2023/25": ("2023-04-01", "2025-03-31"),
    "WRES plan 2020-2022": ("2020-04-01", "2022-03-31"),
    "WRES plan 24-25": ("2024-04-01", "2025-03-31"),
    "Mossley NHS Trust": ("2022-04-01", "2023-03-31"),  # by the file name
}
AS_AT = {
    "Last updated: 2 May 2024": "2024-05-02",
    "Reviewed by the People Committee in May 2024": "2024-05-31",
    "Reviewed and agreed by the Board, 12 June 2023": "2023-06-12",
    "To be reviewed in May 2024": "",
    "Agreed by the board in May 2024": "",
}


@pytest.mark.parametrize("text", PERIODS)
def test_printed_periods(text):
    plan = extract_actions(document(text, PLAN), "T1", "2022-23").plan
    assert (plan["period_start"], plan["period_end"]) == PERIODS[text]


@pytest.mark.parametrize("text", AS_AT)
def test_the_report_date_stands_in_a_line(text):
    assert extract_actions(document(text, PLAN)).plan["as_at"] == AS_AT[text]


def test_the_report_date_stands_in_a_title():
    for title, day in (("as at end of June 2022", "2022-06-30"), ("at end of September 2024", "2024-09-30")):
        drawn = f"Action | Lead | Progress {title} \n Train | HR | Met - all"
        assert extract_actions(document(drawn)).plan["as_at"] == day


def test_misprints_doubts_and_other_years_of_a_period_are_told():
    told = (
        ((PLAN, "Plan 1st May 2022 – 31th March 2023"), "date_typo"),
        ((PLAN, "WRES plan 2020/22"), "period_ambiguous"),
    )
    for blocks, code in told:
        assert code in codes(read(*blocks[::-1])[1])
    assert "period_disagrees" in codes(read("WRES plan 2021/22", PLAN, plan_year="2022-23")[1])
    assert "period_disagrees" not in codes(
        read("WRES plan August 2022 to July 2023", PLAN, plan_year="2022-23")[1]
    )


def test_notes_stand_once_and_on_the_document_where_most_rows_have_them():
    _, notes = column("Deadline", ["May 2024"] * 7)
    (month,) = notes.loc[notes["code"].eq("deadline_month_only"), ["row", "message"]].values.tolist()
    assert month[1].startswith("Rows 1-7: ") and "<NA>" in str(month[0])
    _, notes = column("Deadline", [""] * 7)
    assert notes["code"].eq("deadline_missing").sum() == 7


@given(st.text(max_size=100))
def test_any_text_is_read_without_harm(text):
    found = [status_of_cell(text), status_of_first_words(text)]
    assert all(word.status in STATUSES and word.raw in text for word in found if word)
    assert indicators_of_column(text) | indicators_named([text]) <= set(range(1, 10))
