"""The answer of the benchmark page: who differs by more than chance explains, and what ranks would mean."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.benchmarking import (
    BENCHMARK_MEASURES,
    FEWEST_FOR_DISPERSION,
    FEWEST_FOR_SHRINKAGE,
    INSIDE,
    TOO_FEW,
)
from wres_analysis.measures.funnel import expected_outside
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import SMALLEST_GROUP, too_few_words
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import NO_VERDICT, Phrase, as_percent, joined, listed, phrase
from wres_analysis.reports.table_columns import (
    Column,
    Row,
    count,
    count_words,
    interval,
    position_words,
    share,
    share_words,
)

CHANCE = 0.05  # p-value from which rates are said to vary no more than chance
MOST_NAMED = 6  # organisations named in a sentence; the table has all


def benchmark_points(rows: pd.DataFrame, names: Mapping[str, str], organisation: str = "") -> Exhibit:
    """Who differs on one measure, in words, with the count, the years and how many could be compared.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    names : mapping of str to str
        What to call an organisation, by code.
    organisation : str, optional
        Code of the organisation that is said apart.
    """
    compared = rows[rows["position"].ne(TOO_FEW)]
    if compared.empty:
        few = phrase(
            "Nothing is compared: {n:organisation} {n:has/have} a value, and it takes {least} with enough "
            "actions.",
            n=len(rows),
            least=SMALLEST_GROUP,
        )
        return Exhibit("main_points", "Main points", notice=few)
    points = [
        _who(compared, names),
        _how_many(rows, compared),
        _dispersion(compared),
        _ranks(rows),
        _own(rows, names, organisation),
    ]
    years = sorted(set(rows["to_year"].where(rows["to_year"].ne(""), rows["from_year"])))
    caveat = (
        f"Newest plans of {years[0]} to {years[-1]}. Outside the limits is {NO_VERDICT}. Inside them is not "
        "praise."
    )
    return Exhibit("main_points", "Main points", points=[*filter(None, points)], caveat=caveat)


def _who(compared: pd.DataFrame, names: Mapping[str, str]) -> Phrase:
    outside = compared[compared["position"].ne(INSIDE)]
    label = measure_of(str(compared["measure"].iloc[0])).label
    start = phrase(
        "{label}: {n} of {of:organisation} {n:differs/differ} by more than chance would explain; by chance "
        "alone {by} would.",
        label=label,
        n=len(outside),
        of=len(compared),
        by=f"{_by_chance(compared):.1f}",
    )
    away = (outside["rate"] - outside["pooled"]).abs()
    far = outside.assign(away=away).sort_values("away", ascending=False)
    said = [_one(row, names) for row in far.head(MOST_NAMED).to_dict("records")]
    more = phrase("; {n} more in the table", n=len(outside) - MOST_NAMED) if len(outside) > MOST_NAMED else ""
    return joined([start, joined([joined(said, "; "), more, "."], "") if said else ""])


def _one(row: Row, names: Mapping[str, str]) -> str:
    years = " to ".join(filter(None, [row["from_year"], row["to_year"]]))
    name = names.get(row["organisation"], row["organisation"])
    where = position_words(row["position"])
    return f"{name} {share_words(row['rate'])} ({count_words(row)}, {years}; {where})"


def _by_chance(compared: pd.DataFrame) -> float:
    """How many of these rows of BENCHMARK chance alone would put outside the 95% limits."""
    groups = compared.groupby(["measure", "peer_group"])
    return sum(expected_outside(float(rows["pooled"].iloc[0]), rows["denominator"]) for _, rows in groups)


def _how_many(rows: pd.DataFrame, compared: pd.DataFrame) -> Phrase:
    groups = listed(list(dict.fromkeys(compared["peer_group"])))
    return phrase(
        "{n} of {of:organisation} with a value could be compared, with {groups}; the others have fewer than "
        "ten actions. All {of} together: {share}.{alone}",
        n=len(compared),
        of=len(rows),
        groups=groups,
        share=_together(rows),
        alone=f" {too_few_words(rows)}" if too_few_words(rows) else "",
    )


def _together(rows: pd.DataFrame) -> str:
    sums = rows[["numerator", "denominator"]].sum()
    return f"{count_words(sums)} ({as_percent(float(sums['numerator'] / sums['denominator']))})"


def _dispersion(compared: pd.DataFrame) -> str:
    """What the rates vary over what chance explains, and how well that can be known."""
    known = compared[compared["dispersion"].notna()]
    if known.empty:
        return ""
    few = int(known["compared"].max()) < FEWEST_FOR_DISPERSION
    barely = f"; fewer than {FEWEST_FOR_DISPERSION} organisations can barely tell" if few else ""
    if float(known["p_differ"].min()) >= CHANCE:
        return f"Taken together, the rates vary no more than chance explains{barely}."
    if compared["adjusted_low_95"].isna().all():
        return (
            "Taken together, the rates vary more than chance explains; without the most extreme tenth at "
            f"either end they would not, so no wider limits are given{barely}."
        )
    return phrase(
        "The rates vary {times} times as much as chance explains. Limits widened for that leave "
        "{n:organisation} outside{barely}.",
        times=f"{float(known['dispersion'].max()):.1f}",
        n=int(known["adjusted_position"].isin(["", INSIDE, TOO_FEW]).eq(False).sum()),
        barely=barely,
    )


def _ranks(rows: pd.DataFrame) -> str:
    """How little a league table would mean, in one sentence."""
    held = rows[rows["rank_low"].notna()]
    if held.empty:
        return ""
    return phrase(
        "Nobody is ranked: half of the {of:organisation} or more could stand at {n} or more different ranks.",
        of=len(held),
        n=int((held["rank_high"] - held["rank_low"] + 1).median()),
    )


def _own(rows: pd.DataFrame, names: Mapping[str, str], organisation: str) -> str:
    own = rows[rows["organisation"].eq(organisation)].to_dict("records")
    return f"Pointed out: {_one(own[0], names)}." if own else ""


def outside_limits(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Every benchmarked measure: the rate of all together, and who lies outside the limits.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations, for their names.
    rows : pandas.DataFrame
        Rows of BENCHMARK of all measures.
    """
    by_measure = [rows[rows["measure"].eq(name)] for name in BENCHMARK_MEASURES]
    data = [_measure_row(held, analysis.names) for held in by_measure if len(held)]
    return Exhibit(
        "outside_limits",
        "Every benchmarked measure",
        reading=[_outside_words(rows)],
        data=pd.DataFrame(data),
        columns=[
            Column("Measure", "label"),
            Column("All together", "together"),
            Column("Organisations compared", "compared"),
            Column("Outside the limits", "who"),
        ],
    )


def _measure_row(held: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    outside = held[~held["position"].isin([INSIDE, TOO_FEW])]
    who = [
        f"{names.get(code, code)} ({position_words(position)})"
        for code, position in zip(outside["organisation"], outside["position"], strict=True)
    ]
    compared = int(held["position"].ne(TOO_FEW).sum())
    more = [f"{len(who) - MOST_NAMED} more, in the workbook"] if len(who) > MOST_NAMED else []
    return {
        "label": measure_of(str(held["measure"].iloc[0])).label,
        "together": _together(held),
        "compared": f"{compared} of {len(held)}",
        "who": "; ".join([*who[:MOST_NAMED], *more]) or ("nobody" if compared else "nobody is compared"),
    }


def _outside_words(rows: pd.DataFrame) -> str:
    """How many comparisons lie outside the limits, against what chance would put there."""
    compared = rows[rows["position"].ne(TOO_FEW)]
    if compared.empty:
        return f"Nothing is compared: it takes {SMALLEST_GROUP} organisations with enough actions."
    return phrase(
        "{n} of {of:comparison} over {measures:measure} {n:lies/lie} outside the 95% limits; by chance alone "
        "{by} would. Allowing for so many organisations at once, {still} {still:remains/remain}.",
        n=int(compared["position"].ne(INSIDE).sum()),
        of=len(compared),
        measures=compared["measure"].nunique(),
        by=f"{_by_chance(compared):.1f}",
        still=int(compared["p_adjusted"].lt(0.05).sum()),
    )


def steadier_rates(rows: pd.DataFrame, names: Mapping[str, str]) -> Exhibit:
    """Each rate as counted and drawn towards the group, for the methods part of a page.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    names : mapping of str to str
        What to call an organisation, by code.
    """
    name, title = "steadier_rates", "Steadier guesses for few actions"
    held = rows[rows["shrunken"].notna()]
    if held.empty:
        return Exhibit(
            name, title, reading=[f"It takes {FEWEST_FOR_SHRINKAGE} organisations with enough actions."]
        )
    return Exhibit(
        name,
        title,
        reading=[
            phrase(
                "In each the group counts as much as {n:action}: a better guess at what lies behind few "
                "actions, not what the plan says.",
                n=round(float(held["prior_worth"].max())),
            ),
            f"Whether the rates differ: chi-square {float(held['chi_square'].max()):.0f} on "
            f"{int(held['compared'].max()) - 1} degrees of freedom.",
        ],
        data=held.assign(name=[names.get(code, code) for code in held["organisation"]]).sort_values("name"),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Actions", count()),
            Column("As counted", share()),
            Column("Steadier guess", lambda row: share_words(row["shrunken"])),
            Column("95% interval", interval("shrunken_")),
        ],
    )
