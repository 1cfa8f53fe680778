"""Wording that many actions of a plan share: lead-ins, standing paragraphs, headings in every row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wres_analysis.linking.wording import BoolArray, IntArray, squashed

# Words; shorter runs are set phrases of the field ("black asian and minority ethnic staff"), longer ones
# miss short lead-ins ("in line with our people strategy").
_RUN = 6
_LEAST_TEXTS = 4  # what fewer actions share is what they are about
# With standing paragraphs under three actions in five a third finds all (variant long_text: of the joined
# links .54 right before, 1.00 after); a fifth would take away broad wording that one action in five repeats.
_LEAST_SHARE = 1 / 3
_SPREAD = np.uint64(1_000_003)  # a prime, so that sums of numbers rarely meet


def without_boilerplate(actions: pd.DataFrame, texts: pd.Series[str]) -> pd.Series[str]:
    """The texts without runs of words that a third of the actions of one of the organisation's plans share.

    A text that is nothing else stays as it is.

    Examples
    --------
    >>> rest = ["train panels", "publish the data", "mentor staff", "review the policy"]
    >>> said = pd.Series([f"In line with our people strategy we will {each}" for each in rest])
    >>> plan = pd.DataFrame({"organisation": ["RXA"] * 4, "plan_year": "2022-23"})
    >>> list(without_boilerplate(plan, said))
    ['train panels', 'publish the data', 'mentor staff', 'review the policy']
    """
    rows = actions[["organisation", "plan_year"]].assign(text=texts)
    copies = rows.groupby(list(rows.columns), sort=False).ngroup().to_numpy()
    distinct = rows[~pd.Series(copies).duplicated().to_numpy()].reset_index(drop=True)
    words = distinct["text"].str.split().explode().dropna()
    text_of = words.index.to_numpy(dtype=np.intp)
    common = _in_common(_numbers(words), text_of, distinct)
    kept = words[~common & np.isin(text_of, text_of[common])].groupby(level=0).agg(" ".join)
    core = distinct["text"].copy()
    core[kept.index] = kept
    return core.iloc[copies].set_axis(texts.index)


def _numbers(words: pd.Series[str]) -> IntArray:
    """Words as numbers that punctuation and capitals do not change."""
    codes, spellings = pd.factorize(words)
    keys: IntArray = pd.factorize(np.array(squashed(list(spellings)), dtype=object))[0]
    return keys[codes]


def _in_common(words: IntArray, text_of: IntArray, distinct: pd.DataFrame) -> BoolArray:
    """Which words stand in a run that many texts of one of the organisation's plans hold."""
    starts = np.flatnonzero(text_of[: 1 - _RUN] == text_of[_RUN - 1 :])
    runs = np.zeros(len(starts), dtype=np.uint64)
    for step in range(_RUN):
        runs = runs * _SPREAD + words[starts + step].astype(np.uint64)
    plan = distinct.groupby(["organisation", "plan_year"], sort=False).ngroup().to_numpy()
    needed = np.maximum(_LEAST_TEXTS, np.bincount(plan) * _LEAST_SHARE)
    within = pd.DataFrame({"plan": plan[text_of[starts]], "run": runs})
    once = within.assign(text=text_of[starts]).drop_duplicates()
    held = once.groupby(["plan", "run"])["text"].transform("size")
    organisation = distinct["organisation"].to_numpy()
    many = once[held.to_numpy() >= needed[once["plan"]]]
    listed = pd.MultiIndex.from_arrays([organisation[many["text"]], many["run"]])
    common = (
        pd.MultiIndex.from_arrays([organisation[text_of[starts]], runs]).isin(listed)
        if len(many)
        else np.zeros(len(runs), dtype=bool)
    )
    marked = np.zeros(len(words), dtype=bool)
    for step in range(_RUN):
        marked[starts[common] + step] = True
    return marked
