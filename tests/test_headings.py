import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.tables import ACTIONS
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import field_of, fields_of, is_header, plain_title


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("No.", "ref"),
        ("Actions required", "action"),
        ("What are we going to do?", "action"),
        ("How we'll get there", "detail"),
        ("Objective", "aim"),
        ("NHS Anti-Racism Strategy Principles.", "aim"),
        ("SRO", "owner"),
        ("Accountable People / Team", "owner"),
        ("Action by date", "deadline"),
        ("Planned completion\nperiod", "deadline"),
        ("Revised completion date", "revised_deadline"),
        ("B.R.A.G.", "status"),
        ("Change stage (see Key)", "status"),
        ("Comments/action status", "comment"),
        ("Progress as at end of June 2022", "comment"),
        ("Highlight report", "comment"),
        ("Evidence of completion", "evidence"),
        ("What does success look like?", "measure"),
        ("Relevant to WRES 2016 indicator", "indicators"),
        ("In Model Employer plan?", "in_model_employer"),
        ("In race disparity\nratio plan", "in_race_disparity"),
        ("Link to People Promise", "other_plans"),
        ("Carried over from", "carried_over_from"),
        ("Resources required", "other"),
    ],
)
def test_known_titles(title, field):
    assert field_of(title) == field


def test_unknown_titles_are_not_guessed():
    assert field_of("Weather") is None
    assert field_of("") is None
    assert field_of("No of staff") is None


def test_a_title_that_is_its_own_key_is_a_status():
    assert field_of("Done (G) / Going on (A) / To come (R)") == "status"


def test_a_title_with_two_fields():
    assert fields_of("Success measures / timescales") == ("measure", "deadline")
    assert fields_of("Lead & timescale") == ("owner", "deadline")
    assert fields_of("Action / task") == ("action",)


def test_the_noun_before_the_preposition_decides():
    assert field_of("Expected date of completion of the action") == "deadline"
    assert field_of("Lead for the action") == "owner"


def test_headers_and_rows_are_told_apart():
    assert is_header(["Ref", "Activity", "Lead", "Timescale", "RAG"])
    assert is_header(["Objective", "Who", "When", "Progress"])
    assert not is_header(["Indicator", "2022", "2023", "2024"])
    assert not is_header(["Indicator", "White", "BME", "Narrative"])
    assert not is_header(["1", "Review the action plan", "Head of HR", "June 2024", "Complete"])
    row = (
        "3.1|Implement the recommendations of a review|Recruitment Manager|Mar 2022|In progress|Carried over"
    )
    assert not is_header(row.split("|"))


def test_a_header_of_titles_known_only_by_their_noun():
    assert is_header(["Proposed EDI action", "Named executive lead", "Internal completion date"])


def test_every_heading_names_a_field_that_exists():
    fields = {*ACTIONS, "measure", "other"}
    rows = vocabulary_rows("headings")
    assert {row["field"] for row in rows} <= fields
    assert {row["how"] for row in rows} == {"whole", "within", "head"}


@given(st.text(max_size=200))
def test_any_text_is_read_as_a_title_without_harm(text):
    assert field_of(text) in {None, *ACTIONS, "measure", "other"}
    assert plain_title(plain_title(text)).count("  ") == 0
