"""How complete each plan is: what its rows say about owner, date, status, measure, action and outcome.

The rules stand in vocabulary/completeness_rules.csv and the verbs in vocabulary/verbs.csv. A filled cell
says that something was written, not that it is good.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import (
    PLAN_KEY,
    count_flags,
    has_real_date,
    has_status,
    says_something,
)
from wres_analysis.tables import ACTIONS, ColumnSpec, Schema, as_schema, check_table

COMPLETENESS: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "plan_year": ColumnSpec("plan year as in the file name"),
    "rule": ColumnSpec("name of the rule, see vocabulary/completeness_rules.csv"),
    "label": ColumnSpec("the rule in short"),
    "numerator": ColumnSpec("actions that meet the rule", "whole", least=0),
    "denominator": ColumnSpec("actions that the rule can be asked of", "whole", least=0),
    "rate": ColumnSpec("numerator over denominator, a share from 0 to 1", "number", least=0, most=1),
    "low": ColumnSpec("lower end of the 95% Wilson interval", "number", least=0, most=1),
    "high": ColumnSpec("upper end of the 95% Wilson interval", "number", least=0, most=1),
}

_ALWAYS_APART = re.compile(r"\s*[;\n|]\s*|\s+/\s+")
_PERHAPS_APART = re.compile(r"\s*[,+]\s*|\s+(?:and|&|with)\s+")
_ROLE_OF = re.compile(r"\b(?:Head|Director|Chief) (?:of|Officer|Executive)\b")
_LIST_MARK = re.compile(
    r"(?:^|\s)(?:[•▪●◦‣·]|[-–](?=\s)|\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})\)|[1-9]\.(?=\s))(?=\s*\S)"
)
_CLAUSE = re.compile(r"[.;:•▪●◦‣\n]\s*(?:[-–]\s+)?|\s+and to\s+|^")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")
_RESULT_NAMED = re.compile(
    r"\d\s?%|\bper cent\b|\b(?:by|to|at least|fewer than|more than|all|every) \d+\b|\bso that\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
    re.IGNORECASE,
)
_TOLD = ("to", "will", "must", "should")
FIRST_WORDS = 12


def completeness(actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions of each plan meet each rule.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> completeness(table_of([], ACTIONS)).empty
    True
    """
    check_table(actions, ACTIONS, "actions")
    counts = count_flags(completeness_flags(actions), actions[PLAN_KEY]).rename(columns={"measure": "rule"})
    counts = counts.join(wilson_columns(counts["numerator"], counts["denominator"]))
    rules = read_vocabulary("completeness_rules")
    label_of = dict(zip(rules["rule"], rules["label"], strict=True))
    order = {rule: place for place, rule in enumerate(label_of)}
    counts = counts.assign(label=counts["rule"].map(label_of), order=counts["rule"].map(order))
    return as_schema(counts.sort_values([*PLAN_KEY, "order"]), COMPLETENESS)


def completeness_rules() -> pd.DataFrame:
    """The rules in words, to be printed beside the table.

    Examples
    --------
    >>> completeness_rules()["rule"].tolist()[:2]
    ['owner_present', 'single_owner']
    """
    return read_vocabulary("completeness_rules").copy()


def completeness_flags(actions: pd.DataFrame) -> pd.DataFrame:
    """One column per rule: whether each action meets it, missing where the rule cannot be asked."""
    wording = actions["action"].str.cat(actions["detail"], sep="\n").str.strip()
    several = pd.DataFrame({name: actions[name].map(actions_in_row) for name in ("action", "detail")})
    owned = says_something(actions["owner"])
    flags = {
        "owner_present": owned,
        "single_owner": actions["owner"].map(owners_named).le(1).astype("boolean").where(owned),
        "date_present": has_real_date(actions),
        "status_present": has_status(actions),
        "evidence_present": says_something(actions["evidence"]),
        "single_action": several.max(axis=1).le(1),
        "outcome_named": wording.map(names_outcome),
    }
    return pd.DataFrame({name: flag.astype("boolean") for name, flag in flags.items()}, index=actions.index)


def owners_named(text: str) -> int:
    """How many owners a cell names; a group of people counts as several.

    Commas and "and" part two owners only where both sides name a role: "Head of HR and OD" is one.

    Examples
    --------
    >>> owners_named("Head of HR and OD"), owners_named("CEO and Chair"), owners_named("Heads of HR")
    (1, 2, 2)
    """
    found = 0
    for part in _ALWAYS_APART.split(text):
        roles = sum(_names_person(piece) for piece in _PERHAPS_APART.split(part))
        found += max(1, roles, len(_ROLE_OF.findall(part))) + _names_several(part) if part.strip() else 0
    return found


def _names_person(text: str) -> bool:
    return any(word.casefold() in _role_words() for word in _WORD.findall(text))


def _names_several(text: str) -> bool:
    words = _WORD.findall(text)
    return any(word.endswith("s") and word[:-1].casefold() in _role_words() for word in words)


@cache
def _role_words() -> frozenset[str]:
    words = read_vocabulary("role_words")
    return frozenset(words.loc[words["names"].eq("person"), "word"]) | {
        "ceo",
        "cpo",
        "hrbp",
        "hrd",
        "cno",
        "bp",
    }


@cache
def _verbs() -> dict[str, str]:
    verbs = read_vocabulary("verbs")
    return dict(zip(verbs["verb"], verbs["kind"], strict=True))


def actions_in_row(text: str) -> int:
    """How many actions a row holds: list marks, or sentences and clauses that start with a verb.

    Examples
    --------
    >>> actions_in_row("Publish the report. Launch a network; appoint a chair.")
    3
    >>> actions_in_row("Publish the report and share it")
    1
    """
    marks = len(_LIST_MARK.findall(text))
    clauses = [_first_word(piece) in _verbs() for piece in _CLAUSE.split(text) if piece and piece.strip()]
    return max(1, marks, sum(clauses))


def _first_word(text: str) -> str:
    words = _WORD.findall(text[:60])
    first = next((word for word in words if word.casefold() not in ("to", "we", "will")), "")
    return first.casefold()


def names_outcome(text: str) -> bool | None:
    """Whether the wording names a result; None where no known verb says what is to be done.

    Examples
    --------
    >>> names_outcome("Explore options for mentoring"), names_outcome("Publish the data")
    (False, True)
    >>> names_outcome("Promote the network to reach 200 members by 5%"), names_outcome("Staff voice")
    (True, None)
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    kinds = [_verbs().get(word, "") for word in words]
    told = (
        kind
        for before, kind in zip(["", *words[: FIRST_WORDS - 1]], kinds, strict=False)
        if kind and before in ("", *_TOLD)
    )
    first = next(told, "")
    if not first:
        return None
    return first == "result" or "result" in kinds[:FIRST_WORDS] or bool(_RESULT_NAMED.search(text))
