"""The fitted weights: two small logistic scores, one of the pair and one against its rivals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from wres_analysis.linking.features import PAIR_FEATURES, rival_features
from wres_analysis.linking.wording import BoolArray, FloatArray

_IN_COMMON = [
    PAIR_FEATURES.index(name)
    for name in ("words of one in the other", "senses of one in the other", "subjects of one in the other")
]
_NEVER = np.float32(50)  # log odds of what cannot be

Float64Array = npt.NDArray[np.float64]


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
    first: Logistic  # the score of a pair by itself
    second: Logistic  # the score of a pair against its rivals, having no partner among them
    joined: Logistic  # the score of a further partner of an action that has one
    verbatim: float  # probability of a pair with the same words
    locked: float  # of one that differs in numbers, dates or terms alone
    ceiling: float  # most that any other pair can have
    threshold: float  # probability from which a pair is linked, and a further partner with evidence
    minor_edit: float  # likeness from which a pair is a minor edit and not reworded
    # by best probability of an action (`from`, up to the next): `actions`, and how many were `carried`,
    # in organisations that the weights had not seen
    calibration: tuple[Mapping[str, float], ...]
    # precision, recall and the rest on organisations that the weights had not seen
    measured: Mapping[str, float]

    def scores(self, features: FloatArray, old_taken: BoolArray, new_taken: BoolArray) -> FloatArray:
        """Log odds of each pair against its rivals; none where one has a partner, or nothing is in common."""
        rivals = rival_features(self.first.score(features), old_taken, new_taken)
        score = self.second.score(np.concatenate([features, rivals], axis=-1))
        strangers = ~(features[..., _IN_COMMON] > 0).any(axis=-1)
        return np.where(old_taken[:, None] | new_taken[None] | strangers, -_NEVER, score)

    def chance(self, score: FloatArray) -> FloatArray:
        """The probability that goes with a score; only the same words are more certain than the ceiling."""
        return np.minimum(1 / (1 + np.exp(-score)), np.float32(self.ceiling))


@cache
def shipped_model() -> LinkModel:
    """The model that comes with the package."""
    text = resources.files("wres_analysis").joinpath("linking", "link_model.json").read_text(encoding="utf-8")
    content = json.loads(text)
    parts = {key: _logistic(content[key]) for key in ("first", "second", "joined")}
    return LinkModel(**(content | parts | {"calibration": tuple(content["calibration"])}))


def _logistic(content: Mapping[str, Any]) -> Logistic:
    numbers = {key: tuple(content[key]) for key in ("features", "means", "scales", "weights")}
    return Logistic(**numbers, constant=float(content["constant"]))
