"""Which pairs of plans may be pooled and compared: one year apart, one after the other, and cut alike.

A pair that overlaps, lies further apart, or whose later plan may be a report on the earlier one is
measured and shown, but apart and with the reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wres_analysis.linking.input import same_actions
from wres_analysis.measures.carry_over import PAIR_KEY, joined_pairs
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, plain_wording
from wres_analysis.plan_years import period_of_label
from wres_analysis.tables import RATES, as_schema, columns_of

# Days by which plans of one year may start or end apart: a quarter, as for plans that run to June or August.
QUARTER = 92
YEAR = 365.25
# Share of actions in the same words, and of these on the same day, from which a plan may be the earlier one
# with progress filled in: nearly all, or most where its file is called a report (definition progress_report).
# Plans of the sample keep up to .92 of the words, but no more than .40 of the dates.
NEARLY_ALL, MOST = 0.9, 0.6
TIMES_AS_MANY = 3  # the definition of five actions that become forty; ordinary plans grow by less than half

PLAN_PAIRS = columns_of("PLAN_PAIRS")


def plan_pairs(links: pd.DataFrame, actions: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Every pair of linked plans, and whether it may be pooled.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, PLANS, table_of
    >>> plan_pairs(*(table_of([], schema) for schema in (LINKS, ACTIONS, PLANS))).empty
    True
    """
    pairs = links[PAIR_KEY].drop_duplicates()
    for end in ("from", "to"):
        pairs = _with_period(pairs, plans, end)
    # how many actions the later plan keeps in the same words, and how many of these by date
    joined = joined_pairs(links, actions)
    kept = joined[joined["kind"].isin(("exact", "minor_edit"))]
    days = kept[["deadline_date_before", "deadline_date_after"]]
    same = days.iloc[:, 0].eq(days.iloc[:, 1]).where(days.notna().all(axis=1))
    of_pair = kept.assign(same=same.astype("Float64")).groupby(PAIR_KEY)
    alike = pd.DataFrame({"alike": of_pair["to_id"].nunique(), "same_dates": of_pair["same"].mean()})
    pairs = pairs.merge(alike, on=PAIR_KEY, how="left").fillna({"alike": 0.0, "same_dates": 0.0})
    pairs = pairs.merge(_sizes(pairs[PAIR_KEY], actions), on=PAIR_KEY, how="left")
    found = [_reason(row) for row in pairs.to_dict("records")]
    said = pairs.assign(
        years_apart=((pairs["start_to"] - pairs["start_from"]).dt.days / YEAR).round(2),
        pooled=["No" if reason else "Yes" for reason, _ in found],
        rated=["Yes" if rated else "No" for _, rated in found],
        reason=[reason for reason, _ in found],
    )
    return as_schema(said, PLAN_PAIRS)


def without_unrated(rates: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rates, missing for each pair of plans of which none can be given."""
    unrated = pd.MultiIndex.from_frame(pairs.loc[pairs["rated"].eq("No"), PAIR_KEY])
    blank = pd.MultiIndex.from_frame(rates[PAIR_KEY]).isin(unrated)
    columns = [name for name in RATES if name not in (*PAIR_KEY, "measure")]
    return rates.assign(**{name: rates[name].mask(blank) for name in columns})


def pooled_pairs_only(rates: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rates without those of pairs that stand apart; rates of one plan stay."""
    apart = pairs.loc[pairs["pooled"].eq("No"), PAIR_KEY]
    return rates[~pd.MultiIndex.from_frame(rates[PAIR_KEY]).isin(pd.MultiIndex.from_frame(apart))]


def _with_period(pairs: pd.DataFrame, plans: pd.DataFrame, end: str) -> pd.DataFrame:
    """The first and the last day of one plan of each pair (if need be from its label), and its file."""
    held = plans[[*PLAN_KEY, "period_start", "period_end", "document"]].drop_duplicates(PLAN_KEY)
    names = {"period_start": f"start_{end}", "period_end": f"end_{end}", "document": f"document_{end}"}
    found = pairs.merge(held.rename(columns={"plan_year": f"{end}_year", **names}), how="left")
    labelled = found[f"{end}_year"].map(period_of_label)
    for side in ("start", "end"):
        days = pd.to_datetime(labelled.map(lambda period, side=side: getattr(period, side, None)))
        found[f"{side}_{end}"] = found[f"{side}_{end}"].fillna(days)
    return found.fillna({f"document_{end}": ""})


def _sizes(pairs: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions each plan of a pair has, and how many of one are headings in the other."""
    own = actions.assign(unit=same_actions(actions), words=plain_wording(actions["action"]))
    rows = []
    for code, *years in pairs.astype("str").values.tolist():
        of_code = own[own["organisation"].eq(code)]
        before, after = (of_code[of_code["plan_year"].eq(year)] for year in years)
        headings = max(_as_headings(before, after), _as_headings(after, before))
        rows.append((code, *years, before["unit"].nunique(), after["unit"].nunique(), headings))
    return pd.DataFrame(rows, columns=[*PAIR_KEY, "size_from", "size_to", "headings"])


def _as_headings(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """How many actions of one plan are the headings of another."""
    headings = set(plain_wording(pd.concat([other["aim"], other["part"]])))
    return int(one.loc[one["words"].isin(headings - {""}), "words"].nunique())


def _reason(pair: Mapping[Hashable, Any]) -> tuple[str, bool]:
    """The first reason that holds against pooling a pair, if any does, and whether it has a rate."""
    if reason := _overlap(pair) or _distance(pair):
        return reason, True
    if reason := _report(pair):
        return reason, False
    # five actions that became headings over forty, and are not found among them, did not vanish
    return _grain(pair), 2 * max(pair["headings"], pair["alike"]) < pair["size_from"] or not pair["headings"]


def _overlap(pair: Mapping[Hashable, Any]) -> str:
    common = (min(pair["end_from"], pair["end_to"]) - max(pair["start_from"], pair["start_to"])).days
    if not common > QUARTER:
        return ""
    if abs((pair["start_to"] - pair["start_from"]).days) <= QUARTER:
        return (
            f"both plans cover the same time from {pair['start_to']:%B %Y}: "
            "the label of one may mean another year"
        )
    return (
        f"the plans overlap: the plan {pair['from_year']} was still running when {pair['to_year']} began, so "
        "that an action in both may still be within its first plan"
    )


def _distance(pair: Mapping[Hashable, Any]) -> str:
    between = (pair["start_to"] - pair["end_from"]).days
    apart = (pair["start_to"] - pair["start_from"]).days
    if between > YEAR / 2:
        years = f"{round(between / YEAR)} year{'s' if between > 1.5 * YEAR else ''}"
        return f"the plans between are not held ({years}): it is not the next plan"
    if abs(apart - YEAR) > QUARTER:
        return f"the plans begin {apart / YEAR:.1f} years apart, where others begin one year apart"
    return ""


def _report(pair: Mapping[Hashable, Any]) -> str:
    """Whether the later document may report on the earlier plan: the same words and the same dates."""
    alike = pair["alike"] / max(pair["size_from"], pair["size_to"], 1)
    dates = pair["same_dates"]
    enough = MOST if _called_report(pair["document_to"]) else NEARLY_ALL
    if alike < enough or (dates < enough if pd.notna(dates) else enough == NEARLY_ALL):
        return ""
    same = " with the same dates" if pd.notna(dates) else ""
    return (
        f"the later document may be a progress report on the plan {pair['from_year']} and not a new plan: "
        f"{pair['alike']} of {pair['size_to']} actions stand in it word for word{same}"
    )


def _called_report(name: str) -> bool:
    plain = " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
    return any(str(phrase) in plain for phrase in read_vocabulary("progress_reports")["phrase"])


def _grain(pair: Mapping[Hashable, Any]) -> str:
    smaller, larger = sorted((pair["size_from"], pair["size_to"]))
    if larger < TIMES_AS_MANY * smaller and 2 * pair["headings"] < smaller:
        return ""
    headings = f", {pair['headings']} of them as headings over the others" if pair["headings"] else ""
    return (
        f"the plans are cut into actions of another size ({pair['size_from']} and {pair['size_to']} "
        f"actions{headings}): what is counted as one action is not the same"
    )
