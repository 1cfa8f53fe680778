"""Labelled plans for fitting and judging links: read, made harder, scored by organisations left out."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from wres_analysis.linking.choice import Pair, best_first, settle
from wres_analysis.linking.features import (
    JOINED_FEATURES,
    PAIR_FEATURES,
    RIVAL_FEATURES,
    PlanPair,
    PlanWords,
    joined_features,
    pair_features,
    plan_words,
    rival_features,
)
from wres_analysis.linking.input import read_actions_table
from wres_analysis.linking.lexicon import SAME, THEME, Lexicon, compiled
from wres_analysis.linking.linkage import further, log_odds, plan_pairs, taken
from wres_analysis.linking.model import Float64Array, LinkModel, Logistic
from wres_analysis.linking.texts import ready_actions
from wres_analysis.tables import read_csv_text
from wres_analysis.vocabulary import vocabulary_rows

ROOT = Path(__file__).resolve().parents[1]
OWN_SET = ROOT / "benchmarks" / "labelled"
SAMPLE = ROOT / "data"
SHARED = next(
    (place / "shared" for place in ROOT.parents if (place / "shared").is_dir()), ROOT.parent / "shared"
)
GOLD_SET = SHARED / "gold" / "linkage" / "dev"

Key = tuple[str, str, str, str, str]
KEY_COLUMNS = ("organisation", "from_year", "from_id", "to_year", "to_id")
PRIOR = LinkModel(
    fitted_on="",
    pairs=0,
    first=None,  # type: ignore[arg-type]
    second=None,  # type: ignore[arg-type]
    joined=None,  # type: ignore[arg-type]
    verbatim=0.995,
    locked=0.985,
    ceiling=0.98,
    threshold=0.45,
    minor_edit=0.48,
    calibration=(),
    measured={},
)
PENALTY = 60.0
STEPS, LEAST_SCALE = 500, 1e-3
SIGNS = {
    name: (None, 0)
    for name in (*PAIR_FEATURES, *RIVAL_FEATURES)
    if name.startswith("other") or name == "earlier complete"
}
NEAR, DRAWN = 0.12, 12.0
_ALIKE = PAIR_FEATURES.index("senses of one in the other")


class Labelled(NamedTuple):
    """Plans with their true links.

    Parameters
    ----------
    actions : pandas.DataFrame
        At least organisation, plan_year, action_id and action.
    links : dict
        Kind by organisation, from_year, from_id, to_year and to_id.
    """

    actions: pd.DataFrame
    links: dict[Key, str]


def read_labelled(folder: Path) -> Labelled:
    """A folder with actions.csv and links.csv; rows of links without both ids are left out."""
    actions = read_actions_table(folder / "actions.csv").actions
    table = read_csv_text(folder / "links.csv").rename(columns={"org": "organisation"})
    return Labelled(actions, _joined(table))


def _joined(table: pd.DataFrame) -> dict[Key, str]:
    joined = table[table["from_id"].ne("") & table["to_id"].ne("")]
    keys = joined[list(KEY_COLUMNS)].itertuples(index=False, name=None)
    return dict(zip(keys, joined["kind"], strict=True))


def read_sample(folder: Path = SAMPLE) -> Labelled:
    """The answers to the sample that ships, with the names of organisations; an action's id is its row."""
    names = read_csv_text(folder / "organisations.csv").set_index("code")["name"]
    actions = read_csv_text(folder / "answers" / "actions.csv")
    actions = actions.assign(organisation=actions["organisation"].map(names), action_id=actions["row"])
    table = read_csv_text(folder / "answers" / "links.csv")
    table = table.assign(
        organisation=table["organisation"].map(names), from_id=table["from_row"], to_id=table["to_row"]
    )
    return Labelled(actions, _joined(table))


def labelled_sets(folders: Sequence[Path] = ()) -> Labelled:
    """Several sets as one; of an organisation that stands in two of them the first is taken.

    Without folders: the project's own set, the gold set where it is there, and the sample.
    """
    if folders:
        return _together([read_labelled(folder) for folder in folders])
    own = [read_labelled(folder) for folder in (OWN_SET, GOLD_SET) if folder.is_dir()]
    return _together([*own, read_sample()])


def _together(sets: Sequence[Labelled]) -> Labelled:
    parts: list[pd.DataFrame] = []
    links: dict[Key, str] = {}
    known: set[str] = set()
    for one in sets:
        fresh = set(one.actions["organisation"]) - known
        parts.append(one.actions[one.actions["organisation"].isin(fresh)])
        links |= {key: kind for key, kind in one.links.items() if key[0] in fresh}
        known |= fresh
    return Labelled(pd.concat(parts, ignore_index=True).fillna(""), links)


def harder(
    labelled: Labelled,
    *,
    hide: Iterable[str] = (),
    shuffle: bool = False,
    noise: float = 0.0,
    lost: float = 0.0,
    seed: int = 0,
) -> Labelled:
    """A harder copy of some labelled plans.

    Parameters
    ----------
    labelled : Labelled
    hide : iterable of str
        Columns that are made blank.
    shuffle : bool
        Put each plan in another order and number it anew.
    noise : float
        Rate of words that are broken or misread, as by a scanner.
    lost : float
        Share of actions that are taken out, so that their partners are new or gone.
    seed : int
    """
    draw = random.Random(seed)
    actions = labelled.actions.assign(**{name: "" for name in hide if name in labelled.actions.columns})
    if lost:
        actions = actions[[draw.random() >= lost for _ in range(len(actions))]]
    if noise:
        for name in ("action", "detail"):
            actions[name] = [_misread(draw, text, noise) for text in actions[name]]
    parts = [_mixed(plan, draw) if shuffle else plan for _, plan in _plans(actions)]
    renamed = {
        (row.organisation, row.plan_year, row.action_id): row.new_id for row in pd.concat(parts).itertuples()
    }
    links = {
        (one, y0, renamed[one, y0, a], y1, renamed[one, y1, b]): kind
        for (one, y0, a, y1, b), kind in labelled.links.items()
        if (one, y0, a) in renamed and (one, y1, b) in renamed
    }
    found = pd.concat(parts, ignore_index=True)
    return Labelled(found.assign(action_id=found["new_id"]).drop(columns="new_id"), links)


def _plans(actions: pd.DataFrame) -> Iterable[tuple[object, pd.DataFrame]]:
    return actions.assign(new_id=actions["action_id"]).groupby(["organisation", "plan_year"], sort=False)


def _mixed(plan: pd.DataFrame, draw: random.Random) -> pd.DataFrame:
    mixed = plan.iloc[draw.sample(range(len(plan)), len(plan))]
    return mixed.assign(new_id=[str(place + 1) for place in range(len(plan))])


def _misread(draw: random.Random, text: str, rate: float) -> str:
    """Words broken over lines or by a space, and letters that scanners take for others."""
    words = text.split(" ")
    for place, word in enumerate(words):
        chance = draw.random()
        middle = len(word) // 2
        if len(word) > 6 and chance < 2 * rate:
            words[place] = f"{word[:middle]}-\n{word[middle:]}"
        elif len(word) > 5 and chance < 4 * rate:
            words[place] = f"{word[:middle]} {word[middle:]}"
        elif chance < 6 * rate:
            words[place] = word.replace("l", "I", 1).replace("m", "rn", 1)
    return " ".join(words)


@dataclass(frozen=True)
class Example:
    """Two labelled plans, ready for fitting.

    Parameters
    ----------
    organisation : str
    features : numpy.ndarray
    old_taken, new_taken : numpy.ndarray
        Which actions are settled word for word.
    truth : numpy.ndarray
        Which pairs are links.
    """

    organisation: str
    features: npt.NDArray[np.float32]
    old_taken: npt.NDArray[np.bool_]
    new_taken: npt.NDArray[np.bool_]
    truth: npt.NDArray[np.bool_]
    words: PlanWords
    settled: frozenset[Pair]

    @property
    def free(self) -> npt.NDArray[np.bool_]:
        """The pairs that a score decides about."""
        return ~(self.old_taken[:, None] | self.new_taken[None])


def examples_of(labelled: Labelled, lexicon: Lexicon | None = None) -> list[Example]:
    """Features and truth of each pair of plans."""
    ready = ready_actions(labelled.actions, lexicon)
    ids = ready.table["action_id"].tolist()
    found = []
    for pair in plan_pairs(ready):
        settled = settle(ready, pair, {})
        words = plan_words(ready, pair)
        features = pair_features(ready, pair, settled.same_words, words)
        truth = _truth(labelled.links, pair, ids)
        found.append(
            Example(
                pair.organisation, features, *taken(settled, pair), truth, words, frozenset(settled.pairs)
            )
        )
    return found


def _truth(links: Mapping[Key, str], pair: PlanPair, ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    key = pair.organisation, pair.from_year, pair.to_year
    rows = [[(key[0], key[1], ids[a], key[2], ids[b]) in links for b in pair.new] for a in pair.old]
    return np.array(rows, dtype=bool)


def fit_scores(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, Logistic]:
    """The scores: of a pair by itself, against the rivals that this one finds, and of further partners."""
    drawn = [_drawn(one, number) for number, one in enumerate(examples)]
    truth = np.concatenate([one.truth[kept] for one, (kept, _) in zip(examples, drawn, strict=True)])
    counts = np.concatenate([count for _, count in drawn])
    alone = np.concatenate([one.features[kept] for one, (kept, _) in zip(examples, drawn, strict=True)])
    first = fit_logistic(alone, truth, PAIR_FEATURES, penalty, counts)
    rivals = [
        rival_features(first.score(one.features), one.old_taken, one.new_taken)[kept]
        for one, (kept, _) in zip(examples, drawn, strict=True)
    ]
    both = np.column_stack([alone, np.concatenate(rivals)])
    second = fit_logistic(both, truth, (*PAIR_FEATURES, *RIVAL_FEATURES), penalty, counts)
    model = replace(PRIOR, first=first, second=second)
    return {"first": first, "second": second, "joined": _fit_joined(examples, model)}


def _fit_joined(examples: Sequence[Example], model: LinkModel) -> Logistic:
    values, truth = [], []
    for one in examples:
        score = model.scores(one.features, one.old_taken, one.new_taken)
        found = best_first(score, log_odds(model.threshold), ())
        asked = further(score, found) & ((score > log_odds(0.01)) | one.truth)
        values.append(joined_features(score, found, one.settled, one.words)[asked])
        truth.append(one.truth[asked])
    rows = np.concatenate(truth)
    return fit_logistic(np.concatenate(values), rows, JOINED_FEATURES, 1.0, np.ones(len(rows)))


def _drawn(example: Example, number: int) -> tuple[npt.NDArray[np.bool_], Float64Array]:
    """The links, what shares words, one in twelve of the rest, and how many pairs each stands for."""
    free, chance = example.free, np.random.default_rng(number).random(example.truth.shape)
    near = example.truth | (example.features[..., _ALIKE] > NEAR)
    kept = free & (near | (chance < 1 / DRAWN))
    return kept, np.where(near, 1.0, DRAWN)[kept]


def fit_logistic(
    values: npt.NDArray[np.floating[Any]],
    truth: npt.NDArray[np.bool_],
    features: Sequence[str],
    penalty: float,
    counts: Float64Array,
) -> Logistic:
    """Logistic regression with a ridge penalty; likeness never speaks against, nor difference for."""
    means = np.average(values, axis=0, weights=counts)
    scales = np.maximum(np.sqrt(np.average((values - means) ** 2, axis=0, weights=counts)), LEAST_SCALE)
    design = np.column_stack([(values - means) / scales, np.ones(len(values))])
    ridge = np.append(np.full(len(features), penalty), 1e-6)

    def loss(weights: Float64Array) -> tuple[float, Float64Array]:
        score = design @ weights
        cost = counts @ (np.logaddexp(0, score) - truth * score) + ridge @ weights**2 / 2
        return float(cost), design.T @ (counts * (expit(score) - truth)) + ridge * weights

    bounds = [SIGNS.get(name, (0, None)) for name in features]
    start = np.zeros(design.shape[1])
    found = minimize(
        loss, start, jac=True, bounds=[*bounds, (None, None)], options={"maxiter": STEPS, "ftol": 1e-8}
    )
    *slopes, constant = _rounded(found.x)
    return Logistic(tuple(features), _rounded(means), _rounded(scales), tuple(slopes), constant)


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)


def write_model(model: LinkModel, path: Path) -> None:
    """Write a model as JSON that a person can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(model), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def thinned_lexicon(share: float, seed: int) -> Lexicon:
    """The same vocabularies with a share of their rows, as if the plans used words that they do not know.

    Terms that mean the same stay, and so do subjects that exclude each other, of which there are few. Of
    near terms half as many are taken out as of senses and themes.
    """
    draw = np.random.default_rng(seed)
    terms, related, objects = (vocabulary_rows(name) for name in ("terms", "related_words", "objects"))
    kept = [row for row in terms if row["meaning"] == SAME or draw.random() < (1 + share) / 2]
    subjects = [row for row in objects if row["class"] != THEME or draw.random() < share]
    return compiled(kept, [row for row in related if draw.random() < share], subjects)
