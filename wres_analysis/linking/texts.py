"""Actions made ready for comparison: each distinct wording is read once, whatever the number of plans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.linking.input import is_blank, numbers_before, plan_order, printed_numbers
from wres_analysis.linking.lexicon import (
    Lexicon,
    Subjects,
    exclusions,
    shipped_lexicon,
    subjects_of,
    without_boilerplate,
)
from wres_analysis.linking.wording import (
    BoolArray,
    FloatArray,
    IntArray,
    Wordings,
    squashed,
    stem_weights,
    stems_of,
)
from wres_analysis.plans.cell_kinds import status_of_cell
from wres_analysis.tables import STATUSES

BUCKETS = 2048  # for runs of letters; time and memory of 75,000 actions grow with them
_RUNS = (3, 4)  # letters; they survive words that scanning broke (test: scanning noise)
_NUMBER_WEIGHT = 0.35  # bands and percentages change while the action stays (kind minor_edit)
_LEAST_OF_HEADING = 3  # words that say something; "Recruitment and selection" heads any plan
_FIRST_LETTER = 0x10000  # below it stand halves of letters, which no text holds
_CUT = "\x1f"  # between a wording and what is left of it without boilerplate


class Bags(NamedTuple):
    """What each text holds, whatever the order: words, senses or runs of letters."""

    starts: IntArray  # where each text starts in `items`
    # numbers of what the texts hold; an item may stand more than once
    items: npt.NDArray[np.signedinteger[Any]]

    def rows_and_items(self, texts: IntArray) -> tuple[IntArray, npt.NDArray[np.signedinteger[Any]]]:
        """Each item of some texts with the place of its text among them."""
        sizes = self.starts[texts + 1] - self.starts[texts]
        rows = np.repeat(np.arange(len(texts)), sizes)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return rows, self.items[np.repeat(self.starts[texts], sizes) + within]

    def table(self, texts: IntArray) -> tuple[FloatArray, IntArray]:
        """Texts down, items across, 1 where the text holds the item; and which items these are."""
        rows, items = self.rows_and_items(texts)
        kept, columns = np.unique(items, return_inverse=True)
        table = np.zeros((len(texts), max(1, len(kept))), dtype=np.float32)
        table[rows, columns] = 1
        return table, kept

    def whole_table(self, texts: IntArray, width: int) -> FloatArray:
        """The same with one column for every item there can be."""
        rows, items = self.rows_and_items(texts)
        table = np.zeros((len(texts), width), dtype=np.float32)
        table[rows, items] = 1
        return table


@dataclass(frozen=True)
class ReadyActions:
    """Actions in the order of their plans, with everything that a comparison looks at."""

    table: pd.DataFrame  # the actions, sorted by organisation, plan year and place in the plan
    texts: tuple[str, ...]  # the distinct wordings, action and detail together
    text: IntArray  # for each action the number of its wording among the distinct ones
    owner: IntArray  # and of its owner
    aim: IntArray  # and of its aim
    verbatim: IntArray  # for each wording a number, equal where the letters and digits are the same
    # equal where the words are the same once terms are made one and numbers and dates are left out
    locked: IntArray
    # for each action a number of its wording and of its heading: equal where the one is the other
    as_heading: IntArray
    heading: IntArray
    number: tuple[str, ...]  # of each action, as printed; its id where none is
    number_before: tuple[frozenset[str], ...]  # that each action had, as the plan says
    lengths: FloatArray  # words of each wording
    words: Bags
    in_order: tuple[str, ...]  # the words of each wording without numbers, one letter for each word
    weights: FloatArray  # how much each word counts
    is_number: BoolArray  # which words are numbers
    senses: Bags
    sense_weights: FloatArray  # how much each sense counts
    letters: Bags
    owners: Bags
    aims: Bags
    subjects: Subjects
    # the subjects that exclude each other, by the name of the feature
    excluding: Mapping[str, Sequence[IntArray]]
    stated: BoolArray  # whether the plan itself says that the action was carried over
    complete: BoolArray  # whether the plan reports the action as complete


def ready_actions(actions: pd.DataFrame, lexicon: Lexicon | None = None) -> ReadyActions:
    """The actions, sorted and read."""
    lexicon = lexicon or shipped_lexicon()
    table = actions.iloc[plan_order(actions)].reset_index(drop=True)
    wording = wording_of(table)
    core = without_boilerplate(table, wording)
    text, keys = _distinct(wording.where(core.eq(wording), wording + _CUT + core))
    texts, cores = ([key.split(_CUT)[part] for key in keys] for part in (0, -1))
    owner, owners = _distinct(column_of(table, "owner"))
    aim, aims = _distinct(heading_of(table))
    stems = stems_of(cores)
    words = lexicon.with_terms(stems)
    subjects = subjects_of(words, lexicon)
    as_heading, heading = _headings(table, lexicon)
    senses = lexicon.senses_of(words)
    return ReadyActions(
        table=table,
        texts=tuple(texts),
        text=text,
        owner=owner,
        aim=aim,
        verbatim=_codes([key or text for key, text in zip(squashed(texts), texts, strict=True)]),
        locked=_codes(_without_numbers(lexicon.with_terms(stems, near=False))),
        as_heading=as_heading,
        heading=heading,
        number=printed_numbers(table),
        number_before=numbers_before(table, wording),
        lengths=np.array([len(one.split()) for one in cores], dtype=np.float32),
        words=_bags(words),
        in_order=_in_order(words),
        weights=_weights(words),
        is_number=np.array([word.startswith("#") for word in words.vocabulary], dtype=bool),
        senses=_bags(senses),
        sense_weights=_weights(senses),
        letters=_letters(squashed(cores)),
        owners=_bags(lexicon.words_of(owners)),
        aims=_bags(lexicon.words_of(aims)),
        subjects=subjects,
        excluding=exclusions(subjects),
        stated=~is_blank(column_of(table, "carried_over_from")).to_numpy(),
        complete=_complete(column_of(table, "status")),
    )


def wording_of(table: pd.DataFrame) -> pd.Series[str]:
    """Action and detail as one text."""
    both = table["action"].astype("str") + " " + column_of(table, "detail")
    return both.str.strip()


def heading_of(table: pd.DataFrame) -> pd.Series[str]:
    """The aim that each action stands under, or the part where no aim is given."""
    aim = column_of(table, "aim")
    return aim.where(~is_blank(aim), column_of(table, "part"))


def _headings(table: pd.DataFrame, lexicon: Lexicon) -> tuple[IntArray, IntArray]:
    """Numbers that are equal where an action has the words of a heading; short ones are like no other."""
    texts = pd.concat([table["action"].astype("str"), heading_of(table)], ignore_index=True)
    codes, distinct = _distinct(texts)
    words = lexicon.words_of(distinct, near=False)
    said = [{word for word in text if not word.startswith("#")} for text in words.each()]
    keys, told = _codes([" ".join(sorted(text)) for text in said]), np.array([len(text) for text in said])
    own = np.where(told[codes] >= _LEAST_OF_HEADING, keys[codes], -1 - np.arange(len(codes)))
    return own[: len(table)], own[len(table) :]


def column_of(table: pd.DataFrame, name: str) -> pd.Series[str]:
    """A column of text; blank throughout where the table does not have it."""
    if name not in table.columns:
        return pd.Series([""] * len(table), index=table.index, dtype="str")
    return table[name].fillna("").astype("str")


def _distinct(values: pd.Series[str]) -> tuple[IntArray, list[str]]:
    codes, texts = pd.factorize(values)
    return codes, [str(text) for text in texts]


def _codes(keys: list[str]) -> IntArray:
    return pd.factorize(np.array(keys, dtype=object))[0]


def _without_numbers(words: Wordings) -> list[str]:
    """Stems in their order; a wording with nothing else is told apart by its own number."""
    kept = [" ".join(word for word in text if not word.startswith("#")) for text in words.each()]
    return [text or f"#{number}" for number, text in enumerate(kept)]


def _in_order(words: Wordings) -> tuple[str, ...]:
    """Each wording as text of one letter for a word, so that one wording can be looked for in another."""
    said = np.array([not word.startswith("#") for word in words.vocabulary], dtype=bool)[words.words]
    letters = (words.words[said] + _FIRST_LETTER).astype("<u4").tobytes().decode("utf-32-le")
    starts = np.concatenate([[0], np.cumsum(said)])[words.starts].tolist()
    return tuple(letters[a:b] for a, b in pairwise(starts))


def _weights(words: Wordings) -> FloatArray:
    known = stem_weights()
    weights = [_NUMBER_WEIGHT if word.startswith("#") else known.get(word, 1.0) for word in words.vocabulary]
    return np.array(weights, dtype=np.float32)


def _bags(words: Wordings) -> Bags:
    return Bags(words.starts, words.words)


def _letters(texts: list[str]) -> Bags:
    """Runs of three and four letters, each in one of a fixed number of buckets."""
    ends = np.cumsum([0, *(len(text) + max(_RUNS) for text in texts)])
    joined = "".join(text + "\0" * max(_RUNS) for text in texts).encode("utf-32-le")
    letters = np.frombuffer(joined, dtype=np.uint32)
    buckets = np.zeros((len(letters), len(_RUNS)), dtype=np.int16)  # holds BUCKETS
    held = np.zeros(buckets.shape, dtype=bool)
    for column, run in enumerate(_RUNS):
        found, whole = _runs(letters, run)
        buckets[: len(found), column], held[: len(found), column] = found, whole
    before = np.concatenate([[0], np.cumsum(held.sum(axis=1))])
    return Bags(before[ends], buckets[held])


def _runs(letters: npt.NDArray[np.uint32], run: int) -> tuple[npt.NDArray[np.uint32], BoolArray]:
    """The bucket of the run that begins at each letter, and whether it is within one text."""
    count = max(0, len(letters) - run + 1)
    number, whole = np.zeros(count, dtype=np.uint32), np.ones(count, dtype=bool)
    for step in range(run):
        here = letters[step : count + step]
        number = number * np.uint32(131) + here
        whole &= here != 0
    # multiplicative hashing: the middle bits of the product are spread evenly
    return (number * np.uint32(2654435761) >> np.uint32(7)) % np.uint32(BUCKETS), whole


def _complete(statuses: pd.Series[str]) -> BoolArray:
    known = {status: is_complete(status) for status in set(statuses)}
    return statuses.map(known).to_numpy(dtype=bool)


def is_complete(status: str) -> bool:
    """Whether a status, as in ACTIONS or as printed, says that the action is complete."""
    if status in STATUSES or not re.search(r"[A-Za-z]{4}", status):
        return status == "complete"
    found = status_of_cell(status)
    return found is not None and found.status == "complete"
