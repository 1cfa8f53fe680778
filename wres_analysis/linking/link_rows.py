"""What was found about pairs of plans as one table, with the reason of each row in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wres_analysis.linking.choice import ANY_KIND, NOT_LINKED, Pair, Settled
from wres_analysis.linking.features import PAIR_FEATURES, PlanPair
from wres_analysis.linking.lexicon import THEME
from wres_analysis.linking.model import LinkModel
from wres_analysis.linking.review import Decisions
from wres_analysis.linking.texts import ReadyActions, column_of, heading_of
from wres_analysis.linking.wording import FloatArray, IntArray, joined_words, squashed, stem, word_weights
from wres_analysis.plans.owners import without_names
from wres_analysis.plans.plan_dates import read_deadline
from wres_analysis.tables import dates_as_text


def kinds_of(
    links: Collection[Pair],
    ready: ReadyActions,
    pair: PlanPair,
    settled: Settled,
    alike: FloatArray,
    model: LinkModel,
    decisions: Mapping[Pair, str],
) -> dict[Pair, str]:
    """The kind of each link: by its number of partners, then by how much of the wording is left."""
    of_old, of_new = Counter(a for a, _ in links), Counter(b for _, b in links)
    old, new = ready.verbatim[ready.text[pair.old]], ready.verbatim[ready.text[pair.new]]
    kinds = {}
    for one in links:
        a, b = one
        if decisions.get(one, ANY_KIND) not in (ANY_KIND, NOT_LINKED):
            kinds[one] = decisions[one]
        elif of_old[a] > 1 or of_new[b] > 1:
            kinds[one] = "split" if of_old[a] > 1 else "merged"
        elif old[a] == new[b]:
            kinds[one] = "exact"
        else:
            edited = one in settled.locked or alike[one] >= model.minor_edit
            kinds[one] = "minor_edit" if edited else "reworded"
    return kinds


LEAST_LISTED = 0.02
DIFFERENCES = ("other group", "other level", "other policy", "other report", "other topic")

Column = npt.NDArray[np.str_]

_COLUMNS = ("pair", "old", "new", "kind", "alike", "probability", "linked", "differs")
_ALONE = -1
_LAST = 10**9
_DIFFERENCE_COLUMNS = [PAIR_FEATURES.index(name) for name in DIFFERENCES]


def first_difference(features: FloatArray) -> IntArray:
    """For each pair the place in DIFFERENCES of the first one that it has, or -1."""
    differs = features[..., _DIFFERENCE_COLUMNS] > 0
    return np.where(differs.any(axis=-1), differs.argmax(axis=-1), _ALONE).astype(np.int8)


class ScoredPlans(NamedTuple):
    """What was found about two plans."""

    settled: Settled
    # of each pair of actions, as all that follows: the first difference that rules it out, or -1
    differs: IntArray
    alike: FloatArray
    probability: FloatArray  # that of settled pairs is in it
    kinds: Mapping[Pair, str]  # the links and their kinds


def link_rows(
    ready: ReadyActions,
    pairs: Sequence[PlanPair],
    scored: Sequence[ScoredPlans],
    asked_again: Sequence[Collection[Pair]],
    minor_edit: float,
) -> pd.DataFrame:
    """One row for each link, each further pair of 0.02 or more, and each action without a partner."""
    parts = [
        _rows_of(number, *found) for number, found in enumerate(zip(pairs, scored, asked_again, strict=True))
    ]
    columns = {name: [value for part in parts for value in part[name]] for name in _COLUMNS}
    rows = pd.DataFrame(columns).astype({"probability": "Float64", "kind": "str", "linked": "str"})
    return _with_keys(rows, ready, pairs, minor_edit)


def _rows_of(
    number: int, pair: PlanPair, found: ScoredPlans, also: Collection[Pair]
) -> dict[str, list[object]]:
    places = _places(pair, found, also)
    both = [one for one in places if _ALONE not in one]
    chance = {one: round(float(found.probability[one]), 4) for one in both}
    return {
        "pair": [number] * len(places),
        "old": [int(pair.old[a]) if a >= 0 else _ALONE for a, _ in places],
        "new": [int(pair.new[b]) if b >= 0 else _ALONE for _, b in places],
        "kind": [found.kinds.get(one, "") for one in places],
        "alike": [float(found.alike[one]) if one in chance else 0.0 for one in places],
        "probability": [chance.get(one) for one in places],
        "linked": ["no" if one in chance and one not in found.kinds else "yes" for one in places],
        "differs": [int(found.differs[one]) if one in chance else _ALONE for one in places],
    }


def _places(pair: PlanPair, found: ScoredPlans, also: Collection[Pair]) -> list[Pair]:
    """What is listed, in the order of the later plan; what is gone comes last."""
    listed = {(int(a), int(b)) for a, b in np.argwhere(found.probability >= LEAST_LISTED)}
    listed |= {*found.kinds, *found.settled.barred, *also}
    linked_old, linked_new = {a for a, _ in found.kinds}, {b for _, b in found.kinds}
    listed |= {(_ALONE, b) for b in range(len(pair.new)) if b not in linked_new}
    listed |= {(a, _ALONE) for a in range(len(pair.old)) if a not in linked_old}
    return sorted(listed, key=lambda one: (one[1] if one[1] >= 0 else _LAST, one[0]))


def _with_keys(
    rows: pd.DataFrame, ready: ReadyActions, pairs: Sequence[PlanPair], minor_edit: float
) -> pd.DataFrame:
    number = rows["pair"].to_numpy(dtype=np.intp)
    ids = np.append(ready.table["action_id"].to_numpy(dtype=object), "")
    old, new = rows["old"].to_numpy(dtype=np.intp), rows["new"].to_numpy(dtype=np.intp)
    return rows.assign(
        organisation=np.array([pair.organisation for pair in pairs], dtype=object)[number],
        from_year=np.array([pair.from_year for pair in pairs], dtype=object)[number],
        to_year=np.array([pair.to_year for pair in pairs], dtype=object)[number],
        old_size=np.array([len(pair.old) for pair in pairs], dtype=np.intp)[number],
        new_size=np.array([len(pair.new) for pair in pairs], dtype=np.intp)[number],
        from_id=ids[old],
        to_id=ids[new],
        kind=rows["kind"].where(rows["kind"].ne(""), _kind_by_itself(rows, ready, minor_edit)),
    )


def _kind_by_itself(rows: pd.DataFrame, ready: ReadyActions, minor_edit: float) -> Column:
    """What an action without a partner is, and what a pair would be if it were linked."""
    old, new = rows["old"].to_numpy(dtype=np.intp), rows["new"].to_numpy(dtype=np.intp)
    words = np.append(ready.verbatim[ready.text], _ALONE)
    complete = np.append(ready.complete, False)
    cases = [old < 0, (new < 0) & complete[old], new < 0, words[old] == words[new]]
    edited = np.where(rows["alike"] >= minor_edit, "minor_edit", "reworded")
    return np.select(cases, ["new", "completed", "dropped", "exact"], edited)


_LONGEST_EDIT = 8  # words; a longer edit is no reason but the text again
_LIKELY = 0.5  # below it the reason begins with "perhaps"
_IN_WORDS = {
    "other group": "they are for other groups of staff",
    "other level": "they are for other levels of staff",
    "other policy": "they are about other policies",
    "other report": "they are about other reports",
    "other topic": "they are about other topics",
}
_SEVERAL = {"split": "continues a part of it", "merged": "continued together with others"}
_LEAST_TELLING = 0.6  # words that count less in weak_words.csv ("staff", "review") are shared by chance
_MOST_NAMED = 3  # words; what a cell of the review table holds on one line
_STEP_ON = 0.35  # what shares fewer of its words with the earlier action is its next step, not its rewording


def with_reasons(rows: pd.DataFrame, ready: ReadyActions, decisions: Decisions) -> pd.DataFrame:
    """The rows with reason and decided_by."""
    tell = _teller(ready, rows)
    reasons = [tell(place) for place in range(len(rows))]
    deciders = ["model"] * len(rows)
    for place, one in enumerate(zip(rows["old"], rows["new"], strict=True) if decisions.made else ()):
        given = decisions.made.get(one)
        if given is None:
            continue
        deciders[place] = given.reviewer
        told = f"{'not linked' if given.barred else 'linked'} by {given.reviewer}"
        reasons[place] = f"{told}: {given.note}" if given.note else told
    return rows.assign(reason=reasons, decided_by=deciders)


def _teller(ready: ReadyActions, rows: pd.DataFrame) -> Callable[[int], str]:
    columns = [rows[name].tolist() for name in ("old", "new", "kind", "linked", "differs")]
    unsure = rows["probability"].lt(_LIKELY).fillna(False).tolist()
    years = [rows[name].tolist() for name in ("from_year", "to_year")]
    joined = rows[rows["old"].ge(0) & rows["new"].ge(0) & rows["linked"].eq("yes")]
    partners = {*joined["old"], *(~joined["new"])}  # the complement tells new rows from old ones
    wording, context = _Wording(ready), _Context(ready)

    def tell(place: int) -> str:
        old, new, kind, linked, differs = (column[place] for column in columns)
        if old < 0 or new < 0:
            return _alone(kind, years[0][place], years[1][place])
        if linked == "no":
            return _apart(differs, old in partners or ~new in partners)
        first = wording.told(old, new, kind)
        return "; ".join([f"perhaps {first}" if unsure[place] else first, *context.told(old, new, kind)])

    return tell


def _alone(kind: str, from_year: str, to_year: str) -> str:
    if kind == "new":
        return f"no action of {from_year} is like it"
    found = f"no action of {to_year} is like it"
    return f"reported complete; {found}" if kind == "completed" else found


def _apart(differs: int, another: bool) -> str:
    if differs >= 0:
        return _IN_WORDS[DIFFERENCES[differs]]
    return "another action is nearer" if another else "too little in common"


class _Wording:
    """What became of the words."""

    def __init__(self, ready: ReadyActions) -> None:
        self._text = ready.text
        self._texts = ready.texts
        self._same = ready.verbatim
        self._as_heading, self._heading = ready.as_heading, ready.heading
        self._held = ready.subjects.held
        self._names = ready.subjects.names
        is_theme = np.array([name == THEME for name in ready.subjects.classes])
        rare = 1 / (1.0 + self._held.sum(axis=0))
        self._telling = rare + is_theme  # a theme says more than a group of staff

    def told(self, old: int, new: int, kind: str) -> str:
        a, b = int(self._text[old]), int(self._text[new])
        if self._same[a] == self._same[b]:
            same = "same wording"
            return f"{same}; it stands more than once in a plan" if kind in _SEVERAL else same
        if kind == "minor_edit":
            return edit_in_words(self._texts[a], self._texts[b])
        if self._as_heading[old] == self._heading[new]:
            return "continues a part of it, which is the heading now"
        if self._heading[old] == self._as_heading[new]:
            return "continued together with others, under their heading"
        before, after = _telling_words(self._texts[a]), _telling_words(self._texts[b])
        shared = [word for key, word in after.items() if key in before][:_MOST_NAMED]
        near = len(before.keys() & after.keys()) >= _STEP_ON * min(len(before), len(after))
        first = _SEVERAL.get(kind, "reworded" if near else "follows on from it")
        if shared:
            return f"{first}: both say " + ", ".join(f'"{word}"' for word in shared)
        subject = self._shared(a, b)
        return f"{first}: both about {subject}" if subject else f"{first}, in words of its own"

    def _shared(self, a: int, b: int) -> str:
        both = np.flatnonzero(self._held[a] & self._held[b])
        return self._names[both[self._telling[both].argmax()]] if len(both) else ""


@lru_cache(maxsize=4096)
def _telling_words(text: str) -> dict[str, str]:
    """The words of a text that say what it is about, by their stems."""
    words = re.findall(r"[^\W\d_]{3,}", joined_words(text))
    known = {stem(word.lower()): word for word in reversed(words)}
    weights = word_weights()
    return {
        key: word for key, word in reversed(known.items()) if weights.get(word.lower(), 1.0) >= _LEAST_TELLING
    }


@cache
def edit_in_words(old: str, new: str) -> str:
    """What a small edit changed: the words between the first and the last difference."""
    left, right = joined_words(old).split(), joined_words(new).split()
    keys = squashed([*left, *right])
    before, after = keys[: len(left)], keys[len(left) :]
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    gone, come = left[head : len(left) - tail], right[head : len(right) - tail]
    told = "same wording with changes"
    if max(len(gone), len(come)) > _LONGEST_EDIT:
        return told
    if gone and come:
        return f'{told}: "{" ".join(gone)}" became "{" ".join(come)}"'
    return f'{told}: "{" ".join(gone or come)}" {"left out" if gone else "added"}' if gone or come else told


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


class _Context:
    """What became of date and owner, and what else speaks for the link."""

    def __init__(self, ready: ReadyActions) -> None:
        self._months = _months(ready)
        owners = column_of(ready.table, "owner")
        distinct = [" ".join(one.split()) for one in owners.unique()]
        place = pd.factorize(owners)[0]
        self._owners = [distinct[one] for one in place]
        self._aims = ready.aim
        self._has_aim = heading_of(ready.table).ne("").tolist()
        self._stated = ready.stated
        self._number, self._before = ready.number, ready.number_before
        keys, posts = squashed(distinct), squashed([without_names(one) for one in distinct])
        self._keys, self._posts = [keys[one] for one in place], [posts[one] for one in place]

    def told(self, old: int, new: int, kind: str) -> list[str]:
        reworded = kind not in ("exact", "minor_edit")
        parts = [self._date(old, new), self._owner(old, new, reworded)]
        if reworded and self._has_aim[old] and self._aims[old] == self._aims[new]:
            parts.append("same aim")
        if self._number[old] in self._before[new]:
            parts.append(f"the plan says that it was action {self._number[old]}")
        elif self._stated[new]:
            parts.append("the plan says that it was carried over")
        return [part for part in parts if part]

    def _date(self, old: int, new: int) -> str:
        before, after = self._months[old], self._months[new]
        if before < 0 or after < 0:
            return ""
        moved = int(after - before)
        count = f"{abs(moved)} month{'' if abs(moved) == 1 else 's'}"
        if not moved:
            return "same date"
        return f"date moved {count}" if moved > 0 else f"date brought forward {count}"

    def _owner(self, old: int, new: int, reworded: bool) -> str:
        before, after = self._owners[old], self._owners[new]
        if not before or not after:
            return ""
        if self._keys[old] == self._keys[new]:
            return "same owner" if reworded else ""
        if (
            self._posts[old] == self._posts[new]
        ):  # a name, which is masked, was added, left out or put elsewhere
            return f"owner named otherwise, {before} and {after}"
        return f"owner changed from {before} to {after}"


def _months(ready: ReadyActions) -> IntArray:
    """The month of each deadline, counted from year 0; -1 where there is no date."""
    dates = column_of(dates_as_text(ready.table), "deadline_date")
    printed = column_of(ready.table, "deadline")
    if dates.eq("").all():
        read = {text: read_deadline(text).date for text in set(printed)}
        dates = printed.map(read)
    return np.array([int(d[:4]) * 12 + int(d[5:7]) if d[:4].isdigit() else -1 for d in dates], dtype=np.intp)
