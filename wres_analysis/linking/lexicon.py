"""What wordings are made of: terms of one meaning, what an action is about, what a plan's actions share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from wres_analysis.linking.wording import (
    BoolArray,
    IntArray,
    Phrases,
    Wordings,
    places_of,
    squashed,
    stems_of,
    with_phrases,
)
from wres_analysis.vocabulary import vocabulary_rows

Rows = Sequence[dict[str, str]]
Subject = tuple[str, str]

THEME = "theme"
SAME = "same"
_AND = " & "


class Lexicon(NamedTuple):
    """The vocabularies, ready for use."""

    same: Phrases  # terms and the stems of the phrases that mean the same
    near: Phrases  # and of all that are near to them
    senses: Phrases  # senses and the words, terms made one, that are near to each other
    # class and name of a subject, and the phrases that a text about it holds
    subjects: Sequence[tuple[Subject, tuple[tuple[str, ...], ...]]]

    def words_of(self, texts: Sequence[str], *, near: bool = True) -> Wordings:
        """Words of many texts, stemmed, with terms made one word."""
        return self.with_terms(stems_of(texts), near=near)

    def with_terms(self, stems: Wordings, *, near: bool = True) -> Wordings:
        """The same for texts whose stems are known."""
        return with_phrases(stems, self.near if near else self.same, "=")

    def senses_of(self, words: Wordings) -> Wordings:
        """The same texts with words that are near in meaning made one."""
        return with_phrases(words, self.senses, "~")


@cache
def shipped_lexicon() -> Lexicon:
    """The vocabularies that come with the package: terms.csv, related_words.csv and objects.csv."""
    return compiled(*(vocabulary_rows(name) for name in ("terms", "related_words", "objects")))


def compiled(terms: Rows, related: Rows, objects: Rows) -> Lexicon:
    """The vocabularies from the rows of terms.csv, related_words.csv and objects.csv."""
    same = _longest_first(
        [row["term"] for row in terms if row["meaning"] == SAME],
        stems_of([row["phrase"] for row in terms if row["meaning"] == SAME]),
    )
    near = _longest_first([row["term"] for row in terms], stems_of([row["phrase"] for row in terms]))
    words = Lexicon(same, near, (), ())
    senses = _longest_first(
        [row["sense"] for row in related], words.words_of([row["phrase"] for row in related])
    )
    parts = [row["words"].split(_AND) for row in objects]
    phrases = iter(words.words_of([part for group in parts for part in group]).each())
    return Lexicon(
        same,
        near,
        senses,
        tuple(
            ((row["class"], row["object"]), tuple(next(phrases) for _ in group))
            for row, group in zip(objects, parts, strict=True)
        ),
    )


def _longest_first(names: list[str], phrases: Wordings) -> Phrases:
    return tuple(sorted(zip(names, phrases.each(), strict=True), key=lambda named: -len(named[1])))


_TOPICS = ("training", "event", "stage", "incident")


class Subjects(NamedTuple):
    """The subjects of many texts."""

    classes: tuple[str, ...]  # of each subject; two of one class exclude each other, apart from themes
    names: tuple[str, ...]
    held: BoolArray  # texts down, subjects across: whether the text is about it

    def of_class(self, *classes: str) -> IntArray:
        """The columns of some classes."""
        return np.flatnonzero(np.isin(self.classes, classes))


def subjects_of(words: Wordings, lexicon: Lexicon) -> Subjects:
    """The subjects of each text."""
    kinds = tuple(dict.fromkeys(subject for subject, _ in lexicon.subjects))
    held = np.zeros((len(words.starts) - 1, len(kinds)), dtype=bool)
    found = texts_with({phrase for _, phrases in lexicon.subjects for phrase in phrases}, words)
    for subject, phrases in lexicon.subjects:
        held[:, kinds.index(subject)] |= np.logical_and.reduce([found[phrase] for phrase in phrases])
    return Subjects(tuple(kind for kind, _ in kinds), tuple(name for _, name in kinds), held)


def texts_with(phrases: Collection[tuple[str, ...]], texts: Wordings) -> dict[tuple[str, ...], BoolArray]:
    """For each phrase which texts hold it."""
    number = {word: code for code, word in enumerate(texts.vocabulary)}
    text_of = texts.texts
    # where each word of the vocabulary stands, found for all of them in one sort
    order = np.argsort(texts.words, kind="stable")
    places = np.split(order, np.searchsorted(texts.words[order], np.arange(1, len(texts.vocabulary))))
    found = {}
    for phrase in phrases:
        codes = [number.get(word, -1) for word in phrase]
        found[phrase] = np.zeros(len(texts.starts) - 1, dtype=bool)
        if len(codes) == 1 and codes[0] >= 0:
            found[phrase][text_of[places[codes[0]]]] = True
        else:
            found[phrase][text_of[places_of(codes, texts.words, text_of)]] = True
    return found


def exclusions(subjects: Subjects) -> dict[str, tuple[IntArray, ...]]:
    """The columns of subjects that exclude each other, by the name of the feature.

    What is taught, marked or reported is one feature, `other topic`; subjects exclude each other within
    each of these all the same.
    """
    single = sorted(set(subjects.classes) - {THEME, *_TOPICS})
    found = {f"other {name}": (subjects.of_class(name),) for name in single}
    return found | {"other topic": tuple(subjects.of_class(name) for name in _TOPICS)}


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
