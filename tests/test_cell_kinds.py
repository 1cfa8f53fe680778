import pytest

from wres_analysis.plans.cell_kinds import fit, is_deadline, is_indicator, is_ref, is_status, is_yes_no


@pytest.mark.parametrize("text", ["1", "1.2", "4a", "WRES05", "A3", "(ii)", "W12", "Action 7", "EDI/2024/01"])
def test_printed_numbers(text):
    assert is_ref(text)


@pytest.mark.parametrize(
    "text", ["Staff", "TBC", "In 2023", "June 2024", "2024", "Q3 2024", "Mar-25", "Yes please", "", "HR"]
)
def test_no_printed_numbers(text):
    assert not is_ref(text)


@pytest.mark.parametrize(
    "text", ["July 2023", "31/03/2025", "Q3 22/23", "Ongoing", "TBC", "By end of March 2024", "asap"]
)
def test_deadlines(text):
    assert is_deadline(text)


@pytest.mark.parametrize(
    "text",
    [
        "Head of HR",
        "Amber",
        "3",
        "",
        "The board agreed in May 2023 to publish all of its data again and again",
    ],
)
def test_no_deadlines(text):
    assert not is_deadline(text)


def test_statuses_flags_and_indicators():
    assert is_status("Amber") and is_status("In progress") and not is_status("Head of HR")
    assert is_yes_no("Yes") and is_yes_no("n") and not is_yes_no("Not yet known")
    assert is_indicator("Indicator 3") and is_indicator("1, 7") and not is_indicator("Disciplinary cases")


def test_each_field_suits_its_own_kind_best():
    kinds = {
        "ref": "2.1",
        "deadline": "May 2024",
        "status": "Amber",
        "owner": "Chief Nurse",
        "in_model_employer": "No",
    }
    for field, text in kinds.items():
        others = [fit(text, other) for other in kinds if other != field]
        assert fit(text, field) > max(others)
    assert fit("", "deadline") == 0
