"""The exhibits of an organisation's nine indicators: what was given, likelihoods, survey, recruitment.

Every number comes from the published counts, so that a page tells no more than they do.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from wres_analysis.plan_years import snapshot_year
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import share_words
from wres_analysis.reports.workforce_charts import difference_plot, likelihood_plot, points_words
from wres_analysis.reports.workforce_words import (
    WHY,
    label_of,
    parity_words,
    part_words,
    ratio_interval_words,
    ratio_words,
)
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.cells import HIDDEN, SHOWN
from wres_analysis.workforce.indicator_moves import of_older_series
from wres_analysis.workforce.indicators import Found, by_year
from wres_analysis.workforce.model_employer import DEFINITION as GOAL_DEFINITION
from wres_analysis.workforce.race_disparity import DEFINITION as DISPARITY_DEFINITION
from wres_analysis.workforce.representation import unknown_share
from wres_analysis.workforce.staff_measures import BME, WHITE, counted, indicators_by_key

RATIOS = ("1", "2", "3", "4")
SURVEY = ("5", "6", "7", "8")
PIPELINE = ("shortlisting", "2", "whole_pipeline")
WORSE_IF = {"BME": "above 0", "White": "below 0"}


def counts_read(one: Workforce) -> Exhibit:
    """Which counts were given for which year, how many of them can be shown, and by which rule."""
    rows = [
        [
            year,
            f"31 March {snapshot_year(str(year))}",
            _not_given(own),
            str(own["state"].eq(SHOWN).sum()),
            str(own["state"].eq(HIDDEN).sum()),
            _unknown(own),
        ]
        for year, own in one.counts.groupby("year")
    ]
    columns = [
        "Year",
        "Staff in post on",
        "Not given",
        "Counts shown",
        "Counts suppressed",
        "Ethnicity unknown",
    ]
    refused = [str(reason) for reason in one.refused["reason"]]
    return Exhibit(
        "counts_read",
        "Staff counts that were read",
        reading=[
            one.rule.words,
            "A year runs from April to March; a file named 2022-23 holds that year, with staff in post on "
            "31 March 2023. Shares are out of those whose ethnicity is known. Because the counts are "
            "rounded, a ratio may differ a little from the one in the organisation's own WRES return.",
        ],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
        notice="Refused: " + " ".join(refused) if refused else "",
    )


def _not_given(own: pd.DataFrame) -> str:
    held = set(own["measure"])
    missing = [spec.label for name, spec in counted().items() if name not in held and spec.kind != "ratio"]
    return ", ".join(missing) or "nothing"


def _unknown(own: pd.DataFrame) -> str:
    share = unknown_share(own)
    return WHY[HIDDEN] if share is None else share_words(share)


def likelihoods(one: Workforce) -> Exhibit:
    """Indicators 1 to 4 as relative likelihoods, for every year."""
    return Exhibit(
        "likelihoods",
        "Relative likelihoods: indicators 1 to 4",
        reading=[
            "More than 1 is worse for BME staff. Between 0.80 and 1.25, the grey band, reports call the two "
            "groups proportionate; an interval that crosses 1 does not tell them apart.",
            "A ratio says nothing about how often something happens: read the counts beside it. Few cases "
            "give a wide interval whatever the ratio.",
        ],
        table=_ratio_table(one, RATIOS, "Indicator"),
        axes=likelihood_plot(_drawn(one, RATIOS), title="Relative likelihoods, indicators 1 to 4"),
    )


def pipeline(one: Workforce) -> Exhibit:
    """Applicants, shortlisted, appointed: the likelihood at each step."""
    return Exhibit(
        "pipeline",
        "From application to appointment",
        reading=[
            "Each step divides the share of White candidates who get past it by that of BME candidates. The "
            "step with the highest ratio is where most is lost.",
            "Candidates are counted, not compared for the same posts: different posts attract different "
            "people.",
        ],
        table=_ratio_table(one, PIPELINE, "Step"),
        axes=likelihood_plot(_drawn(one, PIPELINE), title="Likelihood at each step of recruitment"),
    )


def _ratio_table(one: Workforce, keys: Sequence[str], first: str) -> pd.DataFrame:
    found = _by_year(one)
    rows = [
        [
            label_of(row["key"]),
            row["year"],
            part_words(found[row["year"]], indicators_by_key()[row["key"]], WHITE),
            part_words(found[row["year"]], indicators_by_key()[row["key"]], BME),
            ratio_words(row),
            ratio_interval_words(row),
            parity_words(row),
        ]
        for row in _rows(one, keys).to_dict("records")
    ]
    columns = [first, "Year", "White", "BME", "Relative likelihood", "95% interval", "Against four fifths"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _by_year(one: Workforce) -> dict[str, Found]:
    return {year: found for _, year, found, _ in by_year(one.counts)}


def _rows(one: Workforce, keys: Sequence[str]) -> pd.DataFrame:
    own = one.indicators[one.indicators["key"].isin(keys)]
    order = own["key"].map(list(keys).index)
    return own.assign(order=order, at=own["year"].map(snapshot_year)).sort_values(["order", "at"])


def _drawn(one: Workforce, keys: Sequence[str]) -> pd.DataFrame:
    rows = _rows(one, keys)
    return pd.DataFrame(
        {
            "label": rows["key"].map(label_of),
            "ratio": rows["ratio"],
            "low": rows["ratio_low"],
            "high": rows["ratio_high"],
            "why": rows["state"].map(WHY).fillna(""),
        }
    )


def survey(one: Workforce) -> Exhibit:
    """Indicators 5 to 8: what BME and White staff said, as differences of shares."""
    rows = _rows(one, SURVEY)
    newest = rows[rows["at"].eq(rows["at"].max())].to_dict("records")
    drawn = [
        {"label": label_of(row["key"]), "why": WHY.get(row["state"], ""), **_ends(row)} for row in newest
    ]
    year = newest[0]["year"] if newest else ""
    return Exhibit(
        "survey",
        "Staff survey: indicators 5 to 8",
        reading=[
            "Indicators 5, 6 and 8 count bad experiences, so above 0 is worse for BME staff; indicator 7 "
            "counts those who trust in equal opportunity, so below 0 is worse.",
            "The base of indicator 7 changed with the survey of 2021: values from before it are another "
            "series, and no change across it is worked out. Those who did not answer may think otherwise.",
        ],
        table=_survey_table(one, rows),
        axes=difference_plot(
            pd.DataFrame(drawn, columns=["label", "difference", "low", "high", "why"]),
            title=f"Staff survey {year}: BME share minus White share",
        ),
    )


def _survey_table(one: Workforce, rows: pd.DataFrame) -> pd.DataFrame:
    found = _by_year(one)
    table = [
        [
            label_of(row["key"]),
            row["year"] + (" (older series)" if of_older_series(row["key"], row["year"]) else ""),
            part_words(found[row["year"]], indicators_by_key()[row["key"]], WHITE),
            part_words(found[row["year"]], indicators_by_key()[row["key"]], BME),
            WHY.get(row["state"], "") if pd.isna(row["difference"]) else points_words(_ends(row)),
            WORSE_IF[indicators_by_key()[row["key"]].on_top],
        ]
        for row in rows.to_dict("records")
    ]
    columns = [
        "Indicator",
        "Year",
        "White",
        "BME",
        "BME minus White, points (95% interval)",
        "Worse for BME if",
    ]
    return pd.DataFrame(table, columns=columns, dtype="str")


def _ends(row: Mapping[Hashable, Any]) -> dict[Hashable, Any]:
    return {
        "difference": row["difference"],
        "low": row["difference_low"],
        "high": row["difference_high"],
    }


def definitions() -> Exhibit:
    """What each figure is, where its definition comes from, and which reading was used."""
    rows = [
        [label_of(key), one.definition, one.source, one.reading] for key, one in indicators_by_key().items()
    ]
    rows += [
        [
            "Race disparity ratio",
            DISPARITY_DEFINITION,
            "An official definition was not to be had",
            "The usual reading. Descriptive: both tiers are counted on the same day, and nobody was followed",
        ],
        [
            "Model Employer goal",
            GOAL_DEFINITION,
            "A Model Employer, NHS leadership strategy, January 2019, for the ambition of 2028",
            "The official method was not to be had. The line starts from the first snapshot held",
        ],
        [
            "Four-fifths band",
            "A relative likelihood from 0.80 to 1.25",
            "Rule of thumb used in published WRES reports",
            "Not a test: an interval may cross it and 1 alike",
        ],
    ]
    columns = ["Figure", "Definition", "Source", "Reading used here"]
    return Exhibit(
        "definitions",
        "What is measured, and by which definition",
        reading=["Metrics of the disability standard (WDES) are not part of this page."],
        table=pd.DataFrame(rows, columns=columns, dtype="str"),
    )
