from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import SHARED, actions_of, links_of

from wres_analysis.errors import TableError
from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.measures import themes as theme_module
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.themes import ALIKE, SAME_ACTION, THEME_OF, THEMES, likeness, theme_table, themes
from wres_analysis.tables import LINKS, check_table, read_csv_text, table_of

NO_LINKS = table_of([], LINKS)
PANEL = "Diverse interview panels for senior posts"


def theme_of(wording: str) -> str:
    return str(themes(actions_of({"action": wording}))["theme"].iloc[0])


@pytest.mark.parametrize(
    ("wording", "theme"),
    [
        ("Pair executives with junior colleagues for reverse mentoring", "Reverse mentoring"),
        ("Anonymise application forms before shortlisting", "Blind shortlisting"),
        ("Publish the WRES report on our website", "Publishing and submitting WRES"),
        ("Carry out exit interviews with those who leave", "Exit interviews and leavers"),
        ("Paint the boiler room", ""),
        ("", ""),
    ],
)
def test_the_theme_follows_from_the_wording(wording, theme):
    assert theme_of(wording) == theme


def test_the_more_particular_theme_wins_and_the_reason_says_how_many_others_fit():
    found = themes(actions_of({"action": "Start a reverse mentoring scheme with staff network chairs"}))
    (theme, reason) = found[["theme", "reason"]].iloc[0]
    assert theme == "Reverse mentoring"
    assert reason.startswith("wording: 'reverse mentor") and "other theme" in reason


def test_line_breaks_capitals_and_other_names_of_a_group_change_nothing():
    said = "Set up a staff network for global majority people"
    assert theme_of("set up a STAFF net-\nwork for BAME colleagues") == theme_of(said)


def test_every_phrase_of_the_vocabulary_holds_words_and_names_its_theme():
    rows = read_vocabulary("themes")
    assert not rows.duplicated().any()
    parts = [part for words in rows["words"] for part in words.split(" & ")]
    assert [part for part, words in zip(parts, _words(parts), strict=True) if not words] == []


def _words(parts: list[str]) -> list[tuple[str, ...]]:
    return shipped_lexicon().words_of(parts, near=False).each()


def test_each_phrase_finds_its_own_theme_or_an_earlier_one():
    rows = read_vocabulary("themes")
    order = {theme: place for place, theme in enumerate(dict.fromkeys(rows["theme"]))}
    found = themes(actions_of(*({"action": words.replace(" & ", " x ")} for words in rows["words"])))
    late = [
        (words, own, theme)
        for words, own, theme in zip(rows["words"], rows["theme"], found["theme"], strict=True)
        if theme == "" or order[theme] > order[own]
    ]
    assert late == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_every_action_gets_one_row_whatever_its_text(texts):
    actions = actions_of(*({"action": text} for text in texts))
    found = themes(actions)
    check_table(found, THEME_OF, "themes")
    assert found["action_id"].tolist() == actions["action_id"].tolist()
    assert found["reason"].ne("").all()


def test_a_table_without_the_columns_is_refused_in_one_line():
    with pytest.raises(TableError, match="is missing"):
        themes(pd.DataFrame({"action": ["Review"]}))


def test_a_theme_is_counted_over_the_newest_plans_only():
    actions = actions_of(
        {"plan_year": "2021-22", "action": PANEL},
        {"plan_year": "2021-22", "action": "Publish the pay gap"},
        {"action": PANEL, "status": "complete"},
        {"organisation": "T2", "action": "Every interview panel to be diverse"},
        {"organisation": "T2", "action": "Paint the boiler room"},
    )
    table = theme_table(themes(actions), actions, links_of(("1", "3", "exact")))
    check_table(table, THEMES, "themes")
    assert table["theme"].tolist() == ["Interview panels that are diverse"]
    row = table.iloc[0]
    assert (row["organisations"], row["of_organisations"], row["actions"]) == (2, 2, 2)
    assert (row["complete"], row["complete_rate"]) == (1, 0.5)
    # T2 has one plan only: it cannot have carried anything over, which is not the same as none
    assert (row["carried_over"], row["could_be_carried"], row["carried_rate"]) == (1, 1, 1.0)
    assert (row["years_middle"], row["years_longest"]) == (1.5, 2)


def test_years_run_back_through_all_plans_and_over_one_that_is_missing():
    years = ["2018-19", "2019-20", "2021-22"]
    actions = actions_of(*({"plan_year": year, "action": PANEL} for year in years))
    step = {"organisation": "T1", "kind": "exact", "decided_by": "model"}
    links = table_of(
        [
            step | {"from_year": years[0], "from_id": "1", "to_year": years[1], "to_id": "2"},
            step | {"from_year": years[1], "from_id": "2", "to_year": years[2], "to_id": "3"},
        ],
        LINKS,
    )
    assert theme_table(themes(actions), actions, links)["years_longest"].tolist() == [4]


def test_without_an_earlier_plan_carried_over_is_missing_and_without_a_theme_there_is_no_row():
    actions = actions_of({"action": PANEL})
    row = theme_table(themes(actions), actions, NO_LINKS).iloc[0]
    assert row["could_be_carried"] == 0 and pd.isna(row["carried_rate"])
    actions = actions_of({"action": "Paint the boiler room"})
    assert theme_table(themes(actions), actions, NO_LINKS).empty


def test_themes_group_hand_labelled_actions_of_different_organisations():
    """Pairs of one theme against pairs that a person gave one concept: reference .30 precise, .52 found."""
    folder = SHARED / "gold" / "linkage" / "dev"
    if not folder.exists():
        pytest.skip("the hand-labelled concepts are not beside the project")
    labelled = read_csv_text(folder / "actions.csv").rename(columns={"org": "organisation"})
    concepts = read_csv_text(folder / "concepts.csv").rename(columns={"org": "organisation"})
    columns = ["organisation", "plan_year", "action_id", "action", "detail"]
    theme = themes(actions_of(*labelled[columns].to_dict("records")))["theme"]
    elsewhere = labelled["organisation"].to_numpy()[:, None] < labelled["organisation"].to_numpy()
    keys = ["organisation", "plan_year", "action_id"]
    marks = pd.crosstab([concepts[key] for key in keys], concepts["concept"])
    held = marks.reindex(pd.MultiIndex.from_frame(labelled[keys])).fillna(0).to_numpy()
    same = theme.ne("").to_numpy()[:, None] & (theme.to_numpy()[:, None] == theme.to_numpy()) & elsewhere
    true = (held @ held.T > 0) & elsewhere
    assert (same & true).sum() / same.sum() >= 0.30
    assert (same & true).sum() / true.sum() >= 0.52


DIVERSE = "Every interview panel for senior posts to be diverse by sex and ethnicity"


def alike(*rows: dict[str, object]) -> pd.DataFrame:
    actions = actions_of(*rows)
    found = likeness(themes(actions), actions)
    check_table(found, ALIKE, "likeness")
    return found


ELSEWHERE = {"organisation": "T2"}
SAID = (DIVERSE, DIVERSE.upper() + ".", DIVERSE)
OTHERWISE = "Diverse panel members from the hospital union to sit with chairs"
PAINT = "Paint the boiler room"


@pytest.mark.parametrize(
    ("rows", "nearest", "alike_in"),
    [
        (
            [
                {"action": DIVERSE},
                ELSEWHERE | {"action": DIVERSE.upper() + "."},
                {"organisation": "T3", "action": DIVERSE},
            ],
            ["T2", "T1", "T1"],
            [2, 2, 2],
        ),
        ([{"action": DIVERSE}, ELSEWHERE | {"action": OTHERWISE}], ["T2", "T1"], [0, 0]),  # the theme alone
        ([{"action": DIVERSE}, {"plan_year": "2021-22", "action": DIVERSE}], ["", ""], [0, 0]),  # its own
        (  # copies of one organisation count once
            [{"action": DIVERSE}, ELSEWHERE | {"action": DIVERSE}, ELSEWHERE | {"action": DIVERSE + "!"}],
            ["T2", "T1", "T1"],
            [1, 1, 1],
        ),
        ([{"action": PAINT}, ELSEWHERE | {"action": PAINT}], ["T2", "T1"], [1, 1]),  # without a theme too
        ([{"action": "…"}, ELSEWHERE | {"action": "!!"}], ["T2", "T1"], [0, 0]),  # no words are like nothing
    ],
)
def test_the_same_words_elsewhere_are_the_same_action(rows, nearest, alike_in):
    found = alike(*rows)
    assert found["nearest_organisation"].tolist() == nearest
    assert found["organisations_alike"].tolist() == alike_in
    same = found["organisations_alike"].gt(0)
    assert found.loc[same, "nearest"].tolist() == pytest.approx([1] * same.sum())
    assert (found.loc[~same, "nearest"].fillna(0) < SAME_ACTION).all()


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
