"""The exhibits of the way up: race disparity ratio from tier to tier, and the Model Employer goal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.goal_chart import goal_plot
from wres_analysis.reports.representation_exhibits import newest_of
from wres_analysis.reports.workforce_charts import likelihood_plot
from wres_analysis.reports.workforce_words import (
    WHY,
    parity_words,
    people_words,
    ratio_interval_words,
    ratio_words,
)
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.model_employer import ALL_SENIOR, GOAL_YEAR


def disparity(one: Workforce) -> Exhibit:
    """The race disparity ratio from tier to tier, for every year."""
    rows = one.race_disparity.sort_values("year", kind="stable")
    rows = rows.assign(
        step=rows["lower_tier"] + " to " + rows["higher_tier"].str.lower(),
        order=rows.groupby("year").cumcount(),
    ).sort_values(["order", "year"])
    drawn = rows.assign(
        label=rows["staff"] + ": " + rows["step"].str.lower(),
        low=rows["ratio_low"],
        high=rows["ratio_high"],
        why=rows["state"].map(WHY).fillna(""),
    )
    return Exhibit(
        "disparity",
        "Race disparity ratio",
        reading=[
            "A ratio of 2 means that for each person in the lower tier White staff have twice as many in "
            "the higher tier as BME staff have.",
            "It is descriptive: both tiers are counted on the same day. It is not the chance of being "
            "promoted, because nobody was followed from one tier to the other.",
        ],
        table=_disparity_table(rows),
        axes=likelihood_plot(drawn, title="Race disparity ratio"),
    )


def _disparity_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        [
            [
                row["staff"],
                row["step"],
                row["year"],
                _of_tiers(row, "white"),
                _of_tiers(row, "bme"),
                ratio_words(row),
                ratio_interval_words(row),
                parity_words(row),
            ]
            for row in rows.to_dict("records")
        ],
        columns=[
            "Staff",
            "Step",
            "Year",
            "White, lower and higher",
            "BME, lower and higher",
            "Ratio",
            "95% interval",
            "Against four fifths",
        ],
        dtype="str",
    )


def _of_tiers(row: Mapping[Hashable, Any], group: str) -> str:
    ends = [people_words(row[f"{group}_{tier}"], str(row["state"])) for tier in ("lower", "higher")]
    return WHY.get(str(row["state"]), " and ".join(ends))


def senior_goal(one: Workforce) -> Exhibit:
    """Model Employer: BME staff in senior bands, the number that would be parity, and the line to 2028."""
    year = newest_of(one)
    rows = one.model_employer
    shown = pd.concat(
        [rows[rows["band"].eq(ALL_SENIOR)], rows[rows["band"].ne(ALL_SENIOR) & rows["year"].eq(year)]]
    )
    return Exhibit(
        "senior_goal",
        f"Model Employer: senior posts and the line to {GOAL_YEAR}",
        reading=[
            "The goal is the number of BME staff that would make a band like the whole workforce; the line "
            "leads there in equal steps. Counts are shown, because a percentage of a few posts misleads.",
            _little_means(shown[shown["year"].eq(year)]),
        ],
        table=_goal_table(shown),
        axes=goal_plot(
            rows[rows["band"].eq(ALL_SENIOR)],
            title=f"BME staff in band 8a and above, and the goal of {GOAL_YEAR}",
        ),
    )


def _goal_table(shown: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        [
            [
                row["band"],
                row["year"],
                people_words(row["posts"], row["state"]),
                people_words(row["bme"], row["state"]),
                "" if pd.isna(row["goal"]) else f"{row['goal']:.1f}",
                "" if pd.isna(row["line"]) else f"{row['line']:.1f}",
                "" if pd.isna(row["line_low"]) else f"{row['line_low']} to {row['line_high']}",
                row["standing"] or ("the line starts here" if not pd.isna(row["goal"]) else ""),
            ]
            for row in shown.to_dict("records")
        ],
        columns=[
            "Band",
            "Year",
            "Posts",
            "BME staff",
            f"Goal {GOAL_YEAR}",
            "Line asks for",
            "By chance alone",
            "Standing",
        ],
        dtype="str",
    )


def _little_means(rows: pd.DataFrame) -> str:
    held = rows[rows["line_low"].notna()]
    if held.empty:
        return "No senior band can be shown here: one post more or less would mean nothing either way."
    least = held.sort_values("posts").iloc[0]
    return (
        f"In {least['band'].replace('Band', 'band')}, with about {least['posts']} posts, chance alone would "
        f"leave {least['line_low']} to {least['line_high']} BME staff on the line: one or two posts mean "
        "little."
    )
