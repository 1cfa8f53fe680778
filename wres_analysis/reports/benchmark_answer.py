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
    stands_out,
)
from wres_analysis.measures.funnel_and_ranks import expected_outside
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.peers import EVERYONE, SMALLEST_GROUP, too_few_words
from wres_analysis.measures.plan_measures import forward_looking
from wres_analysis.reports import table_columns as cells
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import NO_VERDICT, Phrase, as_percent, clauses, joined, listed, phrase
from wres_analysis.reports.plan_to_plan import left_out_words
from wres_analysis.reports.spine import side_of
from wres_analysis.reports.table_columns import NOT_HELD, Column, Row, rows_of

_OF_PROGRESS = (
    " Where a plan prints no day of report its progress may be that of its first days, and what is past its "
    "date is counted to its last one."
)
CAUTIONS = {
    "stated": " A plan that is the first one held may have nothing to say of an earlier one.",
    "status_complete": _OF_PROGRESS,
    "past_date": _OF_PROGRESS,
}
CHANCE = 0.05  # p-value from which rates are said to vary no more than chance
MOST_NAMED = 6  # organisations named in a sentence; the table has all


def benchmark_points(
    rows: pd.DataFrame, names: Mapping[str, str], organisation: str = "", apart: int = 0
) -> Exhibit:
    """Who differs on one measure, in words, with the count, the years and how many could be compared.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    names : mapping of str to str
        What to call an organisation, by code.
    organisation : str, optional
        Code of the organisation that is said apart.
    apart : int, default 0
        How many organisations have a value between two plans that stand apart, which `rows` leave out.
    """
    compared = rows[rows["position"].ne(TOO_FEW)]
    if compared.empty:
        few = phrase(
            "Nothing is compared: {n:organisation} {n:has/have} a value, and it takes {least} with enough "
            "actions{apart}.",
            n=len(rows),
            least=SMALLEST_GROUP,
            apart=clauses(left_out_words(apart)),
        )
        return Exhibit("main_points", "Main points", notice=few)
    points = [_who(compared, names), _how_many(rows, compared, apart), _own(rows, names, organisation)]
    years = sorted(set(rows["to_year"].where(rows["to_year"].ne(""), rows["from_year"])))
    said = f"{years[0]} to {years[-1]}, different years beside each other" if years[1:] else years[0]
    caveat = (
        f"Newest plans, of {said}. To differ is {NO_VERDICT}. Not "
        "to differ is no praise: of ten or twenty actions only a large difference can be told from chance."
        f"{CAUTIONS.get(str(rows['measure'].iloc[0]), '')}"
    )
    return Exhibit("main_points", "Main points", points=[*filter(None, points)], caveat=caveat)


def _who(compared: pd.DataFrame, names: Mapping[str, str]) -> Phrase:
    """Who differs, by name and in which direction, with how many comparisons there are allowed for."""
    differ = compared[stands_out(compared)]
    start = phrase(
        "{label}: {n} of {of:organisation} {n:differs/differ} from the others by more than chance explains",
        label=measure_of(str(compared["measure"].iloc[0])).label,
        n=len(differ),
        of=len(compared),
    )
    away = (differ["rate"] - differ["pooled"]).abs()
    far = rows_of(differ.assign(away=away).sort_values("away", ascending=False))
    said = []
    for row in far[:MOST_NAMED]:
        years = " to ".join(filter(None, [row["from_year"], row["to_year"]]))
        counted = f"{cells.share_words(row['rate'])} ({cells.count_words(row)}, {years})"
        said.append(f"{names.get(row['organisation'], row['organisation'])} is {side_of(row)}, {counted}")
    more = phrase("{n} more in the table", n=len(far) - MOST_NAMED) if len(far) > MOST_NAMED else ""
    return joined([joined([start, joined([*said, more], "; ")], ": "), "."], "")


def _how_many(rows: pd.DataFrame, compared: pd.DataFrame, apart: int) -> Phrase:
    groups = [group for group in dict.fromkeys(compared["peer_group"]) if group != EVERYONE]
    few = len(rows) - len(compared)
    return phrase(
        "{n} of {of:organisation} with a value could be compared, with {groups}{few}{apart}. All {of} "
        "together: {share}.{alone}",
        n=len(compared),
        of=len(rows),
        groups=listed(groups) if groups else "all the others, of whatever type",
        few=phrase("; {n:other} {n:has/have} too few actions", n=few) if few else "",
        apart=clauses(left_out_words(apart)),
        share=_together(rows),
        alone=f" {too_few_words(rows)}" if too_few_words(rows) else "",
    )


def _together(rows: pd.DataFrame) -> str:
    sums = rows[["numerator", "denominator"]].sum()
    return f"{cells.count_words(sums)} ({as_percent(float(sums['numerator'] / sums['denominator']))})"


def _own(rows: pd.DataFrame, names: Mapping[str, str], organisation: str) -> str:
    """The organisation that is pointed out, and from what share on it would differ."""
    own = rows_of(rows[rows["organisation"].eq(organisation)])
    if not own:
        return ""
    row = own[0]
    within = f"chance alone gives {cells.share_words(row['low_95'])} to {cells.share_words(row['high_95'])}"
    how = "too few actions to compare" if row["position"] == TOO_FEW else within
    return (
        f"Pointed out: {names.get(organisation, organisation)}, {cells.share_words(row['rate'])} "
        f"({cells.count_words(row)}; {how})."
    )


def outside_limits(analysis: Analysis, rows: pd.DataFrame) -> Exhibit:
    """Every benchmarked measure: the rate of all together, and who differs from it in which direction.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations, for their names.
    rows : pandas.DataFrame
        Rows of BENCHMARK of all measures.
    """
    by_measure = [rows[rows["measure"].eq(name)] for name in BENCHMARK_MEASURES]
    data = [_measure_row(held, analysis) for held in by_measure if len(held)]
    return Exhibit(
        "outside_limits",
        "Every benchmarked measure",
        reading=[_differ_words(rows)],
        data=pd.DataFrame(data),
        columns=[
            Column("Measure", "label"),
            Column("All together", "together"),
            Column("Organisations compared", "compared"),
            Column("Higher than chance explains", "higher"),
            Column("Lower than chance explains", "lower"),
        ],
    )


def _measure_row(held: pd.DataFrame, analysis: Analysis) -> dict[str, str]:
    compared = int(held["position"].ne(TOO_FEW).sum())
    who: dict[str, list[str]] = {"higher": [], "lower": []}
    for row in rows_of(held[stands_out(held)]):
        name = analysis.names.get(row["organisation"], row["organisation"])
        said = ", ".join(
            filter(None, [cells.share_words(row["rate"]), cells.count_words(row), _caution(row, analysis)])
        )
        who[side_of(row)].append(f"{name} ({said})")
    return {
        "label": measure_of(str(held["measure"].iloc[0])).label,
        "together": _together(held),
        "compared": f"{compared} of {len(held)}",
        **{side: _named(said) if compared else "nobody is compared" for side, said in who.items()},
    }


def _caution(row: Row, analysis: Analysis) -> str:
    """Why a value may differ for another reason than the organisation's: what its plans cannot show."""
    if row["measure"] == "stated" and analysis.plans["organisation"].eq(row["organisation"]).sum() < 2:
        return NOT_HELD
    forward = forward_looking(analysis.actions, analysis.plans)
    if CAUTIONS.get(row["measure"]) is _OF_PROGRESS and (row["organisation"], row["to_year"]) in forward:
        return "the plan may only look forward"
    return ""


def _named(who: list[str]) -> str:
    more = [f"{len(who) - MOST_NAMED} more, in the workbook"] if len(who) > MOST_NAMED else []
    return "; ".join([*who[:MOST_NAMED], *more]) or "nobody"


def _differ_words(rows: pd.DataFrame) -> str:
    """How many comparisons differ; the table names them."""
    compared = rows[rows["position"].ne(TOO_FEW)]
    if compared.empty:
        return f"Nothing is compared: it takes {SMALLEST_GROUP} organisations with enough actions."
    return phrase(
        "In {n} of {of:comparison} an organisation differs by more than chance explains, with so many "
        "organisations compared at once allowed for; each is named here. A high share is good in some "
        "measures and bad in others.",
        n=int(stands_out(rows).sum()),
        of=len(compared),
    )


def steadier_rates(rows: pd.DataFrame, names: Mapping[str, str], everything: pd.DataFrame) -> Exhibit:
    """For the methods part of a page: what chance alone would do, ranks, and rates drawn towards the group.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of BENCHMARK of one measure.
    names : mapping of str to str
        What to call an organisation, by code.
    everything : pandas.DataFrame
        Rows of BENCHMARK of all measures.
    """
    name, title = "steadier_rates", "Steadier guesses for few actions"
    compared, held = rows[rows["position"].ne(TOO_FEW)], rows[rows["shrunken"].notna()]
    statistics = [_outside_words(everything), _dispersion(compared), _chi_square(compared), _ranks(rows)]
    if held.empty:
        few = f"Steadier guesses take {FEWEST_FOR_SHRINKAGE} organisations with enough actions."
        return Exhibit(name, title, reading=[*filter(None, [*statistics, few])])
    worth = phrase(
        "In each steadier guess the group counts as much as {n:action}: a better guess at what lies behind "
        "few actions, not what the plan says.",
        n=round(float(held["prior_worth"].max())),
    )
    return Exhibit(
        name,
        title,
        reading=[*filter(None, [*statistics, worth])],
        data=held.assign(name=[names.get(code, code) for code in held["organisation"]]).sort_values("name"),
        columns=[
            Column("Organisation", "name", code="organisation"),
            Column("Actions", cells.count()),
            Column("As counted", cells.share()),
            Column("Steadier guess", lambda row: cells.share_words(row["shrunken"])),
            Column("95% interval", cells.interval("shrunken_")),
        ],
    )


def _outside_words(rows: pd.DataFrame) -> str:
    """How many comparisons lie outside the limits, how many by chance alone would, and how many remain."""
    compared = rows[rows["position"].ne(TOO_FEW)]
    if compared.empty:
        return ""
    groups = compared.groupby(["measure", "peer_group"])
    by = sum(expected_outside(float(own["pooled"].iloc[0]), own["denominator"]) for _, own in groups)
    return phrase(
        "{n} of {of:comparison} over {measures:measure} {n:lies/lie} outside the 95% limits; by chance alone "
        "{by} would. Those of them are said to differ that remain with five in a hundred false finds among "
        "them allowed (Benjamini and Hochberg) and outside the widened limits: {still}.",
        n=int(compared["position"].ne(INSIDE).sum()),
        of=len(compared),
        measures=compared["measure"].nunique(),
        by=f"{by:.1f}",
        still=int(stands_out(compared).sum()),
    )


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
        "With the most extreme tenth at either end brought in to the others, the rates vary {times} times as "
        "much as chance explains, and the limits are widened for that{barely}.",
        times=f"{float(known['dispersion'].max()):.1f}",
        barely=barely,
    )


def _chi_square(compared: pd.DataFrame) -> str:
    known = compared[compared["chi_square"].notna()]
    if known.empty:
        return ""
    return (
        f"Whether the rates differ: chi-square {float(known['chi_square'].max()):.0f} on "
        f"{int(known['compared'].max()) - 1} degrees of freedom."
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
