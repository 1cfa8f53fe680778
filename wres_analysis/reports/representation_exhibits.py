"""The exhibits of who stands where: bands and tiers, divisions, board and community."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.measures.funnel import expected_outside
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.rate_words import position_words
from wres_analysis.reports.representation_charts import division_funnel, share_plot
from wres_analysis.reports.table_columns import interval_words
from wres_analysis.reports.workforce_charts import points_words
from wres_analysis.reports.workforce_words import WHY, people_words, share_of
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.representation import order_of_bands
from wres_analysis.workforce.staff_measures import COMMUNITY, STAFF, TIER, UPPER

STAFF_KINDS = {
    "staff_clinical": "Clinical",
    "staff_clinical_tier": "Clinical",
    "staff_non_clinical": "Non-clinical",
    "staff_non_clinical_tier": "Non-clinical",
    "staff_medical": "Medical and dental",
    "staff_tier": "All staff",
    STAFF: "All staff",
}
COMPARED_WITH = {
    f"{STAFF}/": "Whole workforce",
    f"{TIER}/{UPPER}": "Band 8a and above",
    "board/Voting members": "Voting board members",
    f"{COMMUNITY}/": "Population served",
}
MINUS_WORKFORCE = "Minus whole workforce, points (95% interval)"
MINUS_POPULATION = "Minus population served, points (95% interval)"
TIER_NAMES = {
    "Lower": "Lower: to band 5",
    "Middle": "Middle: bands 6 and 7",
    "Upper": "Upper: band 8a and above",
    "Medical": "Medical and dental",
}


def newest_of(one: Workforce) -> str:
    """The newest year with counts; blank if there are none."""
    years = one.years_of(str(one.counts["organisation"].iloc[0])) if len(one.counts) else []
    return years[-1] if years else ""


def bands(one: Workforce) -> Exhibit:
    """Indicator 1: the BME share in each band and pay tier, clinical and non-clinical apart."""
    year = newest_of(one)
    own = one.shares[one.shares["year"].eq(year) & one.shares["measure"].isin(STAFF_KINDS)]
    own = own.assign(
        kind=own["measure"].map(STAFF_KINDS),
        label=own["breakdown"].replace(TIER_NAMES).replace("", "Whole workforce"),
        order=own["breakdown"].map(order_of_bands()).fillna(99),
        kind_order=own["measure"].map(list(STAFF_KINDS).index),
    ).sort_values(["order", "kind_order"], kind="stable")
    ladder = own[own["level"].eq("band") | (own["level"].eq("tier") & own["measure"].ne(TIER))]
    return Exhibit(
        "bands",
        "Indicator 1: who stands in which band",
        reading=[
            "Where the share falls from band to band, BME staff are fewer the further up one looks. The "
            "line is the share of the whole workforce.",
            "It shows one day. It does not show who applied, who left, or how long anyone has waited.",
        ],
        table=_band_table(own),
        axes=share_plot(
            ladder,
            title=f"BME share by band and pay tier, {year}",
            reference=_reference(one, year),
        ),
    )


def _band_table(own: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Staff": own["kind"],
            "Band, tier or grade": own["label"],
            "White": [
                people_words(count, state) for count, state in zip(own["white"], own["state"], strict=True)
            ],
            "BME": [
                people_words(count, state) for count, state in zip(own["bme"], own["state"], strict=True)
            ],
            "BME share": [share_of(row) for row in own.to_dict("records")],
            "95% interval": [interval_words(*ends) for ends in zip(own["low"], own["high"], strict=True)],
        },
        dtype="str",
    )


def _reference(one: Workforce, year: str) -> dict[str, float]:
    lines = {"whole workforce": STAFF, "community": COMMUNITY}
    own = one.shares[one.shares["year"].eq(year)].set_index("measure")["share"]
    found = {name: own.get(measure) for name, measure in lines.items()}
    return {name: float(share) for name, share in found.items() if share is not None and not pd.isna(share)}


def divisions(one: Workforce) -> Exhibit:
    """The BME share of each division against that of the whole workforce, as a funnel."""
    year = newest_of(one)
    own = one.divisions[one.divisions["year"].eq(year)]
    table = pd.DataFrame(
        {
            "Division": own["breakdown"],
            "White": [people_words(count) for count in own["white"]],
            "BME": [people_words(count) for count in own["bme"]],
            "BME share": [share_of(row) for row in own.to_dict("records")],
            "95% interval": [interval_words(*ends) for ends in zip(own["low"], own["high"], strict=True)],
            "95% limits": [interval_words(*ends) for ends in zip(own["low_95"], own["high_95"], strict=True)],
            "99.8% limits": [
                interval_words(*ends) for ends in zip(own["low_998"], own["high_998"], strict=True)
            ],
            "Against chance": [position_words(place) if place else "" for place in own["position"]],
        },
        dtype="str",
    )
    return Exhibit(
        "divisions",
        "Divisions against the whole workforce",
        reading=[
            _chance_words(own),
            "A small division is low or high by chance more easily, which is what the limits allow for. "
            "Divisions need different professions; a low share is a reason to ask, not a verdict.",
        ],
        table=table,
        axes=division_funnel(own, title=f"BME share of each division, {year}"),
    )


def _chance_words(own: pd.DataFrame) -> str:
    held = own[own["position"].ne("")]
    if held.empty:
        return "No division can be shown: counts by division are not given, or too small."
    centre, known = float(held["centre"].iloc[0]), (held["white"] + held["bme"]).astype("int")
    outside = int(held["position"].ne("inside").sum())
    return (
        f"{outside} of {len(held)} divisions lie outside the 95% limits; chance alone is expected to put "
        f"{expected_outside(centre, known):.1f} there."
    )


def community(one: Workforce) -> Exhibit:
    """The workforce, its senior posts and its board beside the population that it serves."""
    own = one.shares.assign(place=one.shares["measure"] + "/" + one.shares["breakdown"])
    own = own[own["place"].isin(COMPARED_WITH)]
    own = own.assign(
        label=own["place"].map(COMPARED_WITH), kind="", order=own["place"].map(list(COMPARED_WITH).index)
    ).sort_values(["order", "year"], kind="stable")
    year = newest_of(one)
    drawn = own[own["year"].eq(year) & own["measure"].ne(COMMUNITY)]
    reference = {name: share for name, share in _reference(one, year).items() if name == "community"}
    return Exhibit(
        "community",
        "Workforce, senior posts and board beside the community (indicator 9)",
        reading=[
            "Indicator 9 is the BME share of voting board members minus that of the whole workforce. "
            "Boards have few members: their counts are people too, and mostly too small to show.",
            "The share of the population is the one that was given with the counts; it is not of those who "
            "might apply.",
        ],
        table=_community_table(one, own),
        axes=share_plot(
            drawn.iloc[::-1], title=f"BME share of staff, senior posts and board, {year}", reference=reference
        ),
    )


def _community_table(one: Workforce, own: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        [
            [
                row["label"],
                row["year"],
                share_of(row),
                interval_words(row["low"], row["high"]),
                _minus_workforce(one, row),
                _minus_population(one, row),
            ]
            for row in own.to_dict("records")
        ],
        columns=["Who", "Year", "BME share", "95% interval", MINUS_WORKFORCE, MINUS_POPULATION],
        dtype="str",
    )


def _minus_workforce(one: Workforce, row: Mapping[Hashable, Any]) -> str:
    """Board minus workforce, indicator 9, where both are shown."""
    if row["measure"] != "board":
        return ""
    ninth = one.indicators[one.indicators["key"].eq("9") & one.indicators["year"].eq(row["year"])].iloc[0]
    if pd.isna(ninth["difference"]):
        return WHY.get(ninth["state"], "")
    ends = ("difference", "difference_low", "difference_high")
    return points_words(dict(zip(("difference", "low", "high"), ninth[list(ends)], strict=True)))


def _minus_population(one: Workforce, row: Mapping[Hashable, Any]) -> str:
    """A share of staff minus that of the residents, who were counted and not sampled."""
    population = _reference(one, str(row["year"])).get("community")
    if population is None or row["measure"] == COMMUNITY or pd.isna(row["share"]):
        return ""
    named = {"difference": "share", "low": "low", "high": "high"}
    return points_words({name: row[column] - population for name, column in named.items()})
