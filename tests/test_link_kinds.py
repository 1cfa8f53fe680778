import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans_drawn import plan, plans

from wres_analysis.linking.choice import likeness, settle
from wres_analysis.linking.features import (
    JOINED_FEATURES,
    PAIR_FEATURES,
    RIVAL_FEATURES,
    pair_features,
    plan_words,
)
from wres_analysis.linking.link_rows import edit_in_words, kinds_of, link_rows
from wres_analysis.linking.linkage import link_plans, plan_pairs, score_plans
from wres_analysis.linking.model import shipped_model
from wres_analysis.linking.texts import ready_actions
from wres_analysis.measures.lives import places_of_ends, threads_of


def kinds(old, new, links, decisions=None):
    ready = ready_actions(plans(old, new))
    (pair,) = plan_pairs(ready)
    settled = settle(ready, pair, decisions or {})
    alike = likeness(pair_features(ready, pair, settled.same_words, plan_words(ready, pair)))
    return kinds_of(links, ready, pair, settled, alike, shipped_model(), decisions or {})


POLICY = "Review the grievance policy."


@pytest.mark.parametrize(
    ("old", "new", "decided", "kind"),
    [
        (POLICY, "review the  grievance policy", "", "exact"),
        ("Panels at Band 7 to be mixed", "Panels at Band 6 to be mixed", "", "minor_edit"),
        ("Mentor twenty BME nurses", "Mentor twenty global majority nurses", "", "minor_edit"),
        ("Report on training by ethnicity", "Report on training by ethnicity and band", "", "minor_edit"),
        ("Listen to leavers", "Hold exit interviews when BME colleagues resign", "", "reworded"),
        (POLICY, POLICY, "reworded", "reworded"),  # a kind that a person gave stays
        (POLICY, POLICY, "link", "exact"),  # a link without a kind leaves it to the words
    ],
)
def test_kinds_of_a_pair(old, new, decided, kind):
    decisions = {(0, 0): decided} if decided else None
    assert kinds([old], [new], {(0, 0)}, decisions) == {(0, 0): kind}


def test_several_partners_make_a_split_or_a_merger():
    texts = ["Review the policy", "Train the panels"]
    assert set(kinds(texts[:1], texts, {(0, 0), (0, 1)}).values()) == {"split"}
    assert set(kinds(texts, texts[:1], {(0, 0), (1, 0)}).values()) == {"merged"}


def rows_of(old, new, again=frozenset(), decisions=None):
    ready = ready_actions(plans(old, new))
    pairs = plan_pairs(ready)
    scored = [score_plans(ready, pair, shipped_model(), decisions or {}) for pair in pairs]
    return link_rows(ready, pairs, scored, [again], shipped_model().minor_edit)


def test_rows_follow_the_later_plan_and_what_is_gone_comes_last():
    rows = rows_of(["Mark Diwali", "Review the policy"], ["Buy software", "Review the policy"])
    linked = rows[rows["linked"].eq("yes")]
    assert linked[["from_id", "to_id", "kind"]].values.tolist() == [
        ["", "1", "new"],
        ["2", "2", "exact"],
        ["1", "", "dropped"],
    ]
    assert linked["probability"].isna().tolist() == [True, False, True]


def test_pairs_without_a_chance_are_not_listed_unless_they_are_asked_again():
    texts = ["Mark Diwali with a lunch"], ["Review the grievance procedure"]
    assert not (rows_of(*texts)["old"].ge(0) & rows_of(*texts)["new"].ge(0)).any()
    asked = rows_of(*texts, again=frozenset({(0, 0)}))
    assert (asked["old"].ge(0) & asked["new"].ge(0)).sum() == 1


def test_a_barred_pair_is_listed_with_the_kind_that_it_would_have():
    rows = rows_of(["Review the policy"], ["Review the policy"], decisions={(0, 0): "no"})
    pair = rows[rows["old"].ge(0) & rows["new"].ge(0)].iloc[0]
    assert (pair["kind"], pair["linked"], pair["probability"]) == ("exact", "no", 0)


def test_sizes_of_both_plans_are_given():
    rows = rows_of(["a", "b", "c"], ["a"])
    assert set(rows["old_size"]) == {3} and set(rows["new_size"]) == {1}


ACTIONS = pd.DataFrame(
    {
        "organisation": ["RXA"] * 5 + ["5E1"],
        "plan_year": ["2021-22", "2021-22", "2022-23", "2022-23", "2023-24", "2022-23"],
        "action_id": ["1", "2", "1", "2", "1", "1"],
        "action": ["Train panels", "Mentor nurses", "Find mentors", "Fund coaches", "Coach", "Train panels"],
    }
)


def links(*ends):
    columns = ["organisation", "from_year", "from_id", "to_year", "to_id"]
    return pd.DataFrame([("RXA", *end) for end in ends], columns=columns, dtype="str")


def test_splits_and_mergers_are_one_thread_and_other_organisations_stay_apart():
    joined = links(
        ("2021-22", "2", "2022-23", "1"), ("2021-22", "2", "2022-23", "2"), ("2022-23", "2", "2023-24", "1")
    )
    assert threads_of(joined, ACTIONS).tolist() == [0, 1, 1, 1, 1, 5]
    assert [ends.tolist() for ends in places_of_ends(joined, ACTIONS)] == [[1, 1, 3], [2, 3, 4]]


def test_without_links_every_action_is_a_thread():
    assert threads_of(links(), ACTIONS).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_link_to_an_action_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        threads_of(links(("2021-22", "9", "2022-23", "1")), ACTIONS)


def test_an_action_that_skips_one_plan_is_one_thread_with_a_gap():
    back = ACTIONS.assign(action=ACTIONS["action"].replace("Coach", "Train panels."))
    assert threads_of(links(), back).tolist() == [0, 1, 2, 3, 0, 5]
    # not where it was linked to another action of the year between
    assert threads_of(links(("2021-22", "1", "2022-23", "1")), back).tolist() == [0, 1, 0, 3, 4, 5]


def test_the_shipped_model_is_of_this_code():
    model = shipped_model()
    assert model.first.features == PAIR_FEATURES
    assert model.second.features == (*PAIR_FEATURES, *RIVAL_FEATURES)
    assert model.joined.features == JOINED_FEATURES
    assert model.locked < model.verbatim < 1 and model.ceiling < model.locked
    assert len(model.fitted_on) == len("2026-01-01")


def test_the_shipped_calibration_rises_with_the_probability():
    table = shipped_model().calibration
    assert table[0]["from"] == 0 and all(row["carried"] <= row["actions"] for row in table)
    shares = [row["carried"] / row["actions"] for row in table if row["actions"]]
    assert shares[0] < 0.1 and shares[-1] > 0.95


def test_the_shipped_model_says_how_good_it_was_on_what_it_had_not_seen():
    assert shipped_model().measured["f1"] >= 0.92
    assert shipped_model().measured["calibration error"] <= 0.06


def test_likeness_never_speaks_against_a_pair_nor_difference_for_it():
    for part in (shipped_model().first, shipped_model().second):
        weights = dict(zip(part.features, part.weights, strict=True))
        assert all(
            weights[name] >= 0 for name in weights if "alike" in name or "shared" in name or "better" in name
        )
        assert all(weights[name] <= 0 for name in weights if name.startswith("other "))


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_probabilities_lie_between_nothing_and_the_ceiling(old, new, seed):
    draw = np.random.default_rng(seed)
    features = draw.random((old, new, len(PAIR_FEATURES)), dtype=np.float32) * 3
    taken = draw.random(old) < 0.3, draw.random(new) < 0.3
    model = shipped_model()
    found = model.chance(model.scores(features, *taken))
    assert ((found >= 0) & (found <= np.float32(model.ceiling))).all()
    assert (found[taken[0]] < 1e-9).all() and (found[:, taken[1]] < 1e-9).all()


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
        (
            {"owner": ("Head of HR", "Head of HR; [name]")},
            "same wording; owner named otherwise, Head of HR and Head of HR; [name]",
        ),
        ({"owner": ("[name]", "Head of HR")}, "same wording; owner changed from [name] to Head of HR"),
        ({"owner": ("Head of HR", "")}, "same wording"),
        ({"carried_over_from": ("", "2021/22")}, "same wording; the plan says that it was carried over"),
    ],
)
def test_reasons_of_the_same_wording(columns, reason):
    assert reasons(REVIEW, REVIEW, **columns) == [reason]


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
    said = "Publish the WRES report on our website"
    old, new = plan("2021-22", [said, "Mark Diwali"]), plan("2022-23", [said, said.replace("WRES", "WDES")])
    table = pd.concat([old, new])
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
        ("Panels at Band 7", "Panels at Band 6", 'same wording with changes: "7" became "6"'),
    ],
)
def test_edits_in_words(old, new, said):
    assert edit_in_words(old, new) == said
