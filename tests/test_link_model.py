import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.errors import TableError
from wres_analysis.linking.features import PAIR_FEATURES, RIVAL_FEATURES
from wres_analysis.linking.model import fit_logistic, read_model, share_shift, shipped_model, write_model


def test_the_shipped_model_is_of_this_code():
    model = shipped_model()
    assert model.first.features == PAIR_FEATURES
    assert model.second.features == (*PAIR_FEATURES, *RIVAL_FEATURES)
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


def test_a_better_margin_never_lowers_the_probability():
    weights = dict(zip(shipped_model().second.features, shipped_model().second.weights, strict=True))
    assert all(weights[name] > 0 for name in RIVAL_FEATURES)


def test_a_model_is_written_and_read_again(tmp_path):
    write_model(shipped_model(), tmp_path / "own" / "links.json")
    assert read_model(tmp_path / "own" / "links.json") == shipped_model()


@pytest.mark.parametrize("content", ["", "[]", '{"first": {}}', "{"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "links.json"
    path.write_text(content)
    with pytest.raises(TableError, match=r"links\.json: this is not a link model"):
        read_model(path)


def test_a_model_for_other_features_is_refused(tmp_path):
    path = tmp_path / "links.json"
    write_model(shipped_model(), path)
    content = json.loads(path.read_text())
    content["first"]["features"][0] = "something else"
    path.write_text(json.dumps(content))
    with pytest.raises(TableError, match="fitted for other features"):
        read_model(path)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_usual_share_that_has_no_odds_is_refused(tmp_path, share):
    path = tmp_path / "links.json"
    write_model(replace(shipped_model(), usual_share=share), path)
    with pytest.raises(TableError, match="usual_share does not lie between 0 and 1"):
        read_model(path)


def test_logistic_weights_meet_the_conditions_of_the_optimum():
    draw = np.random.default_rng(1)
    values = draw.normal(size=(300, 3))
    truth = draw.random(300) < 1 / (1 + np.exp(-(values @ [2.0, -1.0, 0.0] + 0.5)))
    fitted = fit_logistic(values, truth, ["a", "b", "c"], penalty=1e-3)
    chance = 1 / (1 + np.exp(-fitted.score(values)))
    # at the optimum the residuals are uncorrelated with every feature and sum to zero
    np.testing.assert_allclose(values.T @ (chance - truth), 0, atol=0.05)
    assert abs((chance - truth).sum()) < 0.05


def test_a_feature_without_variation_gets_no_weight():
    values = np.array([[0.0, 1.0], [1.0, 1.0], [0.2, 1.0], [0.9, 1.0]])
    fitted = fit_logistic(values, np.array([False, True, False, True]), ["a", "b"], 1.0)
    assert fitted.weights[1] == 0 and np.isfinite(fitted.score(values)).all()


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_probabilities_lie_between_nothing_and_the_ceiling(old, new, seed):
    draw = np.random.default_rng(seed)
    features = draw.random((old, new, len(PAIR_FEATURES)), dtype=np.float32) * 3
    taken = draw.random(old) < 0.3, draw.random(new) < 0.3
    found = shipped_model().probabilities(features, *taken)
    assert ((found >= 0) & (found <= np.float32(shipped_model().ceiling))).all()
    assert (found[taken[0]] == 0).all() and (found[:, taken[1]] == 0).all()


def test_plans_that_share_little_have_lower_odds_and_those_that_share_much_higher_ones():
    doubtful = np.full((8, 8), 0.1)
    shifts = [share_shift(doubtful, settled, 0.75) for settled in (0, 3, 6)]
    assert shifts == sorted(shifts) and shifts[0] < 0
    usual = np.eye(8) * 0.75
    assert share_shift(usual, 0, 0.75) == pytest.approx(0)


def test_plans_without_actions_have_usual_odds():
    assert share_shift(np.zeros((0, 4)), 0, 0.75) == 0


def test_all_settled_stays_finite():
    assert 0 < share_shift(np.zeros((5, 5)), 5, 0.78) < 3
