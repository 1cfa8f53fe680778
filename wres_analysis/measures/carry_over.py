"""How often actions are carried over: LINKS and ACTIONS to RATES, and the tables behind them.

Three kinds of carry-over stay apart: stated by the plan, matched by wording, scheduled past the plan's
end. Two directions have two denominators: forward from the earlier plan, backward from the later one.
Actions that stand twice in one plan with the same words (action and detail, whatever the aim) are one
action here: it came back if any of its copies did.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.input import same_words
from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.measure_definitions import measures, names_of
from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    count_flags,
    has_status,
    is_stated,
    newest_plans,
    plain_wording,
    plan_counts,
    real_date,
    says_something,
    with_plan_dates,
)
from wres_analysis.tables import (
    ACTIONS,
    LINK_KINDS,
    LINKS,
    RATES,
    as_schema,
    check_table,
    columns_of,
    table_of,
)

FROM_THIS_PLAN = ("scheduled", "stated_forward")


FLOWS = columns_of("FLOWS", kind=LINK_KINDS)


def carry_over_rates(
    links: pd.DataFrame, actions: pd.DataFrame, plans: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every measure of every plan and of every pair of linked plans, with its 95% Wilson interval.

    Parameters
    ----------
    links : pandas.DataFrame
        Rows of LINKS; every pair of plans named there is measured.
    actions : pandas.DataFrame
        Rows of ACTIONS, those of all plans that the links name.
    plans : pandas.DataFrame, optional
        Rows of PLANS. Without them `scheduled`, `past_date` and `carried_past_date` cannot be measured.

    Returns
    -------
    pandas.DataFrame
        RATES, rates and intervals as shares from 0 to 1. The measures are described in
        vocabulary/measures.csv. Numerator and denominator are missing, never zero, where something is
        not held: the measures of two plans for an organisation of which no pair of plans is linked, and
        those of dates where the plan's dates are not known. 0 of 0 is a measure that nothing counts for.

    Raises
    ------
    TableError
        A column is missing, or a link names an action that is not in the actions.

    Examples
    --------
    >>> actions = table_of([{"organisation": "RXA", "plan_year": "2022-23", "action_id": "1",
    ...     "action": "Review the policy", "deadline_kind": "none", "status": "not_stated",
    ...     "status_source": "none", "carry_over_evidence": "row_mark"}], ACTIONS)
    >>> rates = carry_over_rates(table_of([], LINKS), actions)
    >>> rates.query("measure == 'stated'")[["numerator", "denominator", "rate"]].to_dict("records")
    [{'numerator': 1, 'denominator': 1, 'rate': 1.0}]
    """
    check_table(actions, ACTIONS, "actions")
    check_table(links, LINKS, "links")
    counts = pd.concat(
        [_of_plans(actions, plans), link_counts(links, actions, plans), _without_a_pair(links, actions)],
        ignore_index=True,
    )
    return _as_rates(counts)


def _of_plans(actions: pd.DataFrame, plans: pd.DataFrame | None) -> pd.DataFrame:
    counts = plan_counts(actions, plans)
    leaves = counts["measure"].isin(FROM_THIS_PLAN)
    return counts.assign(
        from_year=counts["plan_year"].where(leaves, ""), to_year=counts["plan_year"].where(~leaves, "")
    ).drop(columns="plan_year")


def _without_a_pair(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """A row without numbers for every measure that needs two plans, where two linked plans are not held."""
    alone = newest_plans(actions)
    alone = alone[~alone["organisation"].isin(links["organisation"])]
    records = [
        {"organisation": organisation, "from_year": "", "to_year": year, "measure": measure}
        for organisation, year in alone.itertuples(index=False)
        for measure in names_of("forward", "backward", "pair")
    ]
    return table_of(records, RATES)[
        ["organisation", "from_year", "to_year", "measure", "numerator", "denominator"]
    ]


def _as_rates(counts: pd.DataFrame) -> pd.DataFrame:
    counts = counts.reset_index(drop=True)
    rates = counts.join(wilson_columns(counts["numerator"], counts["denominator"]))
    without_links = rates["measure"].isin(names_of("one plan"))
    rates = rates.assign(
        low_with_links=rates["low"].where(without_links), high_with_links=rates["high"].where(without_links)
    )
    place = {name: order for order, name in enumerate(measures())}
    rates = rates.assign(
        newer=rates["to_year"].mask(rates["to_year"].eq(""), rates["from_year"]),
        order=rates["measure"].map(place),
    ).sort_values(["organisation", "newer", "order"], kind="stable")
    return as_schema(rates, RATES)


def flows(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions came back, were new, were completed or were dropped between two plans."""
    held = pd.MultiIndex.from_frame(actions[PLAN_KEY].drop_duplicates())
    ends = [
        pd.MultiIndex.from_frame(links[["organisation", f"{end}_year"]]).isin(held) for end in ("from", "to")
    ]
    counted = links[ends[0] & ends[1]]
    blank_is_none = counted.assign(
        earlier=counted["from_id"].mask(counted["from_id"].eq("")),
        later=counted["to_id"].mask(counted["to_id"].eq("")),
    )
    keys = ["organisation", "from_year", "to_year", "kind"]
    found = blank_is_none.groupby(keys)[["earlier", "later"]].nunique().reset_index()
    found = found.assign(order=found["kind"].map(LINK_KINDS.index)).sort_values([*keys[:3], "order"])
    return as_schema(found, FLOWS)


def with_doubt_of_links(rates: pd.DataFrame, intervals: pd.DataFrame) -> pd.DataFrame:
    """Rates with the intervals that also hold the doubt about the links."""
    ends = ["low_with_links", "high_with_links"]
    keys = ["organisation", "from_year", "to_year", "measure"]
    found = intervals.assign(measure="matched_" + intervals["direction"]).set_index(keys)[ends]
    places = pd.MultiIndex.from_frame(rates[keys])
    low, high = (found[end].reindex(places).set_axis(rates.index) for end in ends)
    return as_schema(
        rates.assign(
            low_with_links=low.clip(0, rates["low"]).where(low.notna(), rates["low_with_links"]),
            high_with_links=high.clip(rates["high"], 1).where(high.notna(), rates["high_with_links"]),
        ),
        RATES,
    )


PAIR_KEY = ["organisation", "from_year", "to_year"]
WORDING_KEPT = ("exact", "minor_edit")


def joining_links(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The links that join two actions; every action that a link names must be there.

    Links from a plan that is not held are left out: that of the organisations which this one came from.
    """
    plans = pd.MultiIndex.from_frame(actions[PLAN_KEY].drop_duplicates())
    held = pd.MultiIndex.from_frame(links[["organisation", "from_year"]]).isin(plans)
    links = links[held | ~links["from_id"].str.contains(" ", regex=False)]
    for end in ("from", "to"):
        named = links.loc[links[f"{end}_id"].ne(""), ["organisation", f"{end}_year", f"{end}_id"]]
        known = pd.MultiIndex.from_frame(actions[["organisation", "plan_year", "action_id"]])
        unknown = named[~pd.MultiIndex.from_frame(named).isin(known)]
        if len(unknown):
            organisation, year, action = unknown.iloc[0]
            raise TableError(
                f"action '{action}' of {organisation} {year} is not in the actions",
                "links",
                "link the actions again",
            )
    return links[links["from_id"].ne("") & links["to_id"].ne("")]


def joined_pairs(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The links that join two actions, with both actions beside them."""
    pairs = joining_links(links, actions)
    before = actions.add_suffix("_before")
    after = actions.add_suffix("_after")
    keys = ["organisation", "plan_year", "action_id"]
    return pairs.merge(
        before, left_on=["organisation", "from_year", "from_id"], right_on=[f"{key}_before" for key in keys]
    ).merge(after, left_on=["organisation", "to_year", "to_id"], right_on=[f"{key}_after" for key in keys])


def link_counts(
    links: pd.DataFrame, actions: pd.DataFrame, plans: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Numerators and denominators of the measures of two linked plans."""
    pairs = joined_pairs(links, actions)
    # of linked actions; two plans without a link have none of none
    moves = moves_of(pairs)
    flags = pd.DataFrame(
        {
            "date_moved": moves["months_moved"].gt(0).astype("boolean"),
            "owner_changed": moves["owner_changed"].map({"Yes": True, "No": False}).astype("boolean"),
        }
    )
    once = [*PAIR_KEY, "words_before", "words_after"]
    units = flags.groupby([moves[name] for name in once]).max().reset_index()
    units = links[PAIR_KEY].drop_duplicates().merge(units, on=PAIR_KEY, how="left")
    found = [
        _forward_counts(links, pairs, actions, plans),
        _backward_counts(links, pairs, actions),
        count_flags(units[list(flags.columns)], units[PAIR_KEY]),
    ]
    return pd.concat(found, ignore_index=True)


def _units(links: pd.DataFrame, pairs: pd.DataFrame, actions: pd.DataFrame, end: str) -> pd.DataFrame:
    """Every action of one end of each pair of plans, with what links say of it, the same words once."""
    years = links[PAIR_KEY].drop_duplicates()
    rows = years.merge(
        actions, left_on=["organisation", f"{end}_year"], right_on=PLAN_KEY, suffixes=("", "_of_plan")
    )
    ends = [*PAIR_KEY, f"{end}_id"]
    kept = (
        pairs.assign(matched=True, kept=pairs["kind"].isin(WORDING_KEPT))
        .groupby(ends)[["matched", "kept"]]
        .any()
    )
    rows = rows.join(kept, on=[*PAIR_KEY, "action_id"])
    rows[["matched", "kept"]] = rows[["matched", "kept"]].astype("boolean").fillna(False)
    rows = rows.assign(
        wording=same_words(rows),
        stated=is_stated(rows),
        known=has_status(rows),
        complete=rows["status"].eq("complete"),
        closed=rows["status"].isin(("complete", "withdrawn")),
        day=real_date(rows),
    )
    together = dict.fromkeys(("matched", "kept", "stated", "known", "complete", "closed", "day"), "max")
    return rows.groupby([*PAIR_KEY, "wording"], as_index=False).agg(together)


def _forward_counts(
    links: pd.DataFrame, pairs: pd.DataFrame, actions: pd.DataFrame, plans: pd.DataFrame | None
) -> pd.DataFrame:
    units = _units(links, pairs, actions, "from")
    matched = units["matched"].astype("boolean")
    # first day of the later plan, missing where it is not known
    later = units[["organisation"]].assign(plan_year=units["to_year"])
    began = with_plan_dates(later, plans)["period_start"]
    dated = matched & units["day"].notna() & began.notna()
    flags = pd.DataFrame(
        {
            "matched_forward": matched,
            "matched_forward_wording_kept": units["kept"].astype("boolean"),
            "completed_yet_back": matched.where(units["complete"]),
            "vanished": (~matched).where(~units["closed"]),
            "carried_past_date": units["day"].lt(began).astype("boolean").where(dated),
        }
    )
    counts = count_flags(flags, units[PAIR_KEY])
    # of a plan without any status it is not known what was open, and could vanish
    spoken = pd.MultiIndex.from_frame(units.loc[units["known"], PAIR_KEY].drop_duplicates())
    silent = ~pd.MultiIndex.from_frame(counts[PAIR_KEY]).isin(spoken) & counts["measure"].eq("vanished")
    return counts.assign(**{end: counts[end].mask(silent) for end in ("numerator", "denominator")})


def _backward_counts(links: pd.DataFrame, pairs: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    units = _units(links, pairs, actions, "to")
    matched, stated = units["matched"].astype("boolean"), units["stated"].astype("boolean")
    flags = pd.DataFrame(
        {
            "matched_backward": matched,
            "matched_backward_wording_kept": units["kept"].astype("boolean"),
            "silent": (~stated).where(matched),
            "stated_no_match": (~matched).where(stated),
        }
    )
    return count_flags(flags, units[PAIR_KEY])


def moves_of(pairs: pd.DataFrame) -> pd.DataFrame:
    """What moved between the two actions of each pair: `months_moved` and `owner_changed`."""
    ends = {end: _of_end(pairs, end) for end in ("before", "after")}
    months = {end: _months(real_date(table)) for end, table in ends.items()}
    owners = {end: plain_wording(table["owner"]) for end, table in ends.items()}
    both = says_something(ends["before"]["owner"]) & says_something(ends["after"]["owner"])
    changed = owners["before"].ne(owners["after"]).map({True: "Yes", False: "No"})
    return pairs.assign(
        months_moved=months["after"] - months["before"],
        owner_changed=changed.where(both, "").astype("str"),
        words_before=same_words(ends["before"]),
        words_after=same_words(ends["after"]),
    )


def _of_end(pairs: pd.DataFrame, end: str) -> pd.DataFrame:
    columns = [name for name in pairs.columns if name.endswith(f"_{end}")]
    return pairs[columns].rename(columns=lambda name: name.removesuffix(f"_{end}"))


def _months(days: pd.Series[pd.Timestamp]) -> pd.Series[int]:
    """Months since year 0, missing where there is no day."""
    return (days.dt.year * 12 + days.dt.month).astype("Int64")
