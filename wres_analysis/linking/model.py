"""The fitted weights: two small logistic scores, one of the pair and one against its rivals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wres_analysis.errors import TableError
from wres_analysis.linking.features import PAIR_FEATURES, RIVAL_FEATURES, rival_features
from wres_analysis.linking.wording import BoolArray, FloatArray

Float64Array = npt.NDArray[np.float64]

_STEPS = 60
_LEAST_SCALE = 1e-3
_USUAL_COUNTS_AS = 3  # actions


@dataclass(frozen=True)
class Logistic:
    """A logistic score."""

    features: tuple[str, ...]
    means: tuple[float, ...]  # one for each feature
    scales: tuple[float, ...]  # one for each feature
    weights: tuple[float, ...]  # one for each feature
    constant: float

    def score(self, values: FloatArray) -> FloatArray:
        """The log of the odds, for values with one feature each along the last axis."""
        weights = np.array(self.weights) / np.array(self.scales)
        constant = self.constant - float(np.array(self.means) @ weights)
        odds: FloatArray = values @ weights.astype(np.float32) + np.float32(constant)
        return odds


@dataclass(frozen=True)
class LinkModel:
    """Everything that linking learnt from labelled pairs."""

    fitted_on: str  # date, YYYY-MM-DD
    pairs: int  # labelled links that it was fitted on
    first: Logistic  # the score of a pair by itself, and the one that weighs it against its rivals
    second: Logistic  # the score of a pair by itself, and the one that weighs it against its rivals
    # probability of a pair with the same words, and of one that differs in numbers, dates or terms
    # alone
    verbatim: float
    # probability of a pair with the same words, and of one that differs in numbers, dates or terms
    # alone
    locked: float
    ceiling: float  # most that any other pair can have
    threshold: float  # probability from which a pair is linked
    # of the smaller of two plans, the share of actions with a partner in the other, as labelled
    usual_share: float
    near_verbatim: float  # likeness from which a linked action is not joined by a further one
    minor_edit: float  # likeness from which a pair is a minor edit and not reworded
    # by best probability of an action (`from`, up to the next): `actions`, and how many were `carried`,
    # in organisations that the weights had not seen
    calibration: tuple[Mapping[str, float], ...]
    # precision, recall and the rest on organisations that the weights had not seen
    measured: Mapping[str, float]

    def probabilities(self, features: FloatArray, old_taken: BoolArray, new_taken: BoolArray) -> FloatArray:
        """Probability of each pair of two plans; 0 where one of the two has its partner already.

        The weights take for granted that as much comes back as in the labelled plans. Where two plans share
        less, or more, the odds of every pair are changed by as much.
        """
        rivals = rival_features(self.first.score(features), old_taken, new_taken)
        score = self.second.score(np.concatenate([features, rivals], axis=-1))
        free = ~(old_taken[:, None] | new_taken[None])
        settled = int(min(old_taken.sum(), new_taken.sum()))
        shift = share_shift(_chance(score, free), settled, self.usual_share)
        return np.minimum(_chance(score + np.float32(shift), free), np.float32(self.ceiling))


def _chance(score: FloatArray, free: BoolArray) -> FloatArray:
    return np.where(free, 1 / (1 + np.exp(-score)), np.float32(0))


def share_shift(chance: FloatArray, settled: int, usual: float) -> float:
    """What is added to the log of the odds, because two plans share more or less than plans usually do.

    The share of the smaller plan that has a partner is what is settled and what is expected of the rest; the
    usual share counts as much as three actions. One step of M. Saerens, P. Latinne and C. Decaestecker,
    "Adjusting the outputs of a classifier to new a priori probabilities", Neural Computation 14 (2002).

    Examples
    --------
    >>> little, much = np.full((6, 6), 0.1), np.full((6, 6), 0.98)
    >>> share_shift(little, 0, 0.75) < 0 < share_shift(much, 0, 0.75)
    True
    """
    if not chance.size:
        return 0.0
    expected = settled + float(min(chance.max(axis=1).sum(), chance.max(axis=0).sum()))
    share = (expected + _USUAL_COUNTS_AS * usual) / (min(chance.shape) + _USUAL_COUNTS_AS)
    return log(share / (1 - share)) - log(usual / (1 - usual))


@cache
def shipped_model() -> LinkModel:
    """The model that comes with the package."""
    text = resources.files("wres_analysis").joinpath("linking", "link_model.json").read_text(encoding="utf-8")
    return _model_of(json.loads(text), "link_model.json")


def read_model(path: Path) -> LinkModel:
    """A model that was fitted on own labelled pairs."""
    try:
        return _model_of(json.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, ValueError) as error:
        raise TableError(f"this is not a link model ({error})", path.name, "fit the model again") from None


def _model_of(content: Any, name: str) -> LinkModel:
    try:
        parts = {key: _logistic(content[key]) for key in ("first", "second")}
        model = LinkModel(**(content | parts | {"calibration": tuple(content["calibration"])}))
    except (TypeError, KeyError) as error:
        raise TableError(f"this is not a link model ({error})", name, "fit the model again") from None
    expected = (PAIR_FEATURES, (*PAIR_FEATURES, *RIVAL_FEATURES))
    if not 0 < model.usual_share < 1:
        raise TableError("usual_share does not lie between 0 and 1", name, "fit the model again")
    if (model.first.features, model.second.features) != expected:
        raise TableError("the model was fitted for other features", name, "fit the model again")
    return model


def _logistic(content: Mapping[str, Any]) -> Logistic:
    numbers = {key: tuple(content[key]) for key in ("features", "means", "scales", "weights")}
    return Logistic(**numbers, constant=float(content["constant"]))


def write_model(model: LinkModel, path: Path) -> None:
    """Write a model as JSON that a person can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(model), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def fit_logistic(values: Float64Array, truth: BoolArray, features: Sequence[str], penalty: float) -> Logistic:
    """Weights of a logistic regression with a ridge penalty, by Newton's method.

    Examples
    --------
    >>> values = np.array([[0.0], [0.2], [0.8], [1.0]])
    >>> fitted = fit_logistic(values, np.array([False, False, True, True]), ["alike"], 0.1)
    >>> bool(fitted.weights[0] > 0)
    True
    """
    means, scales = values.mean(axis=0), np.maximum(values.std(axis=0), _LEAST_SCALE)
    design = np.column_stack([(values - means) / scales, np.ones(len(values))])
    ridge = np.full(design.shape[1], penalty)
    ridge[-1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(design @ weights)))
        slope = design.T @ (chance - truth) + ridge * weights
        bend = (design.T * (chance * (1 - chance))) @ design + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    *slopes, constant = _rounded(weights)
    return Logistic(tuple(features), _rounded(means), _rounded(scales), tuple(slopes), constant)


def _rounded(values: Float64Array) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
