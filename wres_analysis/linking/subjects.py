"""What an action is about: its subjects and which of them exclude each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wres_analysis.linking.lexicon import THEME, Lexicon
from wres_analysis.linking.wording import BoolArray, IntArray, Wordings, places_of

_TOPICS = ("training", "event", "stage", "incident")


class Subjects(NamedTuple):
    """The subjects of many texts."""

    # class and name of each subject. Two subjects of one class exclude each other, apart from themes
    classes: tuple[str, ...]
    # class and name of each subject. Two subjects of one class exclude each other, apart from themes
    names: tuple[str, ...]
    held: BoolArray  # texts down, subjects across: whether the text is about it

    def of_class(self, *classes: str) -> IntArray:
        """The columns of some classes."""
        return np.flatnonzero(np.isin(self.classes, classes))


def subjects_of(words: Wordings, lexicon: Lexicon) -> Subjects:
    """The subjects of each text.

    Examples
    --------
    >>> from wres_analysis.linking.lexicon import shipped_lexicon
    >>> lexicon = shipped_lexicon()
    >>> found = subjects_of(lexicon.words_of(["Pair each director with a BME mentor"]), lexicon)
    >>> [name for name, held in zip(found.names, found.held[0]) if held]
    ['ethnic minority', 'executive', 'reverse mentoring', 'mentoring']
    """
    kinds = tuple(dict.fromkeys(subject for subject, _ in lexicon.subjects))
    held = np.zeros((len(words.starts) - 1, len(kinds)), dtype=bool)
    found = _texts_with({phrase for _, phrases in lexicon.subjects for phrase in phrases}, words)
    for subject, phrases in lexicon.subjects:
        held[:, kinds.index(subject)] |= np.logical_and.reduce([found[phrase] for phrase in phrases])
    return Subjects(tuple(kind for kind, _ in kinds), tuple(name for _, name in kinds), held)


def _texts_with(phrases: set[tuple[str, ...]], words: Wordings) -> dict[tuple[str, ...], BoolArray]:
    number = {word: code for code, word in enumerate(words.vocabulary)}
    text_of, found = words.texts, {}
    for phrase in phrases:
        found[phrase] = np.zeros(len(words.starts) - 1, dtype=bool)
        found[phrase][text_of[places_of([number.get(w, -1) for w in phrase], words.words, text_of)]] = True
    return found


def exclusions(subjects: Subjects) -> dict[str, tuple[IntArray, ...]]:
    """The columns of subjects that exclude each other, by the name of the feature.

    What is taught, marked or reported is one feature, `other topic`; subjects exclude each other within
    each of these all the same.
    """
    single = sorted(set(subjects.classes) - {THEME, *_TOPICS})
    found = {f"other {name}": (subjects.of_class(name),) for name in single}
    return found | {"other topic": tuple(subjects.of_class(name) for name in _TOPICS)}
