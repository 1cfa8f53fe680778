"""What the rooms of vocabulary and plans say of a text alone: question, texts, answers."""

import datetime as dt

import pytest

from wres_analysis.plan_years import period_of_label
from wres_analysis.plans.cell_kinds import (
    announces_promises,
    colour_name,
    is_bare_status,
    is_deadline,
    is_promise,
    is_ref,
    is_undertaking,
    plain_status,
    status_of_meaning,
)
from wres_analysis.plans.column_contents import is_rating, says
from wres_analysis.plans.date_forms import last_day
from wres_analysis.plans.furniture import is_site_furniture
from wres_analysis.plans.owners import has_owner, is_name, is_role, mask_names
from wres_analysis.plans.plan_columns import mappable_fields
from wres_analysis.plans.plan_dates import (
    disagrees,
    first_quarter,
    is_past_date,
    says_when,
    states_as_at,
)
from wres_analysis.plans.row_notes import rows_in_words
from wres_analysis.plans.sections import is_title, is_trailer, labelled_section
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
    (last_day, [2024, 2], dt.date(2024, 2, 29)),
    (rows_in_words, [[1, 2, 3, 5, 8, 9]], "1-3, 5, 8-9"),
    (mask_names, ["Two places on the Mary Seacole programme."], "Two places on the Mary Seacole programme."),
    (is_past_date, [DAY, DAY, "in_progress"], True),
    (is_past_date, [DAY, DAY, "withdrawn"], False),
    (first_quarter, ["Q2 = Jul-Sep"], 4),
    (first_quarter, ["Quarters are of the calendar year"], 1),
    (disagrees, [period_of_label("2021-22"), "2022-23"], True),
    (disagrees, [period_of_label("2021-23"), "2021-23"], False),
    (labelled_section, ["Aimed at managers"], None),
    (plain_status, [" In  Progress. "], "in progress"),
    (status_of_meaning, ["Agreed, work not yet begun"], "not_started"),
    (status_of_meaning, ["gap of five points"], ""),
    (colour_name, ["D9D9D9"], "grey"),
    (colour_name, ["7030A0"], ""),
    (says, ["Planned mitigation", "response"], True),
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
    assert question(*about) == answer


def test_the_fields_that_a_column_can_be_mapped_to():
    assert mappable_fields()[:4] == ["part", "aim", "ref", "action"]
    assert mappable_fields()[-1] == "ignore"
