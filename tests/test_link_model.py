import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.linking.features import JOINED_FEATURES, PAIR_FEATURES, RIVAL_FEATURES
from wres_analysis.linking.model import shipped_model


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
