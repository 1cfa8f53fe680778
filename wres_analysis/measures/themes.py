"""Which theme each action belongs to, what becomes of a theme, and which wordings of it are the same action.

A theme is a subject that many plans share. The phrases that mean it stand in vocabulary/themes.csv, the more
particular themes first, and terms that mean the same are made one by vocabulary/terms.csv. Inside a theme,
which keeps the work small, wordings are compared by the words they share, a rare word counting more than a
common one (cosine of TF-IDF vectors): from `SAME_ACTION` on two are the same action, below no more than of
the same theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.linking.lexicon import shipped_lexicon, texts_with
from wres_analysis.linking.texts import wording_of
from wres_analysis.linking.wording import BoolArray, FloatArray, IntArray, Wordings, stem_weights
from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.measures.lives import with_lives
from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.plan_measures import PLAN_KEY, newest_actions
from wres_analysis.plan_years import first_year
from wres_analysis.tables import ACTIONS, LINKS, Schema, as_schema, check_table, columns_of

ACTION_KEY = [*PLAN_KEY, "action_id"]
NO_THEME = ""
_AND = " & "

THEME_OF = columns_of("THEME_OF")


THEMES = columns_of("THEMES")


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
    held = texts_with({part for phrase in phrases for part in phrase.parts}, texts)
    for number, phrase in enumerate(phrases):
        row = first[names.index(phrase.theme)]
        fits = np.logical_and.reduce([held[part] for part in phrase.parts])
        row[fits & (row < 0)] = number
    fitting, best = (first >= 0).sum(axis=0), (first >= 0).argmax(axis=0)
    chosen = np.where(fitting > 0, first[best, np.arange(size)], -1)
    reasons = [_reason(phrases, code, int(many)) for code, many in zip(chosen, fitting, strict=True)]
    named = [phrases[code].theme if code >= 0 else NO_THEME for code in chosen]
    return pd.DataFrame({"theme": named, "reason": reasons}, dtype="str")


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


SAME_ACTION = 0.8
NUMBER_WEIGHT = 0.35
_CELLS = 8_000_000  # similarities held at one time: 32 MB

ALIKE: Schema = {**{name: THEME_OF[name] for name in (*ACTION_KEY, "theme")}, **columns_of("ALIKE")}


class _Items(NamedTuple):
    """Distinct wordings of each organisation within each theme."""

    first: IntArray
    organisation: IntArray
    theme: IntArray
    text: IntArray


class _Nearest(NamedTuple):
    """For each item its closest item of another organisation, and how many organisations are alike."""

    cosine: FloatArray
    item: IntArray
    alike: IntArray


def likeness(found: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """For each action the closest wording of another organisation in its theme."""
    rows = actions[ACTION_KEY].reset_index(drop=True)
    themed = rows.merge(found[[*ACTION_KEY, "theme"]], on=ACTION_KEY, how="left")
    themed = themed.fillna({"theme": NO_THEME})
    text, texts = pd.factorize(wording_of(actions))
    items, item_of = _items(themed, text)
    words = shipped_lexicon().words_of([str(one) for one in texts], near=False)
    nearest = _nearest(items, words, _weights(words))
    other = nearest.item[item_of]
    place = np.where(other >= 0, items.first[other], 0)
    named = themed[ACTION_KEY].iloc[place].reset_index(drop=True).where(pd.Series(other >= 0), "")
    named.columns = pd.Index(["nearest_organisation", "nearest_year", "nearest_id"])
    cosine = pd.Series(nearest.cosine[item_of]).round(4)
    alike = pd.DataFrame({"nearest": cosine, "organisations_alike": nearest.alike[item_of]})
    return as_schema(pd.concat([themed, named, alike], axis=1), ALIKE)


def _items(themed: pd.DataFrame, text: npt.NDArray[np.integer[Any]]) -> tuple[_Items, IntArray]:
    codes = [pd.factorize(themed[column], sort=True)[0] for column in ("organisation", "theme")]
    keys = pd.DataFrame({"theme": codes[1], "organisation": codes[0], "text": text})
    item_of: IntArray = keys.groupby(list(keys.columns), sort=True).ngroup().to_numpy().astype(np.intp)
    first = np.unique(item_of, return_index=True)[1]
    kept = keys.iloc[first]
    columns = (kept[name].to_numpy(np.intp) for name in ("organisation", "theme", "text"))
    return _Items(np.asarray(first, dtype=np.intp), *columns), item_of


def _weights(words: Wordings) -> FloatArray:
    """How much each word counts: by the vocabulary of weak words, and by how few wordings have it."""
    known = stem_weights()
    weak = [NUMBER_WEIGHT if word.startswith("#") else known.get(word, 1.0) for word in words.vocabulary]
    size = len(words.starts) - 1
    pairs = np.unique(words.texts * len(words.vocabulary) + words.words)
    having = np.bincount(pairs % max(1, len(words.vocabulary)), minlength=len(words.vocabulary))
    return np.asarray(weak * (np.log((1 + size) / (1 + having)) + 1), dtype=np.float32)


def _nearest(items: _Items, words: Wordings, weights: FloatArray) -> _Nearest:
    size = len(items.text)
    found = _Nearest(np.full(size, np.nan), np.full(size, -1), np.zeros(size, dtype=np.intp))
    bounds = np.flatnonzero(np.diff(items.theme, prepend=-1, append=-1)) if size else np.array([0])
    for start, stop in pairwise(bounds):
        owner = items.organisation[start:stop]
        table = _vectors(items.text[start:stop], words, weights)
        for rows, close in _similarities(table):
            close[owner[rows, None] == owner[None, :]] = -1.0
            np.round(close, 4, out=close)  # so that equals stay equal, and the first of them is named
            best = close.argmax(axis=1)
            cosine = close[np.arange(len(best)), best]
            own = start + rows
            found.cosine[own] = np.where(cosine >= 0, np.minimum(cosine, 1.0), np.nan)
            found.item[own] = np.where(cosine >= 0, start + best, -1)
            found.alike[own] = _organisations(close >= SAME_ACTION - 1e-6, owner)
    return found


def _vectors(texts: IntArray, words: Wordings, weights: FloatArray) -> FloatArray:
    """Wordings down, words across, each row of length 1; a word that one wording alone has is left out."""
    sizes = np.diff(words.starts)[texts]
    rows = np.repeat(np.arange(len(texts)), sizes)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    held = words.words[np.repeat(words.starts[texts], sizes) + within]
    pairs = np.unique(np.stack([rows, held]), axis=1)
    length = np.sqrt(np.bincount(pairs[0], weights[pairs[1]] ** 2, minlength=len(texts)))
    kept, column, count = np.unique(pairs[1], return_inverse=True, return_counts=True)
    common = np.flatnonzero(count > 1)
    place = np.full(len(kept), -1)
    place[common] = np.arange(len(common))
    shown = place[column] >= 0
    table = np.zeros((len(texts), max(1, len(common))), dtype=np.float32)
    table[pairs[0][shown], place[column][shown]] = weights[pairs[1][shown]]
    table /= np.maximum(length, 1e-9).astype(np.float32)[:, None]
    return table


def _similarities(table: FloatArray) -> Iterator[tuple[IntArray, FloatArray]]:
    """The cosines of every row with all rows, some rows at a time."""
    step = max(1, _CELLS // len(table))
    for start in range(0, len(table), step):
        rows = np.arange(start, min(start + step, len(table)))
        yield rows, table[rows] @ table.T


def _organisations(alike: BoolArray, owner: IntArray) -> IntArray:
    """How many organisations each row is alike with."""
    rows, columns = np.nonzero(alike)
    pairs = np.unique(rows * (owner.max() + 1) + owner[columns])
    return np.bincount(pairs // (owner.max() + 1), minlength=len(alike))
