import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from plans_drawn import PLANS, plans
from slow_links import slow_contained, slow_cosine, slow_margin, words_of_each

from wres_analysis.linking.choice import settle
from wres_analysis.linking.features import (
    PAIR_FEATURES,
    RIVAL_FEATURES,
    cosine,
    excluded,
    joined_features,
    pair_features,
    plan_words,
    products,
    rarity,
    rival_features,
)
from wres_analysis.linking.linkage import plan_pairs
from wres_analysis.linking.texts import ready_actions


def features_of(old, new):
    ready = ready_actions(plans(old, new))
    (pair,) = plan_pairs(ready)
    settled = settle(ready, pair, {}).same_words
    found = pair_features(ready, pair, settled, plan_words(ready, pair))
    return ready, pair, {name: found[..., place] for place, name in enumerate(PAIR_FEATURES)}


@settings(max_examples=40, deadline=None)
@given(PLANS, PLANS)
def test_the_fast_features_are_those_of_the_slow_way(old, new):
    ready, _, fast = features_of(old, new)
    bags = words_of_each([ready.texts[text] for text in ready.text])
    left, right = bags[: len(old)], bags[len(old) :]
    slow = {
        "words alike": lambda a, b: slow_cosine(a, b, bags),
        "words of one in the other": lambda a, b: max(slow_contained(a, b, bags), slow_contained(b, a, bags)),
    }
    for name, of_pair in slow.items():
        expected = [[of_pair(a, b) for b in right] for a in left]
        np.testing.assert_allclose(fast[name], expected, atol=1e-5, err_msg=name)


@settings(deadline=None)
@given(PLANS, PLANS)
def test_features_are_numbers_within_bounds(old, new):
    _, _, found = features_of(old, new)
    for name, values in found.items():
        assert np.isfinite(values).all(), name
        assert values.shape == (len(old), len(new)), name
    assert found["words alike"].max() <= 1 + 1e-5 and found["letters alike"].max() <= 1 + 1e-5


def test_an_owner_that_everybody_has_says_less_than_a_rare_one_and_a_blank_one_nothing():
    old = [("Review the policy", "HR"), ("Train staff", "HR"), ("Mark Diwali", "Chaplain")]
    _, _, found = features_of(old, old)
    assert found["owner shared"][2, 2] > found["owner shared"][0, 0] > 0
    assert found["other owner"][0, 2] > 0 == found["other owner"][0, 1]
    _, _, found = features_of(old[:1], [("Train staff", "")])
    assert found["owner shared"][0, 0] == found["other owner"][0, 0] == 0


def test_another_group_and_another_report_are_seen():
    _, _, found = features_of(
        ["Mentor ten BME staff", "Publish the WRES report"],
        ["Mentor ten disabled staff", "Publish the WDES report"],
    )
    assert found["other group"][0, 0] == 1
    assert found["other report"].tolist() == [[0, 0], [0, 1]]


def test_order_counts_only_where_the_clear_pairs_keep_it():
    texts = ["Review grievances", "Train panels", "Survey leavers", "Mark Diwali", "Publish WRES", "Mentor"]
    _, _, kept = features_of(texts, texts)
    _, _, lost = features_of(texts, texts[::-1])
    assert kept["same place"][0, 0] > lost["same place"][0, 0]
    assert kept["same number"][0, 0] == 1 and lost["same number"][0, 0] == 0


@given(st.integers(1, 5), st.integers(1, 5), st.randoms())
def test_margins_are_those_of_the_slow_way(rows, columns, draw):
    score = np.array([[draw.uniform(-7, 7) for _ in range(columns)] for _ in range(rows)])
    nobody = np.zeros(rows, dtype=bool), np.zeros(columns, dtype=bool)
    found = rival_features(score, *nobody)
    for a in range(rows):
        for b in range(columns):
            expected = [slow_margin(score, a, b), slow_margin(score.T, b, a), score[a, b], score[a, b]]
            np.testing.assert_allclose(found[a, b, :4], expected, atol=1e-4)
    assert found.shape[-1] == len(RIVAL_FEATURES)


def test_without_a_rival_a_pair_has_to_win_against_no_partner_and_a_nearer_settled_one_is_held_against_it():
    found = rival_features(np.array([[-2.0]]), np.array([False]), np.array([False]))
    assert found[0, 0, :4].tolist() == [-2, -2, -2, -2]
    score = np.array([[3.0, 1.0], [0.0, 0.5]])
    found = rival_features(score, np.array([True, False]), np.array([True, False]))
    assert found[1, 1, 0] == 0.5 and found[1, 1, 2] == 0.5 - 1.0


def test_a_plan_that_shares_much_raises_the_odds():
    little, much = np.full((4, 4), -4.0), np.where(np.eye(4), 4.0, -4.0)
    nobody = np.zeros(4, dtype=bool), np.zeros(4, dtype=bool)
    few, many = (rival_features(score, *nobody)[0, 0, -1] for score in (little, much))
    assert few < 0 < many


def test_owner_aim_and_place_support_a_wording_and_count_for_nothing_without_one():
    old, new = [("Mark Diwali with a lunch", "HR")], [("Review the grievance procedure", "HR")]
    _, _, found = features_of(old, new)
    assert not any(found[name].any() for name in ("owner shared", "aim shared", "same place", "same number"))


def test_a_further_partner_is_judged_by_what_the_first_one_does_not_hold():
    old = ["Review the disciplinary policy and train interview panels"]
    new = ["Review the disciplinary policy", "Train interview panels", "Review another policy"]
    ready, pair, _ = features_of(old, new)
    found = joined_features(np.zeros((1, 3)), {(0, 0)}, (), plan_words(ready, pair))
    share, evidence = found[0, :, 1], found[0, :, -1]
    assert share[1] > 0.2 and share[2] < 0.05 and evidence.tolist()[1:] == [1, 0]


def test_what_one_action_became_stands_together_where_the_plans_keep_their_order():
    others = [
        f"Publish {name} figures" for name in ("pay", "leaver", "training", "pension", "promotion", "bank")
    ]
    old = ["Review the disciplinary policy and train interview panels", *others]
    first, second = "Review the disciplinary policy", "Train interview panels"
    shuffled = [first, *(others[place] for place in (3, 5, 0, 4, 1, 2)), second]
    for new, told in (([first, second, *others], 1), ([first, *others, second], 0), (shuffled, 1)):
        ready, pair, _ = features_of(old, new)
        words, settled = plan_words(ready, pair), settle(ready, pair, {}).pairs - {(0, 0)}
        found = joined_features(np.zeros((7, 8)), {(0, 0)}, settled - {(0, new.index(second))}, words)
        assert found[0, new.index(second), -1] == told, new


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 700))
def test_products_in_blocks_are_the_whole_product(rows, columns, items):
    draw = np.random.default_rng(rows * 1000 + columns)
    left, right = draw.random((rows, items)), draw.random((columns, items))
    np.testing.assert_allclose(products(left, right), left @ right.T, rtol=1e-5)


def test_rarity_cosine_and_exclusion_by_hand():
    weights = rarity(np.array([[1, 1, 0], [1, 0, 0], [1, 0, 1]], dtype=np.float32))
    assert weights[0] < weights[1] == weights[2]  # what every action holds counts least
    empty_first = np.array([[0, 0], [1, 1]], dtype=np.float32)
    assert cosine(empty_first, np.ones(2, dtype=np.float32), 1).tolist() == [[0]]
    table = np.array([[1, 0], [0, 0], [0, 1], [1, 1]], dtype=np.float32)
    assert excluded(table, 2).tolist() == [[1, 0], [0, 0]]  # it needs something on both sides
