"""How close the wordings of one theme are between organisations: which may be called the same action.

Wordings are compared by the words they share, a rare word counting more than a common one (cosine of TF-IDF
vectors), and only inside a theme, which keeps the work small. From `SAME_ACTION` on they are the same
action; below it they are no more than of the same theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.linking.lexicon import shipped_lexicon
from wres_analysis.linking.texts import wording_of
from wres_analysis.linking.wording import BoolArray, FloatArray, IntArray, Wordings, stem_weights
from wres_analysis.measures.themes import ACTION_KEY, NO_THEME, THEME_OF
from wres_analysis.tables import ColumnSpec, Schema, as_schema

SAME_ACTION = 0.8
NUMBER_WEIGHT = 0.35
_CELLS = 8_000_000  # similarities held at one time: 32 MB

ALIKE: Schema = {
    **{name: THEME_OF[name] for name in (*ACTION_KEY, "theme")},
    "nearest": ColumnSpec(
        "cosine with the closest wording of another organisation in the theme; missing where there is none",
        "number",
        least=0,
        most=1,
    ),
    "nearest_organisation": ColumnSpec("whose wording that is"),
    "nearest_year": ColumnSpec("plan year that it stands in"),
    "nearest_id": ColumnSpec("its action"),
    "organisations_alike": ColumnSpec(
        "other organisations with the same action: a cosine of 0.8 or more", "whole", least=0
    ),
}


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
    return _as_table(themed, items, item_of, nearest)


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


def _as_table(themed: pd.DataFrame, items: _Items, item_of: IntArray, nearest: _Nearest) -> pd.DataFrame:
    other = nearest.item[item_of]
    place = np.where(other >= 0, items.first[other], 0)
    named = themed[ACTION_KEY].iloc[place].reset_index(drop=True).where(pd.Series(other >= 0), "")
    named.columns = pd.Index(["nearest_organisation", "nearest_year", "nearest_id"])
    cosine = pd.Series(nearest.cosine[item_of]).round(4)
    alike = pd.DataFrame({"nearest": cosine, "organisations_alike": nearest.alike[item_of]})
    return as_schema(pd.concat([themed, named, alike], axis=1), ALIKE)
