"""The vocabularies that links rest on: terms that mean the same, words near in meaning, subjects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wres_analysis.linking.wording import Phrases, Wordings, stems_of, with_phrases
from wres_analysis.vocabulary import vocabulary_rows

Rows = Sequence[dict[str, str]]
Subject = tuple[str, str]

THEME = "theme"
SAME = "same"
_AND = " & "


class Lexicon(NamedTuple):
    """The vocabularies, ready for use."""

    # terms and the stems of the phrases that mean them: those that mean the same, and all of them
    same: Phrases
    # terms and the stems of the phrases that mean them: those that mean the same, and all of them
    near: Phrases
    senses: Phrases  # senses and the words, terms made one, that are near to each other
    # class and name of a subject, and the phrases that a text about it holds
    subjects: Sequence[tuple[Subject, tuple[tuple[str, ...], ...]]]

    def words_of(self, texts: Sequence[str], *, near: bool = True) -> Wordings:
        """Words of many texts, stemmed, with terms made one word.

        Examples
        --------
        >>> shipped_lexicon().words_of(["BME staff in Bands 8a and above", "global majority people"]).each()
        [('=ethnic minority', '=staff', 'band', '#8a'), ('=ethnic minority', '=staff')]
        """
        return self.with_terms(stems_of(texts), near=near)

    def with_terms(self, stems: Wordings, *, near: bool = True) -> Wordings:
        """The same for texts whose stems are known."""
        return with_phrases(stems, self.near if near else self.same, "=")

    def senses_of(self, words: Wordings) -> Wordings:
        """The same texts with words that are near in meaning made one.

        Examples
        --------
        >>> lexicon = shipped_lexicon()
        >>> lexicon.senses_of(lexicon.words_of(["Hire candidates", "appoint applicants"])).each()
        [('~appoint', '~applicant'), ('~appoint', '~applicant')]
        """
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
    return Lexicon(same, near, senses, _subjects(objects, words))


def _longest_first(names: list[str], phrases: Wordings) -> Phrases:
    return tuple(sorted(zip(names, phrases.each(), strict=True), key=lambda named: -len(named[1])))


def _subjects(rows: Rows, lexicon: Lexicon) -> tuple[tuple[Subject, tuple[tuple[str, ...], ...]], ...]:
    parts = [row["words"].split(_AND) for row in rows]
    phrases = iter(lexicon.words_of([part for group in parts for part in group]).each())
    return tuple(
        ((row["class"], row["object"]), tuple(next(phrases) for _ in group))
        for row, group in zip(rows, parts, strict=True)
    )
