"""Plan year n and the next plan of the same organisation: LINKS, each with a probability and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from wres_analysis.linking.choice import Pair, Settled, choose, likeness, settle
from wres_analysis.linking.decisions import decisions_on
from wres_analysis.linking.features import PlanPair, pair_features
from wres_analysis.linking.input import check_actions
from wres_analysis.linking.kinds import kinds_of
from wres_analysis.linking.lexicon import Lexicon
from wres_analysis.linking.link_rows import ScoredPlans, link_rows
from wres_analysis.linking.model import LinkModel, shipped_model
from wres_analysis.linking.reasons import with_reasons
from wres_analysis.linking.review import LINKS_TO_REVIEW, pairs_to_review
from wres_analysis.linking.texts import ReadyActions, ready_actions
from wres_analysis.linking.wording import BoolArray
from wres_analysis.tables import LINK_CANDIDATES, LINKS, as_schema, table_of


class Linkage(NamedTuple):
    """What came of linking."""

    links: pd.DataFrame  # LINKS
    candidates: pd.DataFrame  # LINK_CANDIDATES: every pair with a probability of 0.02 or more, linked or not
    # LINKS_TO_REVIEW: the pairs that most deserve the look of a person, the most telling first
    to_review: pd.DataFrame


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
) -> Linkage:
    """Links, candidates and what is to be reviewed."""
    check_actions(actions)
    if actions.empty:
        return Linkage(*(table_of([], schema) for schema in (LINKS, LINK_CANDIDATES, LINKS_TO_REVIEW)))
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
        pairs_to_review(candidates, ready, decisions),
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
    features = pair_features(ready, pair, settled.same_words)
    old_taken, new_taken = taken(settled, pair)
    chance = model.probabilities(features, old_taken, new_taken)
    links = choose(chance, settled, features, model)
    kinds = kinds_of(links, ready, pair, settled, features, model, decisions)
    for given, value in _certain(settled, model):
        chance[given] = value
    return ScoredPlans(settled, features, likeness(features), chance, kinds)


def taken(settled: Settled, pair: PlanPair) -> tuple[BoolArray, BoolArray]:
    """Which actions of the two plans have their partner already."""
    old, new = np.zeros(len(pair.old), dtype=bool), np.zeros(len(pair.new), dtype=bool)
    for a, b in settled.pairs:
        old[a] = new[b] = True
    return old, new


def _certain(settled: Settled, model: LinkModel) -> list[tuple[Pair, float]]:
    values = [(one, model.verbatim) for one in (*settled.verbatim, *settled.copies)]
    values += [(one, model.locked) for one in settled.locked]
    return values + [(one, 1.0) for one in settled.fixed] + [(one, 0.0) for one in settled.barred]
