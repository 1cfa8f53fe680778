"""How an action lives on from plan to plan, and the register: every action of the newest plans.

A life is everything that links join over the plans of one organisation, so a split or merged action is one
life. The clock counts plans. A life that the first plan held already calls carried over, or that stands in
the first plan held, began before we could see it and is left out of the table (left truncation), and counted.
"Who owns what is overdue?" and "what has run for three years?" are filters of the register.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wres_analysis.linking.input import ordered_years, same_words
from wres_analysis.linking.wording import IntArray
from wres_analysis.measures.carry_over import joining_links
from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    is_stated,
    newest_plans,
    past_date,
    places_of_plans,
    real_date,
    report_dates,
    says_something,
    with_plan_dates,
)
from wres_analysis.plans.plan_dates import is_past_date
from wres_analysis.tables import ACTIONS, STATUSES, as_schema, check_table, columns_of

_NODE = ["organisation", "plan_year", "action_id"]


def places_of_ends(links: pd.DataFrame, actions: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """Rows of the earlier and of the later action of each link."""
    place = pd.Series(np.arange(len(actions)), index=pd.MultiIndex.from_frame(actions[_NODE].astype("str")))
    earlier, later = (
        place.loc[pd.MultiIndex.from_frame(links[["organisation", f"{end}_year", f"{end}_id"]].astype("str"))]
        for end in ("from", "to")
    )
    return earlier.to_numpy(dtype=np.intp), later.to_numpy(dtype=np.intp)


def threads_of(links: pd.DataFrame, actions: pd.DataFrame) -> IntArray:
    """For each action the row of the first one that links join it to, directly or over others.

    An action that one plan leaves out and the next has again in the same words is one thread with a gap.
    """
    # rows of actions that one plan passes over: the same words two plans later, and no link between
    rows = actions.reset_index(drop=True).assign(row=np.arange(len(actions)))
    plans = rows[["organisation", "plan_year"]].drop_duplicates()
    order = {label: number for number, label in enumerate(ordered_years(plans["plan_year"]))}
    plans = plans.sort_values("plan_year", key=lambda labels: labels.map(order), kind="stable")
    rows = rows.merge(plans.assign(plan=plans.groupby("organisation").cumcount()))
    rows = rows.assign(words=same_words(rows))
    linked = [np.isin(rows["row"], places) for places in places_of_ends(links, actions)]
    before, after = (rows.loc[~taken, ["organisation", "words", "plan", "row"]] for taken in linked)
    found = before.assign(plan=before["plan"] + 2).merge(after, on=["organisation", "words", "plan"])
    ends = [
        places_of_ends(links, actions),
        (found["row_x"].to_numpy(dtype=np.intp), found["row_y"].to_numpy(dtype=np.intp)),
    ]
    joined_ends = tuple(np.concatenate(places) for places in zip(*ends, strict=True))
    joined = coo_array((np.ones(len(joined_ends[0])), joined_ends), shape=(len(actions), len(actions)))
    numbers = connected_components(joined, directed=False)[1]
    _, first = np.unique(numbers, return_index=True)
    threads: IntArray = first[numbers].astype(np.intp)
    return threads


ENDINGS = ("complete", "withdrawn", "vanished", "open")
FEWEST_LIVES = 10  # issue 15: no percentages below ten lives

LIVES = columns_of("LIVES", ending=ENDINGS)


LIFE_TABLE = columns_of("LIFE_TABLE")


def with_lives(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The actions with their `life`, its `first_plan_year`, and in how many plans up to theirs it has stood.

    `plan_order` is the place of the plan among those held, `plans_in` counts its plans up to this one.
    """
    rows = actions.reset_index(drop=True)
    rows = rows.assign(life=threads_of(joining_links(links, rows), rows), plan_order=places_of_plans(rows))
    by_life = rows.groupby("life")
    first = rows.loc[by_life["plan_order"].idxmin(), ["life", "plan_year"]].set_index("life")["plan_year"]
    return rows.assign(
        first_plan_year=rows["life"].map(first).astype("str"),
        plans_in=by_life["plan_order"].rank(method="dense").astype("int64"),
    )


def sure_links(links: pd.DataFrame) -> pd.DataFrame:
    """The links without pairs that are more likely wrong than right and that nobody decided."""
    doubtful = links["probability"].lt(0.5).fillna(False) & links["decided_by"].eq("model")
    return links[~doubtful]


def lives(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Every life of every organisation."""
    check_table(actions, ACTIONS, "actions")
    rows = with_lives(links, actions).assign(stated=is_stated(actions).to_numpy())
    newest = rows.groupby("organisation")["plan_order"].transform("max")
    rows = rows.assign(newest=rows["plan_order"].eq(newest)).sort_values(
        ["life", "plan_order"], kind="stable"
    )
    grouped = rows.groupby("life", sort=False)
    first, last = grouped.first(), grouped.last()
    found = pd.DataFrame(
        {
            "organisation": first["organisation"],
            "first_year": first["plan_year"],
            "first_id": first["action_id"],
            "last_year": last["plan_year"],
            "last_id": last["action_id"],
            "plans_running": last["plan_order"] - first["plan_order"] + 1,
            "ending": _endings(rows, last),
            "in_newest": last["newest"].map({True: "Yes", False: "No"}),
            "began_before": (first["plan_order"].eq(0) | first["stated"]).map({True: "Yes", False: "No"}),
            "wording": (last["action"] + " " + last["detail"]).str.strip(),
        }
    )
    return as_schema(found.sort_values(["organisation", "first_year", "first_id"]), LIVES)


def _endings(rows: pd.DataFrame, last: pd.DataFrame) -> pd.Series[str]:
    """How each life ended, by its status in the last plan that it stands in."""
    final = rows[rows["plan_order"].eq(rows["life"].map(last["plan_order"]))]
    said = {
        status: final["status"].eq(status).groupby(final["life"]).any().reindex(last.index)
        for status in ("complete", "withdrawn")
    }
    ending = pd.Series("open", index=last.index, dtype="str").mask(~last["newest"], "vanished")
    return ending.mask(said["withdrawn"], "withdrawn").mask(said["complete"], "complete")


def life_table(found: pd.DataFrame, fewest: int = FEWEST_LIVES) -> pd.DataFrame:
    """What became of actions after one, two, three … plans, closed against vanished as competing ends.

    Two things happen to a life in turn: its plan reports it complete or withdrawn; if not, the next plan has
    it or not. What stands in the newest plan can be closed there and cannot have vanished yet, so it is at
    risk of the one and not of the other.
    """
    seen = found[found["began_before"].eq("No")]
    shares, spread = dict.fromkeys(ENDINGS, 0.0) | {"open": 1.0}, 0.0
    rows = []
    for plans in range(1, int(seen["plans_running"].max() if len(seen) else 0) + 1):
        here = seen.loc[seen["plans_running"].eq(plans), "ending"].value_counts()
        complete, withdrawn, vanished = (int(here.get(ending, 0)) for ending in ENDINGS[:3])
        went_on = int(seen["plans_running"].gt(plans).sum())
        at_risk, could_vanish = int(here.sum()) + went_on, went_on + vanished
        # first what the plan closes, then what the next plan does not have
        closed = [shares["open"] * ended / at_risk for ended in (complete, withdrawn)]
        left = shares["open"] - closed[0] - closed[1]
        gone = left * vanished / could_vanish if could_vanish else 0.0
        now = zip(ENDINGS[:3], (*closed, gone), strict=True)
        shares = {name: shares[name] + share for name, share in now} | {"open": left - gone}
        spread += _greenwood(complete + withdrawn, at_risk)
        spread += _greenwood(vanished, could_vanish)
        ends = dict(zip(("open_low", "open_high"), _log_log(shares["open"], spread), strict=True))
        known = {**shares, **ends} if at_risk >= fewest else {}
        rows.append({"plans": plans, "at_risk": at_risk, "could_vanish": could_vanish, **known})
    return as_schema(pd.DataFrame(rows, columns=list(LIFE_TABLE)), LIFE_TABLE)


def _greenwood(ended: int, at_risk: int) -> float:
    """What one step adds to the variance of the logarithm of the share still open."""
    return math.inf if ended == at_risk > 0 else ended / (at_risk * (at_risk - ended)) if ended else 0.0


def _log_log(still: float, spread: float) -> tuple[float | None, float | None]:
    """The 95% log-log interval of a share; none where nobody has ended, or everybody."""
    if not 0 < still < 1 or math.isinf(spread):
        return None, None
    turn = math.exp(float(stats.norm.ppf(0.975)) * math.sqrt(spread) / abs(math.log(still)))
    return still**turn, still ** (1 / turn)


YES_NO = ("Yes", "No")
OWNER_NOW = ("named", "none", "lost")

REGISTER = columns_of(
    "REGISTER",
    past_date=(*YES_NO, ""),
    past_at_start=(*YES_NO, ""),
    status=STATUSES,
    owner_now=OWNER_NOW,
    stated=YES_NO,
)


def register(actions: pd.DataFrame, links: pd.DataFrame, plans: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row for each action of each organisation's newest plan.

    Parameters
    ----------
    actions, links : pandas.DataFrame
        Rows of ACTIONS and LINKS.
    plans : pandas.DataFrame, optional
        Rows of PLANS; without them it is not known what is past its date.

    Returns
    -------
    pandas.DataFrame
        REGISTER, in the order of the plans.

    Raises
    ------
    TableError
        A link names an action that is not in the actions.

    Examples
    --------
    >>> from wres_analysis.tables import ACTIONS, LINKS, table_of
    >>> register(table_of([], ACTIONS), table_of([], LINKS)).empty
    True
    """
    rows = with_plan_dates(with_lives(sure_links(links), actions), plans)
    day, reported = real_date(rows), report_dates(rows)
    past = past_date(rows)
    # whole months between two days; a month's last day counts as a whole month after another's
    months = (reported.dt.year - day.dt.year) * 12 + reported.dt.month - day.dt.month
    short = reported.dt.day.lt(day.dt.day) & ~reported.dt.is_month_end
    rows = rows.assign(
        deadline_date=day,
        as_at=reported,
        past_date=past.map({True: "Yes", False: "No"}).fillna(""),
        past_at_start=_past_at_start(rows, day),
        owner_now=_owner_now(links, actions, rows),
        months_late=(months - short).astype("Int64").where(past.fillna(False)),
        stated=is_stated(rows).map({True: "Yes", False: "No"}),
        link_probability=_probability(links, rows),
    )
    return as_schema(newest_plans(actions).merge(rows, on=PLAN_KEY), REGISTER)


def _past_at_start(rows: pd.DataFrame, day: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    """Whether each action was past its date on the day before its plan began: a plan may look ahead only."""
    eve = rows["period_start"] - pd.Timedelta(days=1)
    past = [is_past_date(*one) for one in zip(day, eve, rows["status"], strict=True)]
    said = pd.Series(past, index=rows.index, dtype="bool").map({True: "Yes", False: "No"})
    return said.where(day.notna() & eve.notna(), "")


def _owner_now(links: pd.DataFrame, actions: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[str]:
    """Whether each action has an owner, has none, or has lost the one of the plan before."""
    owned = actions.loc[says_something(actions["owner"]), [*PLAN_KEY, "action_id"]]
    before = links.merge(
        owned, left_on=["organisation", "from_year", "from_id"], right_on=[*PLAN_KEY, "action_id"]
    )
    had = pd.MultiIndex.from_frame(before[["organisation", "to_year", "to_id"]])
    lost = pd.MultiIndex.from_frame(rows[[*PLAN_KEY, "action_id"]]).isin(had)
    said = pd.Series("none", index=rows.index, dtype="str").mask(lost, "lost")
    return said.mask(says_something(rows["owner"]), "named")


def _probability(links: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[float]:
    """The most probable link of each action to the plan before."""
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    best = joined.groupby(["organisation", "to_year", "to_id"])["probability"].max()
    found = best.reindex(pd.MultiIndex.from_frame(rows[[*PLAN_KEY, "action_id"]]))
    return found.set_axis(rows.index)
