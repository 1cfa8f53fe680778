"""How often actions are carried over: LINKS and ACTIONS to RATES, and the tables behind them.

Three kinds of carry-over stay apart: stated by the plan, matched by wording, scheduled past the plan's
end. Two directions have two denominators: forward from the earlier plan, backward from the later one.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.link_measures import link_counts
from wres_analysis.measures.measure_definitions import measures, names_of
from wres_analysis.measures.plan_measures import PLAN_KEY, newest_plans, plan_counts
from wres_analysis.tables import (
    ACTIONS,
    LINK_KINDS,
    LINKS,
    RATES,
    ColumnSpec,
    Schema,
    as_schema,
    check_table,
    table_of,
)

FROM_THIS_PLAN = ("scheduled", "stated_forward")


FLOWS: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "from_year": ColumnSpec("earlier plan year"),
    "to_year": ColumnSpec("later plan year"),
    "kind": ColumnSpec("what became of the actions", allowed=LINK_KINDS),
    "earlier": ColumnSpec("actions of the earlier plan", "whole", least=0),
    "later": ColumnSpec("actions of the later plan", "whole", least=0),
}


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
