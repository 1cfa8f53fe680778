"""Organisations side by side: one row each, with every count, share and interval."""

from __future__ import annotations

import pandas as pd

from wres_analysis.linking.input import ordered_years
from wres_analysis.measures.benchmarking import SMALLEST_DENOMINATOR
from wres_analysis.measures.carry_over import carry_over_rates
from wres_analysis.measures.measure_definitions import measure_of
from wres_analysis.measures.plan_measures import PLAN_KEY, newest_actions, newest_plans
from wres_analysis.tables import ACTIONS, STATUSES, ColumnSpec, Schema, as_schema, check_table, columns_of

COMPARED_MEASURES = (
    "stated",
    "matched_backward",
    "matched_forward",
    "silent",
    "vanished",
    "scheduled",
    "past_date",
    "owner_present",
    "date_present",
    "status_present",
    "evidence_present",
)
LOW = "[low]"


def _measured(measure: str) -> dict[str, ColumnSpec]:
    label = measure_of(measure).label
    counts = {
        "numerator": f"{label}: actions that count",
        "denominator": f"{label}: actions that could count",
    }
    shares = {
        "rate": f"{label}: share from 0 to 1",
        "low": f"{label}: lower end of the 95% Wilson interval",
        "high": f"{label}: upper end of the 95% Wilson interval",
    }
    return {
        **{f"{measure}_{name}": ColumnSpec(meaning, "whole", least=0) for name, meaning in counts.items()},
        **{
            f"{measure}_{name}": ColumnSpec(meaning, "number", least=0, most=1)
            for name, meaning in shares.items()
        },
    }


COMPARISON: Schema = {
    **columns_of("COMPARISON", reliability=(LOW, "")),
    **{column: spec for measure in COMPARED_MEASURES for column, spec in _measured(measure).items()},
    **{
        f"status_{status}": ColumnSpec(f"actions of the newest plan with status {status}", "whole", least=0)
        for status in STATUSES
    },
}


def compare_organisations(
    actions: pd.DataFrame,
    links: pd.DataFrame,
    plans: pd.DataFrame | None = None,
    organisations: pd.DataFrame | None = None,
    smallest: int = SMALLEST_DENOMINATOR,
    rates: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per organisation: what is held, how much is carried over, how complete the newest plan is.

    Parameters
    ----------
    actions : pandas.DataFrame
        Rows of ACTIONS.
    links : pandas.DataFrame
        Rows of LINKS.
    plans : pandas.DataFrame, optional
        Rows of PLANS; without them nothing is known about dates of plans.
    organisations : pandas.DataFrame, optional
        Rows of ORGANISATIONS, for names and types; those without a plan get a row that says 0 plans.
    smallest : int, default 10
        Fewer actions in the newest plan are flagged `[low]`.
    rates : pandas.DataFrame, optional
        Rows of RATES of the same actions and links, where they are worked out already.

    Returns
    -------
    pandas.DataFrame
        COMPARISON, in the order of the codes. Measures of one plan are those of the newest plan, measures
        of two plans those of the newest pair; both counts are missing where a measure cannot be taken.

    Raises
    ------
    TableError
        A column is missing, or a link names an action that is not in the actions.

    Examples
    --------
    >>> from wres_analysis.tables import LINKS, table_of
    >>> compare_organisations(table_of([], ACTIONS), table_of([], LINKS)).empty
    True
    """
    check_table(actions, ACTIONS, "actions")
    held = _held(actions, organisations)
    if rates is None:
        rates = carry_over_rates(links, actions, plans)
    newest = _newest_rates(rates, held)
    table = held.join([_wide(newest, measure) for measure in COMPARED_MEASURES])
    table = table.join(_statuses(actions))
    few = table["actions"].lt(smallest)
    table = table.assign(reliability=few.map({True: LOW, False: ""}))
    return as_schema(table.rename_axis("organisation").reset_index(), COMPARISON)


def _held(actions: pd.DataFrame, organisations: pd.DataFrame | None) -> pd.DataFrame:
    """What is held of each organisation, by code."""
    years = actions.groupby("organisation")["plan_year"].agg(ordered_years)
    codes = sorted({*years.index, *(organisations["code"] if organisations is not None else ())})
    held = pd.DataFrame(index=codes)
    newest = newest_plans(actions)
    count = actions.merge(newest, on=PLAN_KEY)["organisation"].value_counts()
    year_of = dict(zip(newest["organisation"], newest["plan_year"], strict=True))
    held = held.assign(
        plans=[len(years.get(code, [])) for code in codes],
        plan_years=["; ".join(years.get(code, [])) for code in codes],
        newest_plan=[year_of.get(code, "") for code in codes],
        actions=pd.array([count.get(code, 0) for code in codes], dtype="Int64"),
    )
    return held.join(_described(codes, organisations))


def _described(codes: list[str], organisations: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["name", "type", "region"]
    if organisations is None:
        return pd.DataFrame("", index=codes, columns=columns)
    known = organisations.drop_duplicates("code").set_index("code").reindex(columns=columns)
    return known.reindex(codes).fillna("")


def _newest_rates(rates: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The rates of each organisation's newest plan, or of the newest pair of plans."""
    later = rates["to_year"].where(rates["to_year"].ne(""), rates["from_year"])
    newest = later.eq(rates["organisation"].map(held["newest_plan"]))
    return rates[newest & ~rates.duplicated(["organisation", "from_year", "to_year", "measure"])]


def _wide(newest: pd.DataFrame, measure: str) -> pd.DataFrame:
    columns = ["numerator", "denominator", "rate", "low", "high"]
    rows = newest[newest["measure"].eq(measure)].drop_duplicates("organisation", keep="last")
    return rows.set_index("organisation")[columns].add_prefix(f"{measure}_")


def _statuses(actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions of each newest plan have each status."""
    newest = newest_actions(actions)
    counts = pd.crosstab(newest["organisation"], newest["status"])
    return counts.reindex(columns=list(STATUSES), fill_value=0).add_prefix("status_")
