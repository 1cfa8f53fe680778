"""Which theme each action belongs to, by its wording, and what becomes of a theme in each organisation.

A theme is a subject that many plans share. The phrases that mean it stand in vocabulary/themes.csv, the more
particular themes first, and terms that mean the same are made one by vocabulary/terms.csv. Two actions of
one theme are never called the same action: that takes wordings that are close as well (`theme_likeness`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.linking.texts import wording_of
from wres_analysis.linking.wording import BoolArray, IntArray, Wordings, places_of
from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.lives import with_lives
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, newest_actions
from wres_analysis.plan_years import first_year
from wres_analysis.tables import ACTIONS, LINKS, ColumnSpec, Schema, as_schema, check_table

ACTION_KEY = [*PLAN_KEY, "action_id"]
NO_THEME = ""
_AND = " & "

THEME_OF: Schema = {
    "organisation": ColumnSpec("code of the organisation"),
    "plan_year": ColumnSpec("plan year as in the file name"),
    "action_id": ColumnSpec("the action"),
    "theme": ColumnSpec("its theme; blank where its wording holds none of the phrases"),
    "reason": ColumnSpec("why, in words"),
}


def _share(meaning: str) -> ColumnSpec:
    return ColumnSpec(f"{meaning}, a share from 0 to 1", "number", least=0, most=1)


def _count(meaning: str) -> ColumnSpec:
    return ColumnSpec(meaning, "whole", least=0)


THEMES: Schema = {
    "theme": ColumnSpec("name of the theme"),
    "organisations": _count("organisations whose newest plan has an action of the theme"),
    "of_organisations": _count("organisations whose plans were read"),
    "actions": _count("actions of the theme in the newest plans"),
    "complete": _count("those that the plan reports as complete"),
    "complete_rate": _share("complete over actions"),
    "complete_low": _share("lower end of its 95% Wilson interval"),
    "complete_high": _share("upper end of its 95% Wilson interval"),
    "carried_over": _count("those found in the plan before"),
    "could_be_carried": _count("those of organisations that have a plan before the newest"),
    "carried_rate": _share("carried_over over could_be_carried; missing where no earlier plan is held"),
    "carried_low": _share("lower end of its 95% Wilson interval"),
    "carried_high": _share("upper end of its 95% Wilson interval"),
    "years_middle": ColumnSpec(
        "median number of plan years that they have been running, as far as plans are held", "number", least=1
    ),
    "years_longest": ColumnSpec("most plan years that one of them has been running", "whole", least=1),
}


def themes(actions: pd.DataFrame) -> pd.DataFrame:
    """The theme of each action, with the phrase that put it there."""
    check_table(actions, ACTIONS, "actions")
    codes, texts = pd.factorize(wording_of(actions))
    found = _themes_of(shipped_lexicon().words_of([str(text) for text in texts], near=False))
    placed = found.iloc[codes].reset_index(drop=True)
    return as_schema(pd.concat([actions[ACTION_KEY].reset_index(drop=True), placed], axis=1), THEME_OF)


class _Phrase(NamedTuple):
    """A row of the vocabulary: parts that may stand anywhere in a text, each a run of words."""

    theme: str
    words: str
    parts: tuple[tuple[str, ...], ...]


@cache
def _phrases() -> tuple[_Phrase, ...]:
    rows = read_vocabulary("themes")
    parts = [str(words).split(_AND) for words in rows["words"]]
    stems = iter(shipped_lexicon().words_of([part for group in parts for part in group], near=False).each())
    return tuple(
        _Phrase(str(theme), " … ".join(group), tuple(next(stems) for _ in group))
        for theme, group in zip(rows["theme"], parts, strict=True)
    )


def _themes_of(texts: Wordings) -> pd.DataFrame:
    """Theme and reason of each text: the first theme that fits, and how many others do."""
    phrases = _phrases()
    names = list(dict.fromkeys(phrase.theme for phrase in phrases))
    size = len(texts.starts) - 1
    first = np.full((len(names), size), -1, dtype=np.int32)
    held = _texts_with({part for phrase in phrases for part in phrase.parts}, texts)
    for number, phrase in enumerate(phrases):
        row = first[names.index(phrase.theme)]
        fits = np.logical_and.reduce([held[part] for part in phrase.parts])
        row[fits & (row < 0)] = number
    fitting, best = (first >= 0).sum(axis=0), (first >= 0).argmax(axis=0)
    chosen = np.where(fitting > 0, first[best, np.arange(size)], -1)
    reasons = [_reason(phrases, code, int(many)) for code, many in zip(chosen, fitting, strict=True)]
    named = [phrases[code].theme if code >= 0 else NO_THEME for code in chosen]
    return pd.DataFrame({"theme": named, "reason": reasons}, dtype="str")


def _texts_with(parts: set[tuple[str, ...]], texts: Wordings) -> dict[tuple[str, ...], BoolArray]:
    number = {word: code for code, word in enumerate(texts.vocabulary)}
    text_of = texts.texts
    places = _places_of_words(texts.words, len(texts.vocabulary))
    found = {}
    for part in parts:
        found[part] = np.zeros(len(texts.starts) - 1, dtype=bool)
        codes = [number.get(word, -1) for word in part]
        if -1 in codes:
            continue
        if len(codes) == 1:
            found[part][text_of[places[codes[0]]]] = True
        else:
            found[part][text_of[places_of(codes, texts.words, text_of)]] = True
    return found


def _places_of_words(words: IntArray, size: int) -> list[IntArray]:
    """Where each word of the vocabulary stands, found for all of them in one sort."""
    order = np.argsort(words, kind="stable")
    return np.split(order, np.searchsorted(words[order], np.arange(1, size)))


def _reason(phrases: tuple[_Phrase, ...], code: int, fitting: int) -> str:
    if code < 0:
        return "no phrase of a theme"
    others = {1: "", 2: "; 1 other theme fits too"}.get(fitting, f"; {fitting - 1} other themes fit too")
    return f"wording: '{phrases[code].words}'{others}"


def theme_table(found: pd.DataFrame, actions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """How far each theme reaches over the newest plans, and what becomes of its actions."""
    check_table(links, LINKS, "links")
    rows = newest_with_theme(found, actions)
    rows = rows.join(_running(actions, links), on=ACTION_KEY)
    earlier = actions.groupby("organisation")["plan_year"].nunique().gt(1)
    rows = rows[rows["theme"].ne(NO_THEME)].assign(
        complete=lambda own: own["status"].eq("complete"),
        could=lambda own: own["organisation"].map(earlier).astype(bool),
    )
    rows["carried"] = rows["carried"].eq(True) & rows["could"]
    table = rows.groupby("theme", as_index=False).agg(
        organisations=("organisation", "nunique"),
        actions=("action_id", "size"),
        complete=("complete", "sum"),
        carried_over=("carried", "sum"),
        could_be_carried=("could", "sum"),
        years_middle=("years", "median"),
        years_longest=("years", "max"),
    )
    table["of_organisations"] = actions["organisation"].nunique()
    table = _with_rate(table, "complete", "complete", "actions")
    table = _with_rate(table, "carried", "carried_over", "could_be_carried")
    order = ["organisations", "actions", "theme"]
    return as_schema(table.sort_values(order, ascending=[False, False, True]), THEMES)


def newest_with_theme(found: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The actions of each organisation's newest plan, with theme and reason beside them."""
    newest = newest_actions(actions)
    return newest.merge(found, on=ACTION_KEY, how="left").fillna({"theme": NO_THEME, "reason": ""})


def _with_rate(table: pd.DataFrame, name: str, numerator: str, denominator: str) -> pd.DataFrame:
    columns = wilson_columns(table[numerator].astype("Int64"), table[denominator].astype("Int64"))
    return table.assign(**{f"{name}_{part}": columns[part].to_numpy() for part in ("rate", "low", "high")})


def _running(actions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """For each action whether it came from an earlier plan, and for how many plan years it runs."""
    rows = with_lives(links, actions)
    began, here = (rows[name].map(first_year).astype("float") for name in ("first_plan_year", "plan_year"))
    running = pd.DataFrame({"carried": here.gt(began), "years": here - began + 1})
    return running.set_axis(pd.MultiIndex.from_frame(rows[ACTION_KEY]))
