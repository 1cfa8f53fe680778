"""Which pairs are still to be reviewed, and whether decisions about two plans have changed."""

from __future__ import annotations

import pandas as pd

from wres_analysis.notebook.link_review.effect import TwoPlans

_NAMES = ["organisation", "from_year", "to_year", "text_hash"]


def queue_of(to_review: pd.DataFrame, actions: pd.DataFrame, reviewed: pd.DataFrame | None) -> pd.DataFrame:
    """The pairs to be asked, those first whose decision would move a rate most."""
    held = pd.MultiIndex.from_frame(actions[["organisation", "plan_year", "action_id"]])
    kept = pd.Series(True, index=to_review.index)
    for end in ("from", "to"):
        ends = to_review[["organisation", f"{end}_year", f"{end}_id"]]
        kept &= pd.MultiIndex.from_frame(ends).isin(held)
    if reviewed is not None and "text_hash" in reviewed.columns:
        decided = pd.MultiIndex.from_frame(reviewed[_NAMES])
        kept &= ~pd.MultiIndex.from_frame(to_review[_NAMES]).isin(decided)
    asked = to_review[kept].sort_values("rate_change", ascending=False, kind="stable")
    return asked.reset_index(drop=True)


def held_about(plans: TwoPlans, reviewed: pd.DataFrame | None) -> object:
    """What was decided about two plans, equal as long as it has not changed."""
    if reviewed is None:
        return ()
    wanted = zip(TwoPlans._fields, plans, strict=True)
    here = pd.concat([reviewed[name].eq(value) for name, value in wanted], axis=1).all(axis=1)
    rows = reviewed[here].drop(columns="line")
    return tuple(rows.itertuples(index=False, name=None))
