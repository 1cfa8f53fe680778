"""Generated sentences that carry their numbers: each knows the file, the rows and the column it comes from.

A number is taken from a table by `Facts`, never typed, so that a sentence cannot say what no table holds;
on a page it stands in a `data` element, and a test finds it again in the CSV that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import Self
from urllib.parse import urlencode

import numpy as np
import pandas as pd

NO_VERDICT = "a reason to ask why, not a verdict: plans differ in length, detail and what they report"


class Number(float):
    """A number with the place that it was taken from; what is worked out from it is a plain number again."""

    source: str  # "rates.csv?organisation=TAH&measure=silent#numerator"; a blank column counts the rows

    def __new__(cls, value: float, source: str) -> Self:
        """The number, with its source."""
        made = super().__new__(cls, value)
        made.source = source
        return made


@dataclass(frozen=True)
class Facts:
    """Rows of a table that is written as a CSV, and how they were chosen."""

    file: str  # CSV relative to the reports folder, or "figures/…" beside the page
    rows: pd.DataFrame
    chosen: tuple[tuple[str, str], ...] = ()

    def only(self, **values: str | Sequence[str]) -> Facts:
        """The rows with this value, or one of these, in each column; `plans_in__least` asks for as many."""
        wanted, chosen = np.ones(len(self.rows), dtype=bool), list(self.chosen)
        for key, value in values.items():
            allowed = [value] if isinstance(value, str) else list(value)
            column, _, least = key.partition("__")
            cells = self.rows[column]
            numbers = pd.to_numeric(cells, errors="coerce") if least else cells
            found = numbers.ge(float(allowed[0])) if least else cells.astype("str").isin(allowed)
            wanted &= found.fillna(False).to_numpy(dtype=bool)
            chosen.append((key, "|".join(allowed)))
        return Facts(self.file, self.rows[wanted], tuple(chosen))

    def as_in(self, *columns: str) -> Facts:
        """The same rows, chosen by what they have in these columns: a page holds a part of its table."""
        return self.only(**{name: sorted(set(self.rows[name].astype("str"))) for name in columns})

    def count(self) -> Number:
        """How many rows there are."""
        return Number(len(self.rows), self._source(""))

    def sum(self, column: str) -> Number | None:
        """The sum of a column; None where nothing is known, because unknown is never zero."""
        values = self.rows[column].dropna()
        return Number(values.sum(), self._source(column)) if len(values) else None

    def known(self, column: str) -> bool:
        """Whether the column has a value in any of the rows."""
        return bool(self.rows[column].notna().any())

    def share(self, top: str = "numerator", bottom: str = "denominator") -> Number | None:
        """The sum of one column over that of another, in the rows that have both."""
        both = self.rows.dropna(subset=[top, bottom])
        below = float(both[bottom].sum())
        return Number(float(both[top].sum()) / below, self._source(f"{top}/{bottom}")) if below else None

    def _source(self, column: str) -> str:
        return f"{self.file}?{urlencode(self.chosen)}#{column}"


class Phrase(str):
    """A sentence, or a part of one: text everywhere, with `marked` for a page."""

    marked: str

    def __new__(cls, plain: str, marked: str | None = None) -> Self:
        """The text, and how a page writes it."""
        made = super().__new__(cls, plain)
        made.marked = escape(plain, quote=False) if marked is None else marked
        return made


def marked(text: object) -> str:
    """A text as a page writes it: escaped, its numbers with their sources; blank where it is missing."""
    if isinstance(text, Phrase):
        return text.marked
    return escape("" if text is None or text is pd.NA else str(text), quote=False)


def phrase(template: str, /, **values: object) -> Phrase:
    """A sentence from a template; a number brings its noun or verb along, and its source.

    `{n}` writes a number, `{n:action}` with its noun, `{n:is/are}` only the word that fits it,
    `{n:+life/lives}` with a noun of an odd plural, `{share:%}` a share in per cent.

    Examples
    --------
    >>> phrase("{n} of {of:action} {n:is/are} past {n:its/their} date", n=1, of=12)
    '1 of 12 actions is past its date'
    >>> phrase("{share:%} came back", share=0.9166)
    '92% came back'
    """
    plain, page = [], []
    for literal, name, spec, _ in Formatter().parse(template):
        plain.append(literal)
        page.append(escape(literal, quote=False))
        if name is not None:
            text = written(values[name], spec or "")
            plain.append(text)
            page.append(_marked(values[name], text, spec or ""))
    return Phrase("".join(plain), "".join(page))


def written(value: object, spec: str = "") -> str:
    """A value of a template as text."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    if spec == "%":
        return as_percent(float(value))
    numeral = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    one, _, many = spec.removeprefix("+").partition("/")
    word = one if value == 1 else many or f"{one}s"
    if not spec:
        return numeral
    return word if many and not spec.startswith("+") else f"{numeral} {word}"


def _marked(value: object, text: str, spec: str) -> str:
    is_word = "/" in spec and not spec.startswith("+")
    if not isinstance(value, Number) or is_word:
        return marked(value if isinstance(value, Phrase) else text)
    number, gap, noun = text.partition(" ") if spec != "%" else (text, "", "")
    source = escape(value.source, quote=True)
    return f'<data value="{float(value):g}" data-from="{source}">{number}</data>{gap}{escape(noun)}'


def joined(phrases: Iterable[str], between: str = " ") -> Phrase:
    """Phrases one after the other, blank ones left out."""
    kept = [one for one in phrases if one]
    return Phrase(between.join(kept), between.join(marked(one) for one in kept))


def clauses(*said: str) -> Phrase:
    """What a sentence adds at its end, each part after a semicolon, blank ones left out."""
    return joined([phrase("; {words}", words=one) for one in said if one], "")


def in_a_sentence(said: str) -> Phrase:
    """A sentence as a part of another one: it begins with a small letter."""
    written = marked(said)
    return Phrase(said[:1].lower() + said[1:], written[:1].lower() + written[1:])


def listed(parts: Sequence[str]) -> Phrase:
    """Words in a row, with "and" before the last."""
    return joined([joined(parts[:-1], ", "), *parts[-1:]], " and ")


def some_of(parts: Sequence[str], of: float, most: int = 3) -> Phrase:
    """The first few of so many, and how many more there are."""
    shown = parts[:most]
    rest = [phrase("{n} more", n=of - len(shown))] if of > len(shown) else []
    return joined([joined(shown, "; "), *rest], " and ") if shown else Phrase("")


def as_percent(share: float) -> str:
    """A share as a whole percentage; never 0% or 100% unless it is exactly that."""
    if 0 < share <= 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"
