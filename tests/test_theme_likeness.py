from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import actions_of

from wres_analysis.measures import themes as theme_module
from wres_analysis.measures.themes import ALIKE, SAME_ACTION, likeness, themes
from wres_analysis.tables import check_table

PANEL = "Every interview panel for senior posts to be diverse by sex and ethnicity"


def alike(*rows: dict[str, object]) -> pd.DataFrame:
    actions = actions_of(*rows)
    found = likeness(themes(actions), actions)
    check_table(found, ALIKE, "likeness")
    return found


def test_the_same_words_elsewhere_are_the_same_action():
    found = alike(
        {"action": PANEL},
        {"organisation": "T2", "action": PANEL.upper() + "."},
        {"organisation": "T3", "action": PANEL},
    )
    assert found["nearest"].tolist() == pytest.approx([1, 1, 1])
    assert found["organisations_alike"].tolist() == [2, 2, 2]
    assert found["nearest_organisation"].tolist() == ["T2", "T1", "T1"]


def test_the_same_theme_in_other_words_is_not_the_same_action():
    found = alike(
        {"action": PANEL},
        {"organisation": "T2", "action": "Diverse panel members from the hospital union to sit with chairs"},
    )
    assert found["theme"].nunique() == 1
    assert (found["nearest"] < SAME_ACTION).all()
    assert found["organisations_alike"].tolist() == [0, 0]


def test_an_organisation_is_never_compared_with_itself():
    found = alike({"action": PANEL}, {"plan_year": "2021-22", "action": PANEL})
    assert found["nearest"].isna().all()
    assert found["nearest_organisation"].tolist() == ["", ""]


def test_several_copies_in_one_organisation_count_once():
    copies = [{"organisation": "T2", "action": PANEL}, {"organisation": "T2", "action": PANEL + "!"}]
    assert alike({"action": PANEL}, *copies)["organisations_alike"].tolist() == [1, 1, 1]


def test_actions_without_a_theme_are_compared_with_each_other():
    found = alike(
        {"action": "Paint the boiler room"}, {"organisation": "T2", "action": "Paint the boiler room"}
    )
    assert found["theme"].tolist() == ["", ""]
    assert found["nearest"].tolist() == pytest.approx([1, 1])


def test_a_text_without_words_is_like_nothing():
    found = alike({"action": "…"}, {"organisation": "T2", "action": "!!"})
    assert found["nearest"].tolist() == [0, 0]
    assert found["organisations_alike"].tolist() == [0, 0]


WORDS = st.lists(st.sampled_from(["panel", "diverse", "paint", "boiler", "mentor", "ward", "9"]), max_size=5)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("ABC"), WORDS), max_size=8))
def test_cosines_are_the_textbook_ones_and_symmetric(rows):
    made = [{"organisation": code, "action": " ".join(words)} for code, words in rows]
    found = alike(*made)
    assert found["nearest"].dropna().between(0, 1).all()
    for row in found[found["nearest"].notna()].itertuples():
        back = found[
            found["organisation"].eq(row.nearest_organisation) & found["action_id"].eq(row.nearest_id)
        ].iloc[0]
        assert back["nearest"] >= row.nearest - 1e-3


def test_the_answer_does_not_depend_on_how_many_rows_are_compared_at_a_time(monkeypatch):
    generator = np.random.default_rng(7)
    nouns = ["panel", "ward", "theatre", "clinic", "school", "pay", "gap", "mentor"]
    rows = [
        {"organisation": f"T{number % 5}", "action": "diverse panel " + " ".join(generator.choice(nouns, 4))}
        for number in range(40)
    ]
    whole = alike(*rows)
    monkeypatch.setattr(theme_module, "_CELLS", 1)
    pd.testing.assert_frame_equal(alike(*rows), whole)
