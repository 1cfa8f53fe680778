"""What a decision does: two plans linked anew with it, and the rates that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from wres_analysis.linking.linkage import Linkage, link_plans
from wres_analysis.linking.review import decisions_held
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.measures.carry_over import with_doubt_of_links
from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.link_measures import link_counts
from wres_analysis.reports.table_columns import count_words, interval_words, share_words
from wres_analysis.tables import RATES, as_schema

DIRECTIONS: Mapping[str, str] = {
    "matched_forward": "of the earlier plan's actions came back",
    "matched_backward": "of the later plan's actions came from there",
}


class TwoPlans(NamedTuple):
    """Two plans of one organisation that follow each other: organisation, from_year, to_year."""

    organisation: str
    from_year: str
    to_year: str

    def of(self, actions: pd.DataFrame) -> pd.DataFrame:
        """The actions of the two plans."""
        years = actions["plan_year"].isin((self.from_year, self.to_year))
        return actions[actions["organisation"].eq(self.organisation) & years]


def linked(actions: pd.DataFrame, reviewed: pd.DataFrame | None) -> Linkage:
    """The links of two plans with what was decided about them."""
    held = None if reviewed is None else decisions_held(reviewed, actions)
    return link_plans(actions, held)


def matched_rates(linkage: Linkage, actions: pd.DataFrame) -> pd.DataFrame:
    """RATES of the two plans: matched forward and backward, with the doubt about the links."""
    counts = link_counts(linkage.links, actions)
    counts = counts[counts["measure"].isin(DIRECTIONS)].reset_index(drop=True)
    rates = counts.join(wilson_columns(counts["numerator"], counts["denominator"]))
    rates = as_schema(rates.assign(low_with_links=rates["low"], high_with_links=rates["high"]), RATES)
    return with_doubt_of_links(rates, rate_intervals(linkage.candidates, linkage.links, actions))


def effect_words(before: pd.DataFrame, now: pd.DataFrame) -> list[dict[str, str]]:
    """Both rates before and now, in words."""
    found = []
    for measure, label in DIRECTIONS.items():
        ends = {name: _told(rates, measure) for name, rates in (("before", before), ("now", now))}
        found.append(
            {
                "measure": label,
                **{name: told[0] for name, told in ends.items()},
                **{f"interval_{name}": told[1] for name, told in ends.items()},
            }
        )
    return found


def _told(rates: pd.DataFrame, measure: str) -> Sequence[str]:
    row = rates[rates["measure"].eq(measure)].iloc[0]
    share, counts = share_words(row["rate"]), count_words(row)
    wide = interval_words(row["low_with_links"], row["high_with_links"])
    narrow = interval_words(row["low"], row["high"])
    return f"{share} ({counts})", f"{narrow}; with the doubt about links {wide}"
