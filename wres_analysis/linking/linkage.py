"""Plan year n and the next plan of the same organisation: LINKS, each with a probability and a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import log
from typing import NamedTuple

import numpy as np
import pandas as pd

from wres_analysis.linking.choice import Pair, Settled, first_partners, joining, likeness, settle
from wres_analysis.linking.features import PlanPair, joined_features, pair_features, plan_words
from wres_analysis.linking.input import branches, check_actions
from wres_analysis.linking.lexicon import Lexicon
from wres_analysis.linking.link_rows import ScoredPlans, first_difference, kinds_of, link_rows, with_reasons
from wres_analysis.linking.model import LinkModel, shipped_model
from wres_analysis.linking.review import LINKS_TO_REVIEW, decisions_on, pairs_to_review
from wres_analysis.linking.texts import ReadyActions, ready_actions
from wres_analysis.linking.wording import BoolArray, FloatArray
from wres_analysis.tables import LINK_CANDIDATES, LINKS, as_schema, table_of

_RULED_OUT = -40.0  # between the score of what has a settled partner (-50) and the lowest score of a pair


class Linkage(NamedTuple):
    """What came of linking."""

    links: pd.DataFrame  # LINKS
    candidates: pd.DataFrame  # LINK_CANDIDATES: every pair with a probability of 0.02 or more, linked or not
    # LINKS_TO_REVIEW: the pairs that most deserve the look of a person, the most telling first
    to_review: pd.DataFrame
    not_listed: int = 0  # further pairs in doubt, which move a rate less


def link_actions(actions: pd.DataFrame, reviewed: pd.DataFrame | None = None) -> pd.DataFrame:
    """LINKS between each plan and the next one of the same organisation.

    Parameters
    ----------
    actions : pandas.DataFrame
        ACTIONS, or any table with at least organisation, plan_year, action_id and action.
    reviewed : pandas.DataFrame, optional
        What a person decided, as `linking.review.read_reviewed_links` reads it.

    Returns
    -------
    pandas.DataFrame
        LINKS. Every action of both plans is in at least one row; an organisation with one plan has none.

    Raises
    ------
    TableError
        The actions cannot be linked, or a decision is unknown or contradicts another one.

    Examples
    --------
    >>> plans = pd.DataFrame({"organisation": "RXA", "plan_year": ["2021-22", "2022-23", "2022-23"],
    ...     "action_id": ["1", "1", "2"],
    ...     "action": ["Review the grievance policy", "Review the grievance policy", "Train panels"]})
    >>> link_actions(plans)[["from_id", "to_id", "kind", "reason"]].values.tolist()
    [['1', '1', 'exact', 'same wording'], ['', '2', 'new', 'no action of 2021-22 is like it']]
    """
    return link_plans(actions, reviewed).links


def link_plans(
    actions: pd.DataFrame,
    reviewed: pd.DataFrame | None = None,
    model: LinkModel | None = None,
    lexicon: Lexicon | None = None,
    *,
    review_all: bool = False,
) -> Linkage:
    """Links, candidates and what is to be reviewed: what would move a rate most, or all in doubt."""
    check_actions(actions)
    if actions.empty:
        return Linkage(table_of([], LINKS), table_of([], LINK_CANDIDATES), table_of([], LINKS_TO_REVIEW))
    weights = model or shipped_model()
    ready = ready_actions(actions, lexicon)
    pairs = plan_pairs(ready)
    decisions = decisions_on(reviewed, ready, pairs)
    scored = [score_plans(ready, pair, weights, decisions.of(pair)) for pair in pairs]
    again = [decisions.asked_again(pair) for pair in pairs]
    rows = link_rows(ready, pairs, scored, again, weights.minor_edit)
    rows = with_reasons(rows, ready, decisions)
    candidates = rows[rows["old"].ge(0) & rows["new"].ge(0)]
    return Linkage(
        as_schema(rows[rows["linked"] == "yes"], LINKS),
        as_schema(candidates, LINK_CANDIDATES),
        *pairs_to_review(candidates, ready, decisions, *((None, None) if review_all else ())),
    )


def plan_pairs(ready: ReadyActions) -> list[PlanPair]:
    """Each plan with the next one of the same organisation, in the order of the table."""
    keys = ready.table[["organisation", "plan_year"]]
    starts = np.flatnonzero(keys.ne(keys.shift()).any(axis=1).to_numpy())
    plans = np.split(np.arange(len(keys)), starts[1:])
    names = [(str(one), str(year)) for one, year in keys.iloc[starts].itertuples(index=False)]
    steps = zip(plans, plans[1:], names, names[1:], strict=False)
    return [PlanPair(a[0], a[1], b[1], old, new) for old, new, a, b in steps if a[0] == b[0]]


def score_plans(
    ready: ReadyActions, pair: PlanPair, model: LinkModel, decisions: Mapping[Pair, str]
) -> ScoredPlans:
    """Everything about two plans: what is settled, how probable the rest is, what is linked."""
    settled = settle(ready, pair, decisions)
    words = plan_words(ready, pair)
    features = pair_features(ready, pair, settled.same_words, words)
    score = model.scores(features, *taken(settled, pair))
    least = log_odds(model.threshold)
    first = first_partners(score, settled, least)
    more = joined_features(score, first, settled.pairs, words)
    score = np.where(further(score, first), model.joined.score(more), score)
    old, new = ([ready.number[row] for row in plan] for plan in (pair.old, pair.new))
    evidence = (more[..., -1] > 0) | branches(old, new, {*settled.pairs, *first})
    links = settled.pairs | first | joining(score, first, least, settled.barred, evidence)
    chance = model.chance(score)
    alike = likeness(features)
    kinds = kinds_of(links, ready, pair, settled, alike, model, decisions)
    for given, value in _certain(settled, model):
        chance[given] = value
    return ScoredPlans(settled, first_difference(features), alike, chance, kinds)


def further(score: FloatArray, first: Collection[Pair]) -> BoolArray:
    """The pairs, not settled, that would be a further partner of an action that has one."""
    ends = np.zeros(score.shape, dtype=bool)
    for a, b in first:
        ends[a] = ends[:, b] = True
    for one in first:
        ends[one] = False
    return ends & (score > _RULED_OUT)


def log_odds(chance: float) -> float:
    """The score that goes with a probability."""
    return log(chance / (1 - chance))


def taken(settled: Settled, pair: PlanPair) -> tuple[BoolArray, BoolArray]:
    """Which actions of the two plans have every partner already: a list may have further parts."""
    old, new = np.zeros(len(pair.old), dtype=bool), np.zeros(len(pair.new), dtype=bool)
    for a, b in settled.pairs:
        old[a] |= (a, b) not in settled.broken_up
        new[b] |= (a, b) not in settled.put_together
    return old, new


def _certain(settled: Settled, model: LinkModel) -> list[tuple[Pair, float]]:
    values = [(one, model.verbatim) for one in (*settled.verbatim, *settled.copies)]
    values += [
        (one, model.locked) for one in (*settled.locked, *settled.stated, *settled.headed, *settled.parts)
    ]
    return values + [(one, 1.0) for one in settled.fixed] + [(one, 0.0) for one in settled.barred]
