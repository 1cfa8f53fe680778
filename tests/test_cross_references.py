import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.plans.cross_references import (
    indicators_named,
    indicators_of_column,
    plans_named,
    read_flag,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Indicator 2: shortlisting", {2}),
        ("WRES indicators 5, 6 and 8", {5, 6, 8}),
        ("Indicators 5-8", {5, 6, 7, 8}),
        ("Metric 3", {3}),
        ("see KF25", {5}),
        ("all nine indicators", set(range(1, 10))),
        ("WDES metric 3", set()),
        ("Indicator 12", set()),
        ("three of nine wards", set()),
    ],
)
def test_indicators_named_in_texts(text, found):
    assert indicators_named([text]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", {3}),
        ("1,7", {1, 7}),
        ("All", set(range(1, 10))),
        ("2 to 4", {2, 3, 4}),
        ("17", set()),
        ("WDES 4", set()),
    ],
)
def test_indicators_of_a_column(text, found):
    assert indicators_of_column(text) == found


def test_other_plans_have_one_name_each():
    texts = ["Part of the NHS People Plan", "Goal of the model employer plan", "a people promise theme"]
    assert plans_named(texts) == ["Model Employer", "NHS People Plan", "People Promise"]
    assert plans_named(["Plan the rota with people"]) == []


@pytest.mark.parametrize(
    ("text", "flag"),
    [("Yes", "Yes"), ("y", "Yes"), ("✓", "Yes"), ("No", "No"), ("x", "No"), ("", ""), ("N/A", "")],
)
def test_flags(text, flag):
    assert read_flag(text, ticks=False) == flag


def test_a_cross_is_a_tick_in_a_column_of_marks():
    assert read_flag("x", ticks=True) == "Yes"


def test_anything_else_is_not_understood():
    assert read_flag("In part", ticks=False) is None


@given(st.text(max_size=80))
def test_indicators_are_one_to_nine(text):
    assert indicators_of_column(text) | indicators_named([text]) <= set(range(1, 10))
