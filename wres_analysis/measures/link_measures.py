"""What can be measured of two plans of one organisation once their actions are linked.

Actions that stand twice in one plan with the same words (action and detail, whatever the aim) are one
action here: it came back if any of its copies did.
"""

from __future__ import annotations

import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.input import same_words
from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    count_flags,
    has_status,
    is_stated,
    plain_wording,
    real_date,
    says_something,
    with_plan_dates,
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
        _check_known(links, actions, end)
    return links[links["from_id"].ne("") & links["to_id"].ne("")]


def joined_pairs(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The links that join two actions, with both actions beside them."""
    pairs = joining_links(links, actions)
    before = actions.add_suffix("_before")
    after = actions.add_suffix("_after")
    keys = ["organisation", "plan_year", "action_id"]
    return pairs.merge(
        before,
        left_on=["organisation", "from_year", "from_id"],
        right_on=[f"{key}_before" for key in keys],
    ).merge(after, left_on=["organisation", "to_year", "to_id"], right_on=[f"{key}_after" for key in keys])


def _check_known(links: pd.DataFrame, actions: pd.DataFrame, end: str) -> None:
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


def link_counts(
    links: pd.DataFrame, actions: pd.DataFrame, plans: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Numerators and denominators of the measures of two linked plans."""
    pairs = joined_pairs(links, actions)
    found = [
        _forward_counts(links, pairs, actions, plans),
        _backward_counts(links, pairs, actions),
        _pair_counts(links, pairs),
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
    began = _began(units, plans)
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


def _began(units: pd.DataFrame, plans: pd.DataFrame | None) -> pd.Series[pd.Timestamp]:
    """First day of the later plan, missing where it is not known."""
    later = units[["organisation"]].assign(plan_year=units["to_year"])
    return with_plan_dates(later, plans)["period_start"]


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


def _pair_counts(links: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Of linked actions; two plans without a link have none of none."""
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
    return count_flags(units[list(flags.columns)], units[PAIR_KEY])


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
