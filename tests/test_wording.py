"""What the rooms of vocabulary and plans say of a text alone: question, texts, answers."""

import datetime as dt

import pytest

from wres_analysis.plan_years import period_of_label
from wres_analysis.plans.card_lines import pieces_of
from wres_analysis.plans.cell_kinds import (
    announces_promises,
    fit,
    is_deadline,
    is_promise,
    is_ref,
    is_undertaking,
)
from wres_analysis.plans.column_contents import is_rating, says
from wres_analysis.plans.cross_references import (
    carry_over,
    indicators_named,
    indicators_of_column,
    plans_named,
    read_flag,
)
from wres_analysis.plans.date_forms import last_day
from wres_analysis.plans.deadlines import (
    is_past_date,
    mentions,
    other_deadlines,
    read_deadline,
    revised_deadline,
    says_when,
)
from wres_analysis.plans.furniture import is_site_furniture
from wres_analysis.plans.owners import has_owner, is_name, is_role, mask_names, mask_owner
from wres_analysis.plans.periods import disagrees, first_quarter, states_as_at
from wres_analysis.plans.plan_columns import mappable_fields
from wres_analysis.plans.plan_notes import rows_in_words
from wres_analysis.plans.reconciliation import lost_text
from wres_analysis.plans.row_cells import align
from wres_analysis.plans.sections import is_title, is_trailer, labelled_section
from wres_analysis.plans.status_words import (
    colour_name,
    is_bare_status,
    plain_status,
    status_of_cell,
    status_of_first_words,
    status_of_meaning,
)
from wres_analysis.plans.statuses import StatusKey, read_status
from wres_analysis.vocabulary import is_placeholder
from wres_analysis.vocabulary.headings import (
    field_of,
    fields_of,
    is_header,
    is_whole_title,
    may_be_title,
    plain_title,
)

DAY = dt.date(2023, 3, 31)

YES_OR_NO = [
    (is_ref, ["1.", "2.3", "WRES05", "4a"], ["Staff", "In 2023"]),
    (is_deadline, ["July 2023", "Ongoing", "TBC"], ["Head of HR", "Amber"]),
    (is_rating, ["High", "Very high (16)", "12"], ["On track"]),
    (says_when, ["by March 2024", "asap"], ["Head of HR"]),
    (
        is_site_furniture,
        [
            "Home > About us > Equality",
            "Publication date: 4 May 2022",
            "Train every interview panel ........ 7",
        ],
        ["Train every panel"],
    ),
    (has_owner, ["Head of HR"], ["N/A", " - "]),
    (is_role, ["Deputy Director of People"], ["Waiting for the national guidance to arrive"]),
    (states_as_at, ["Reviewed by the People Committee in May 2022"], ["Review the policy in May"]),
    (is_name, ["Thandiwe Mkhize"], ["Schwartz Rounds", "Chief Nurse"]),
    (
        is_undertaking,
        ["We will train panels", "1. Review adverts", "Each member of the board must have one"],
        ["The Head of HR", "Four wards in five"],
    ),
    (is_promise, ["The programme will run again in 2022."], ["The gap was 3.4% last year."]),
    (
        announces_promises,
        ["Much depends on others. To know more we will also:"],
        ["What lies behind the figures:", "We will train panels."],
    ),
    (is_trailer, ["End of report", "Total: 15"], ["Totally new approach to panels"]),
    (is_title, ["Northmoor NHS Trust", "WRES action plan 2024/25"], ["Fair recruitment"]),
    (is_bare_status, ["In progress", "Amber"], ["In progress: two left"]),
    (is_whole_title, ["Responsible lead"], ["Head of HR Timescale"]),
    (may_be_title, ["Identified need"], ["12", "Panels were trained. All of them."]),
    (is_placeholder, ["To be appointed", "tbc.", "Not stated", " - "], ["Head of HR"]),
]


@pytest.mark.parametrize(
    ("question", "yes", "no"), YES_OR_NO, ids=lambda value: getattr(value, "__name__", "")
)
def test_yes_or_no(question, yes, no):
    assert [text for text in yes + no if question(text)] == yes


ANSWERS = [
    (
        pieces_of,
        ["Train chairs (Lead: HR; Timescale: May 2024)"],
        ("Train chairs", "Lead: HR", "Timescale: May 2024"),
    ),
    (carry_over, [["Carried over from 2022/23 plan. Two wards to go."], []], ("2022/23", "row_mark")),
    (carry_over, [["To be carried over."], []], ("", "forward_mark")),
    (indicators_named, [["Improve indicators 5 to 7", "see KF25, WDES metric 3"]], {5, 6, 7}),
    (indicators_of_column, ["1,7"], {1, 7}),
    (indicators_of_column, ["All"], set(range(1, 10))),
    (indicators_of_column, ["17"], set()),
    (
        plans_named,
        [["Linked to the people plan", "A model employer goal"]],
        ["Model Employer", "People Plan"],
    ),
    (lambda text: read_flag(text, ticks=False), ["Y"], "Yes"),
    (lambda text: read_flag(text, ticks=True), ["x"], "Yes"),
    (lambda text: read_flag(text, ticks=False), ["In part"], None),
    (last_day, [2024, 2], dt.date(2024, 2, 29)),
    (read_deadline, ["31th July 2023"], ("2023-07-31", "exact", "", "31th July 2023")),
    (read_deadline, ["October - December 2019"], ("2019-12-31", "range", "", "")),
    (read_deadline, ["2016/17"], ("2017-03-31", "financial_year", "", "")),
    (read_deadline, ["From December 2021"], ("", "open_ended", "", "")),
    (read_deadline, ["TBC"], ("", "unspecified", "", "")),
    (read_deadline, [""], ("", "none", "", "")),
    (revised_deadline, ["Delayed by a vacancy. Revised target date: May 2023."], "May 2023"),
    (revised_deadline, ["Finished in March 2023."], ""),
    (rows_in_words, [[1, 2, 3, 5, 8, 9]], "1-3, 5, 8-9"),
    (mask_owner, ["Priti Vasquez, Head of Resourcing"], "[name], Head of Resourcing"),
    (mask_owner, ["Chief Nurse"], "Chief Nurse"),
    (
        mask_names,
        ["Sarah Okonkwo chairs the group, Dr Lindqvist deputises."],
        "[name] chairs the group, [name] deputises.",
    ),
    (mask_names, ["Two places on the Mary Seacole programme."], "Two places on the Mary Seacole programme."),
    (is_past_date, [DAY, DAY, "in_progress"], True),
    (is_past_date, [DAY, DAY, "withdrawn"], False),
    (first_quarter, ["Q2 = Jul-Sep"], 4),
    (first_quarter, ["Quarters are of the calendar year"], 1),
    (disagrees, [period_of_label("2021-22"), "2022-23"], True),
    (disagrees, [period_of_label("2021-23"), "2021-23"], False),
    (lost_text, [[(3, "Budget agreed"), (4, "None")]], "row 3: Budget agreed; row 4: None"),
    (labelled_section, ["Aim: To widen access to training"], ("aim", "To widen access to training", True)),
    (labelled_section, ["Aimed at managers"], None),
    (plain_status, [" In  Progress. "], "in progress"),
    (status_of_cell, ["Partialy met"], ("Partialy met", "partly_met", True)),
    (status_of_cell, ["Mauve"], None),
    (status_of_meaning, ["Agreed, work not yet begun"], "not_started"),
    (status_of_meaning, ["past its date"], "not_met"),
    (status_of_first_words, ["Action met - the panel was trained."], ("Action met", "complete", False)),
    (status_of_first_words, ["Metrics are shown on the dashboard."], None),
    (colour_name, ["00B050"], "green"),
    (colour_name, ["FFC000"], "amber"),
    (colour_name, ["FFFFFF"], ""),
    (read_status, [{"comment": "Partly met - two of three wards."}, StatusKey()], "partly_met"),
    (read_status, [{"status": "7"}, StatusKey()], "undefined"),
    (says, ["Planned mitigation", "response"], True),
    (says, ["Risk description", "problem"], True),
    (says, ["Lead", "action"], False),
    (plain_title, ["Comments /\nUpdates (RAG) as at end of June 2022"], "comment update"),
    (field_of, ["Timescale for\ncompletion"], "deadline"),
    (field_of, ["Completed (G) / In Progress (A) / Yet to Begin (R)"], "status"),
    (field_of, ["Weather"], None),
    (fields_of, ["Lead / timescale"], ("owner", "deadline")),
    (fields_of, ["Comments and updates"], ("comment",)),
    (is_header, [["No.", "What we will do", "By whom", "By when", "RAG"]], True),
    (is_header, [["1", "Review the policy", "Head of HR", "June 2024", "Green"]], False),
]


@pytest.mark.parametrize(("question", "about", "answer"), ANSWERS)
def test_answer(question, about, answer):
    found = question(*about)
    assert (found.status if question is read_status else found) == answer


def test_dates_in_a_text():
    found = mentions("October to December 2019, or Q3 22/23")
    assert [str(date.last) for date in found] == ["2019-10-31", "2019-12-31", "2022-12-31"]
    assert [str(date.last) for date in other_deadlines("Sent out by the deadline of May 2021.")] == [
        "2021-05-31"
    ]


def test_cells_find_their_columns_by_their_look():
    assert fit("June 2024", "deadline") > fit("June 2024", "comment") > fit("June 2024", "in_model_employer")
    fields = ["ref", "action", "deadline", "owner", "evidence", "in_model_employer"]
    assert align([["2", "Review the adverts of all open posts", "June 2023", "Yes"]], fields)[0] == [
        0,
        1,
        2,
        5,
    ]
    assert mappable_fields()[:4] == ["part", "aim", "ref", "action"]
    assert mappable_fields()[-1] == "ignore"
