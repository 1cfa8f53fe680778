"""How sure a carry-over rate is: intervals that hold both sampling and the uncertainty of the links.

The best probability of an action, linked or not, says how likely it is to have a partner at all. How often
such actions truly had one, in organisations that the model had not seen, is in the model's calibration
table. Each draw takes a true share for every class of probability, then a partner or none for every
action, then a rate that such a count could come from.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from wres_analysis.linking.input import same_actions
from wres_analysis.linking.linkage import Linkage
from wres_analysis.linking.model import Float64Array, LinkModel, shipped_model
from wres_analysis.linking.wording import IntArray
from wres_analysis.tables import columns_of

DRAWS = 2000
SEED = 20160401  # any number does; a fixed one gives the same bytes

RATE_INTERVALS = columns_of("RATE_INTERVALS")

_ENDS = {"forward": "from", "backward": "to"}


def rate_intervals(
    candidates: pd.DataFrame,
    links: pd.DataFrame,
    actions: pd.DataFrame,
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    model: LinkModel | None = None,
    sampling: bool = True,
) -> pd.DataFrame:
    """An interval for the matched carry-over rate of every pair of plans, in both directions.

    With certain links it is the Wilson interval; doubt about links widens it. What a person decided is
    taken as certain.
    """
    weights = model or shipped_model()
    # for each action its best probability, and what a person decided; what stands twice counts once
    first = pd.DataFrame(
        {
            "organisation": actions["organisation"],
            "plan_year": actions["plan_year"],
            "copy": actions["action_id"],
            "action_id": same_actions(actions),
        }
    )
    parts = [_chances_towards(candidates, links, first, name, end) for name, end in _ENDS.items()]
    chances = pd.concat(parts, ignore_index=True)
    records = []
    for key, plan in chances.groupby(["organisation", "from_year", "to_year", "direction"], sort=True):
        *names, direction = (str(name) for name in key)
        # draws of a plan depend on the plan alone, not on what else is measured
        generator = np.random.default_rng([SEED, *"/".join([*names, direction]).encode()])
        counts = _draw(plan, draws, weights, generator).sum(axis=0)
        rates = _wilson_draws(counts, len(plan), generator) if sampling else counts / len(plan)
        low, high = np.quantile(rates, [(1 - level) / 2, (1 + level) / 2])
        records.append((*key, len(plan), counts.mean() / len(plan), low, high, plan["decided"].notna().sum()))
    table = pd.DataFrame(records, columns=list(RATE_INTERVALS))
    shares = ["expected", "low_with_links", "high_with_links"]
    return table.astype({"denominator": "Int64", "confirmed": "Int64"} | dict.fromkeys(shares, "Float64"))


def mean_width(linkage: Linkage, actions: pd.DataFrame, *, sampling: bool = False) -> float:
    """How wide the intervals of the rates are on average, by doubt about links alone or by chance as well."""
    found = rate_intervals(linkage.candidates, linkage.links, actions, sampling=sampling)
    return float((found["high_with_links"] - found["low_with_links"]).mean())


def _chances_towards(
    candidates: pd.DataFrame, links: pd.DataFrame, first: pd.DataFrame, direction: str, end: str
) -> pd.DataFrame:
    plans = ["organisation", "from_year", "to_year"]
    names = {"plan_year": f"{end}_year", "copy": f"{end}_id"}
    every = (
        links[plans].drop_duplicates().merge(first.rename(columns=names), on=["organisation", f"{end}_year"])
    )
    decided = candidates["decided_by"].ne("model")
    known = candidates.assign(
        chance=candidates["probability"].astype(float),
        said=candidates["linked"].eq("yes").astype(float).where(decided),
    )
    best = known.groupby([*plans, f"{end}_id"], as_index=False).agg(
        chance=("chance", "max"), said=("said", "max")
    )
    joined = every.merge(best, on=[*plans, f"{end}_id"], how="left")
    found = joined.groupby([*plans, "action_id"], as_index=False).agg(
        chance=("chance", "max"), said=("said", "max")
    )
    chance = found["chance"].fillna(0.0)
    settled = found["said"].where(found["said"].eq(1) | chance.eq(0))
    return found.assign(direction=direction, chance=chance, decided=settled).drop(columns="said")


def _draw(plan: pd.DataFrame, draws: int, model: LinkModel, generator: np.random.Generator) -> IntArray:
    """Actions down, draws across; the true share of each class is drawn once for all actions of a draw."""
    lows = np.array([row["from"] for row in model.calibration])
    carried = np.array([row["carried"] for row in model.calibration])
    total = np.array([row["actions"] for row in model.calibration])
    # the posterior of a share under Jeffreys' prior
    shares = generator.beta(carried[:, None] + 0.5, (total - carried)[:, None] + 0.5, (len(lows), draws))
    classes = np.searchsorted(lows, plan["chance"].to_numpy(), side="right") - 1
    drawn = (generator.random((len(plan), draws)) < shares[classes]).astype(np.intp)
    decided = plan["decided"].to_numpy(dtype=float)
    return np.where(np.isnan(decided)[:, None], drawn, np.nan_to_num(decided)[:, None].astype(np.intp))


def _wilson_draws(counts: IntArray, size: int, generator: np.random.Generator) -> Float64Array:
    """Rates that such counts could come from: for one count their quantiles are the Wilson limits."""
    z = generator.standard_normal(len(counts))
    middle = counts + z * z / 2
    spread = z * np.sqrt(counts * (size - counts) / size + z * z / 4)
    return np.clip((middle + spread) / (size + z * z), 0, 1)
