"""The table of actions that linking starts from: what it must hold, the order of plans, printed numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.errors import TableError
from wres_analysis.linking.wording import BoolArray, squashed
from wres_analysis.plan_years import plan_year_order, plan_years
from wres_analysis.tables import ACTIONS, read_csv_text
from wres_analysis.vocabulary import vocabulary_rows

KEY = ("organisation", "plan_year", "action_id")
OTHER_NAMES = {"org": "organisation", "declared_carry_over": "carried_over_from"}
USED = ("detail", "aim", "owner", "deadline", "status", "carried_over_from")


class ActionsRead(NamedTuple):
    """A table of actions and what was not in it."""

    actions: pd.DataFrame  # the columns of the file, with the names of ACTIONS
    notes: tuple[str, ...]  # one line for each column that the linker would have used and did not find


def read_actions_table(path: Path) -> ActionsRead:
    """Any CSV of actions, ready to be linked."""
    raw = read_csv_text(path)
    known = raw.rename(columns={old: new for old, new in OTHER_NAMES.items() if new not in raw.columns})
    check_actions(known, path.name)
    if known.empty:
        raise TableError("the table holds no action", path.name, "give it a row for each action")
    return ActionsRead(known, missing_columns(known))


def missing_columns(actions: pd.DataFrame) -> tuple[str, ...]:
    """A line for each column that would have helped and is not there, or is blank throughout."""
    absent = [name for name in USED if name not in actions.columns or not (actions[name] != "").any()]
    return tuple(
        f"no {name} in the table: {ACTIONS[name].meaning}; links are less certain without it"
        for name in absent
    )


def check_actions(actions: pd.DataFrame, name: str = "actions") -> None:
    """Refuse a table that cannot be linked, naming the rows."""
    missing = [column for column in (*KEY, "action") if column not in actions.columns]
    if missing:
        needed = f"it needs {', '.join(KEY)}, action"
        raise TableError(f"column {', '.join(missing)} is missing", name, needed)
    for column in KEY:
        _refuse(actions, is_blank(actions[column]), name, f"{column} is empty", "fill it in")
    _refuse(
        actions, is_blank(actions["action"]), name, "the action is empty", "give its wording or leave it out"
    )
    twice = actions.duplicated(list(KEY), keep=False)
    _refuse(actions, twice, name, "two actions have one id in one plan", "number them apart")
    unclear = [label for label in actions["plan_year"].unique() if plan_years(label) is None]
    _refuse(
        actions,
        actions["plan_year"].isin(unclear),
        name,
        "the plan year cannot be ordered",
        "write it as 2022-23 or 2022",
    )
    _refuse_ties(actions, name)


def is_blank(values: pd.Series) -> pd.Series:
    """Which cells hold nothing; each distinct text is looked at once."""
    return values.isin([value for value in values.unique() if pd.isna(value) or not str(value).strip()])


def _refuse(actions: pd.DataFrame, wrong: pd.Series, name: str, what: str, remedy: str) -> None:
    if not wrong.any():
        return
    positions = wrong.to_numpy().nonzero()[0]
    rows = ", ".join(str(position + 2) for position in positions[:6])
    more = f" and {len(positions) - 6} more" if len(positions) > 6 else ""
    first = actions.iloc[int(positions[0])]
    label = " ".join(str(first[column]) for column in KEY)
    raise TableError(f"{what} ({label})", f"{name}, row {rows}{more}", remedy)


def _refuse_ties(actions: pd.DataFrame, name: str) -> None:
    plans = actions[["organisation", "plan_year"]].drop_duplicates()
    years = plans["plan_year"].map(plan_years)
    tied = pd.DataFrame({"organisation": plans["organisation"], "years": years}).duplicated(keep=False)
    if not tied.any():
        return
    labels = plans[tied]
    one = labels[labels["organisation"] == labels["organisation"].iloc[0]]["plan_year"].iloc[:2]
    row = int(np.flatnonzero(actions.index == labels.index[0])[0]) + 2
    raise TableError(
        f"the plan years {' and '.join(one)} cannot be ordered ({labels['organisation'].iloc[0]})",
        f"{name}, row {row}",
        "use one label for one plan",
    )


def plan_order(actions: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Where each row goes: by organisation, plan year and place in the plan, whatever the order of the table.

    The place is the column `row` where there is one, and otherwise the number in the action's id.
    """
    years = {label: plan_year_order(label) for label in set(actions["plan_year"])}
    ids = {one: rank for rank, one in enumerate(sorted(set(actions["action_id"]), key=_natural))}
    places = pd.to_numeric(actions["row"], errors="coerce") if "row" in actions.columns else None
    keys = pd.DataFrame(
        {
            "organisation": actions["organisation"].to_numpy(),
            "year": actions["plan_year"].map(years).to_numpy(),
            "place": 0.0 if places is None else places.fillna(0).to_numpy(dtype=float),
            "id": actions["action_id"].map(ids).to_numpy(),
        }
    )
    return keys.sort_values(list(keys.columns), kind="stable").index.to_numpy()


def _natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"\d+|\D+", str(identifier))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def same_words(actions: pd.DataFrame) -> pd.Series[str]:
    """A key that is the same for actions of the same words; actions without words keep their own id.

    Action and detail are one text, whatever the aim. Rates, their intervals and links all count by it.
    """
    detail = actions["detail"].fillna("") if "detail" in actions.columns else ""
    words = pd.Series(squashed(list(actions["action"] + " " + detail)), index=actions.index, dtype="str")
    return words.where(words.ne(""), "id " + actions["action_id"].astype("str"))


def same_actions(actions: pd.DataFrame) -> pd.Series[str]:
    """For each row the id of the first action in its plan that has the same words: those count once."""
    places = plan_order(actions)
    ordered = actions.assign(words=same_words(actions)).iloc[places].reset_index(drop=True)
    copies = ordered.groupby(["organisation", "plan_year", "words"], sort=False)
    first = copies["action_id"].transform("first").iloc[np.argsort(places)]
    return first.set_axis(actions.index)


def ordered_years(labels: pd.Series) -> list[str]:
    """Labels of plan years, each once, the earliest first."""
    return sorted(set(labels), key=plan_year_order)


def with_predecessors(actions: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """The actions, with the last plans of those that merged as one earlier plan of their successor.

    Their ids begin with the code of the organisation that they come from. For linking and for rates only: no
    document of the successor holds this plan.
    """
    if "successor" not in organisations.columns or actions.empty:
        return actions
    became = organisations[organisations["successor"].fillna("").ne("")].set_index("code")["successor"]
    parts = [_earlier_plan(actions, list(became.index[became.eq(code)]), code) for code in became.unique()]
    return pd.concat([actions, *parts], ignore_index=True)


def are_inherited(links: pd.DataFrame, actions: pd.DataFrame) -> pd.Series[bool]:
    """Which links lead from the plan of an organisation that merged into another."""
    own = pd.MultiIndex.from_frame(actions[["organisation", "plan_year"]])
    held = pd.MultiIndex.from_frame(links[["organisation", "from_year"]]).isin(own)
    return pd.Series(~held & links["from_id"].ne(""), index=links.index)


def _earlier_plan(actions: pd.DataFrame, predecessors: list[str], successor: str) -> pd.DataFrame:
    """The last plans of some organisations under the code of the new one, if they come before its first."""
    own = actions.loc[actions["organisation"].eq(successor), "plan_year"]
    theirs = actions[actions["organisation"].isin(predecessors)]
    if own.empty or theirs.empty:
        return actions.iloc[:0]
    began = plan_year_order(min(own, key=plan_year_order))
    years = theirs.groupby("organisation")["plan_year"]
    last = years.transform(lambda labels: max(labels, key=plan_year_order))
    earlier = last.map(lambda label: plan_year_order(label) < began)
    rows = theirs[theirs["plan_year"].eq(last) & earlier]
    if rows.empty:
        return rows
    names = rows["organisation"] + " " + rows["action_id"]
    year = max(rows["plan_year"], key=plan_year_order)
    return rows.assign(organisation=successor, plan_year=year, action_id=names)


Numbers = Sequence[str]

_NUMBER = r"[a-z]{0,3}\d+(?:\.\d+)*[a-z]?"
_LIST = rf"(?P<list>{_NUMBER}(?:(?:\s*[,&/]\s*|\s+and\s+|\s*,\s*and\s+){_NUMBER})*)"
_ENDS = r"(?=\s*(?:[).,;:]|$|(?:of|in|from)\b))"
_DIGIT = re.compile(r"\d")
_NONE: frozenset[str] = frozenset()
_BRANCH = re.compile(r"^(.*\d)(?:\.?[a-z]|\.\d+)$")
# Pairs that show whether two plans keep their numbers, and the share of them that do; without it "3.1" after
# a plan numbered 1 to 20 would be taken for a part of its action 3.
_ENOUGH, _KEPT = 3, 0.5


def printed_numbers(table: pd.DataFrame) -> tuple[str, ...]:
    """The number of each action as printed, or its id: in small letters, without what stands around it."""
    given = table["action_id"].astype("str")
    if "ref" in table.columns:
        given = given.where(is_blank(table["ref"]), table["ref"])
    return tuple(given.map({one: plain_number(one) for one in set(given)}))


def plain_number(printed: str) -> str:
    """A number as it is compared."""
    return re.sub(r"[^a-z0-9.]|^no\.?(?=\s*\d)", "", printed.lower()).strip(".")


@cache
def _earlier_numbers() -> re.Pattern[str]:
    phrases = "|".join(re.escape(row["phrase"]) for row in vocabulary_rows("earlier_numbers"))
    nouns = r"(?:last year's\s+|the\s+)?(?:actions?|items?|objectives?|refs?\.?|nos?\.?|numbers?)\s*"
    return re.compile(rf"(?:\b(?:{phrases})\s+{nouns}|\((?:{phrases})\s+(?:{nouns})?){_LIST}{_ENDS}", re.I)


def numbers_before(table: pd.DataFrame, wording: pd.Series[str]) -> tuple[frozenset[str], ...]:
    """For each action the numbers that its wording or its comment says it had in the plan before."""
    texts = (
        wording + "\n" + table["comment"].fillna("").astype("str") if "comment" in table.columns else wording
    )
    known = {text: earlier_numbers(text) if _DIGIT.search(text) else _NONE for text in set(texts)}
    return tuple(texts.map(known))


def earlier_numbers(text: str) -> frozenset[str]:
    """The numbers that a wording says an action had in the plan before."""
    lists = (found["list"].lower() for found in _earlier_numbers().finditer(text))
    return frozenset(number for one in lists for number in re.findall(_NUMBER, one))


def branches(old: Numbers, new: Numbers, known: Collection[tuple[int, int]]) -> BoolArray:
    """Which numbers branch from one of the other plan (3 and 3a or 3.1), where known pairs keep theirs."""
    found = np.zeros((len(old), len(new)), dtype=bool)
    if len(known) < _ENOUGH or sum(old[a] == new[b] for a, b in known) < _KEPT * len(known):
        return found
    for one, other, pairs in ((old, new, found), (new, old, found.T)):
        places = {number: place for place, number in enumerate(one)}
        for branch, number in enumerate(other):
            if number not in places and (stem := _stem(number)) in places:
                pairs[places[stem], branch] = True
    return found


@cache
def _stem(number: str) -> str:
    found = _BRANCH.match(number)
    return found[1] if found else ""
