import pandas as pd
import pytest
from plans_drawn import plan

from wres_analysis.linking.link_rows import edit_in_words
from wres_analysis.linking.linkage import link_plans


def reasons(old, new, **columns):
    """Reasons of the links between one old and one new action, with columns of (old, new)."""
    table = pd.concat([plan("2021-22", [old]), plan("2022-23", [new])], ignore_index=True)
    for name, values in columns.items():
        table[name] = list(values)
    return link_plans(table).links["reason"].tolist()


REVIEW = "Review the grievance policy with staff side"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({}, "same wording"),
        ({"deadline": ("March 2022", "March 2023")}, "same wording; date moved 12 months"),
        ({"deadline": ("March 2022", "February 2022")}, "same wording; date brought forward 1 month"),
        ({"deadline": ("March 2022", "31 March 2022")}, "same wording; same date"),
        (
            {"deadline_date": ("2022-03-31", "2023-03-31"), "deadline": ("Q4", "Q4")},
            "same wording; date moved 12 months",
        ),
        (
            {"owner": ("Head of HR", "Deputy CPO")},
            "same wording; owner changed from Head of HR to Deputy CPO",
        ),
        ({"owner": ("Head of HR", "head of  HR")}, "same wording"),
        ({"owner": ("Head of HR", "")}, "same wording"),
        ({"carried_over_from": ("", "2021/22")}, "same wording; the plan says that it was carried over"),
    ],
)
def test_reasons_of_the_same_wording(columns, reason):
    assert reasons(REVIEW, REVIEW, **columns) == [reason]


def test_an_edit_is_shown():
    assert reasons(f"{REVIEW} at Band 7", f"{REVIEW} at Band 6") == [
        'same wording with changes: "7" became "6"'
    ]


def test_a_rewording_says_what_both_are_about():
    found = reasons(
        "Set up reverse mentoring for directors",
        "Pair every director with a BME mentor",
        owner=("OD Lead", "OD Lead"),
        aim=("Leadership", "Leadership"),
    )
    assert found == ['follows on from it: both say "mentor"; same owner; same aim']


def test_what_is_gone_says_whether_it_was_complete():
    found = reasons("Mark Diwali", "Buy software", status=("complete", ""))
    assert found == ["no action of 2021-22 is like it", "reported complete; no action of 2022-23 is like it"]


def test_a_pair_that_is_not_linked_says_what_differs():
    table = pd.concat(
        [
            plan("2021-22", ["Publish the WRES report on our website", "Mark Diwali"]),
            plan(
                "2022-23",
                ["Publish the WRES report on our website", "Publish the WDES report on our website"],
            ),
        ]
    )
    listed = link_plans(table).candidates
    apart = listed[listed["linked"].eq("no")]
    assert set(apart["reason"]) <= {
        "they are for other groups of staff",
        "they are about other reports",
        "they are about other topics",
        "another action is nearer",
        "too little in common",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a b c", "a b c d", 'same wording with changes: "d" added'),
        ("a b c d", "a b d", 'same wording with changes: "c" left out'),
        ("a b", "a b", "same wording with changes"),
        ("a " + "b " * 9 + "z", "a " + "c " * 9 + "z", "same wording with changes"),
        ("a a", "a a a", 'same wording with changes: "a" added'),
    ],
)
def test_edits_in_words(old, new, said):
    assert edit_in_words(old, new) == said
