import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plans.owners import has_owner, is_role, mask_names, mask_owner


@pytest.mark.parametrize(
    "role",
    [
        "Head of HR (Projects) Head of HR (Planning)",
        "CEO and Chair",
        "Heads of ER and Lead for L&OD",
        "Associate Director of Equality, Diversity and Inclusion",
        "Medical Director / Chief Nurse",
        "HRBPs",
        "L&D (OD, PDT and Medical Education)/GMs",
        "Freedom to Speak Up Guardian",
        "Chaplaincy",
    ],
)
def test_roles_are_kept(role):
    assert mask_owner(role) == role
    assert is_role(role)


@pytest.mark.parametrize(
    ("printed", "masked"),
    [
        ("Sarah Okonkwo", "[name]"),
        ("Priti Vasquez, Head of Resourcing", "[name], Head of Resourcing"),
        ("Sarah Okonkwo\nDirector of People", "[name]\nDirector of People"),
        ("J. Brown / Chief Nurse", "[name] / Chief Nurse"),
        ("Dr Lindqvist", "[name]"),
        ("Michael", "[name]"),
    ],
)
def test_names_in_owner_cells_are_replaced(printed, masked):
    assert mask_owner(printed) == masked


def test_names_in_running_text_are_replaced():
    text = "Agreed with Sarah Okonkwo and Prof. Adeyemi; James Head of HR will lead."
    assert mask_names(text) == "Agreed with [name] and [name]; James Head of HR will lead."


@pytest.mark.parametrize(
    "text",
    [
        "Ten places on the Mary Seacole programme",
        "Visit James Cook University Hospital",
        "Launch on Stephen Lawrence Day",
        "Will Board members attend in June 2024?",
        "The Grace ward",
    ],
)
def test_programmes_places_and_plain_words_are_kept(text):
    assert mask_names(text) == text


def test_placeholders_are_nobody():
    assert not any(map(has_owner, ["", "N/A", "TBC", "-", "to be confirmed", "None"]))
    assert has_owner("Head of HR")


def test_sentences_are_no_roles():
    assert not is_role("Waiting for the system to develop its offer")
    assert not is_role("Committee minutes")
    assert not is_role("")


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text):
    assert mask_owner(mask_owner(text)) == mask_owner(text)
    assert mask_names(mask_names(text)) == mask_names(text)
