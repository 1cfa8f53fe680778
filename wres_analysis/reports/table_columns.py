"""The one presenter of tables: a column has a heading and a way of writing what the data hold.

An exhibit keeps its numbers (`data`) beside what is shown (`table`); nothing is formatted by hand.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from wres_analysis.measures.benchmarking import INSIDE, TOO_FEW, stands_out
from wres_analysis.reports.phrases import as_percent, marked

Row = Mapping[Any, Any]
MANY_ROWS = 40  # a longer table would fill a page on 250 organisations: it stands closed
WIDE = 9  # columns; the words of a table of more are broken on A4 paper, so that none is cut off
SHORT = 18  # letters that stay on one line, as "[c]" or "1 to 4 of 11"
LONGEST_TEXT = 300  # letters of a plan's text in a cell; the CSV has it whole


@dataclass(frozen=True)
class Column:
    """One column of a table that is shown."""

    heading: str
    write: str | Callable[[Row], str]  # name of a column of the data, or what writes a whole row
    code: str = ""  # column with the organisation's code: its page is linked from the cell


def presented(data: pd.DataFrame, columns: Sequence[Column] = ()) -> pd.DataFrame:
    """A table as it is shown: headings in words, every cell a text."""
    shown = columns or [Column(in_words(name), str(name)) for name in data.columns]
    rows = rows_of(data)
    cells = {
        column.heading: [
            cell_text(row[column.write]) if isinstance(column.write, str) else column.write(row)
            for row in rows
        ]
        for column in shown
    }
    return pd.DataFrame(cells, index=range(len(rows)), columns=[one.heading for one in shown], dtype="str")


def rows_of(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, one mapping each."""
    rows: list[Any] = data.to_dict("records")
    return rows


def in_words(name: object) -> str:
    """A name of a column in words."""
    text = str(name).replace("_", " ")
    return text[:1].upper() + text[1:]


def cell_text(value: object) -> str:
    """A value as a cell writes it; blank where it is missing."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {month_name[value.month]} {value.year}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"  # type: ignore[arg-type]


def day_words(day: object) -> str:
    """A day as YYYY-MM-DD in words; anything else as it is."""
    try:
        return cell_text(date.fromisoformat(str(day)))
    except ValueError:
        return cell_text(day)


def day(key: str) -> Callable[[Row], str]:
    """Writes a day as "31 March 2024"."""
    return lambda row: day_words(row[key])


def count(prefix: str = "") -> Callable[[Row], str]:
    """Writes "11 of 12"; blank where nothing was measured."""
    return lambda row: count_words(_parts(row, prefix))


def share(prefix: str = "") -> Callable[[Row], str]:
    """Writes "92%"."""
    return lambda row: share_words(row[f"{prefix}rate"])


def interval(prefix: str = "", low: str = "low", high: str = "high") -> Callable[[Row], str]:
    """Writes "65% to 99%"."""
    return lambda row: interval_words(row[f"{prefix}{low}"], row[f"{prefix}{high}"])


def share_and_count(prefix: str = "") -> Callable[[Row], str]:
    """Writes "92%, 11 of 12" or "0 of 0"; blank where nothing was measured."""

    def write(row: Row) -> str:
        counts = count_words(_parts(row, prefix))
        return ", ".join(filter(None, [share_words(row[f"{prefix}rate"]), counts]))

    return write


def _parts(row: Row, prefix: str) -> Row:
    return {name: row[f"{prefix}{name}"] for name in ("numerator", "denominator")}


def count_words(row: Row | pd.Series) -> str:
    """Numerator and denominator as words; blank where nothing was measured."""
    counts = [cell_text(row[name]) for name in ("numerator", "denominator")]
    return " of ".join(counts) if all(counts) else ""


def share_words(share: object) -> str:
    """A share as a percentage; blank where it is missing."""
    return "" if pd.isna(share) else as_percent(float(share))  # type: ignore[call-overload,arg-type]


def interval_words(low: object, high: object) -> str:
    """An interval of shares as words; blank where it is missing."""
    return " to ".join(filter(None, [share_words(low), share_words(high)])) if not pd.isna(low) else ""  # type: ignore[call-overload]


def shortened(text: str, letters: int = LONGEST_TEXT) -> str:
    """A text on one line, cut at a word where it is very long; the CSV holds it in full."""
    line = " ".join(text.split())
    return line if len(line) <= letters else line[:letters].rsplit(" ", 1)[0] + " …"


_NUMBER = re.compile(r"^[-−]?[\d,.]*\d%?( \[low\])?$|^$|^–$")


def html_table(
    table: pd.DataFrame, caption: str, codes: Sequence[str] = (), *, sortable: bool = False
) -> str:
    """A table as accessible HTML: caption, a header for each column and row, numbers to the right."""
    kinds = [_kind([str(value) for value in table[column]]) for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(str(column))}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    links = [f' data-organisation="{escape(code, quote=True)}"' for code in codes] or [""] * len(table)
    body = "".join(
        f'<tr><th scope="row"{kinds[0]}{link}>{marked(first)}</th>'
        + "".join(f"<td{kind}>{marked(value)}</td>" for value, kind in zip(rest, kinds[1:], strict=True))
        + "</tr>"
        for (first, *rest), link in zip(table.itertuples(index=False, name=None), links, strict=True)
    )
    wide = " wide" if len(table.columns) > WIDE else ""
    table_tag = "<table data-sortable>" if sortable else "<table>"
    return (
        f'<div class="table{wide}" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f"{table_tag}<caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(values: list[str]) -> str:
    """The class of a column: numbers to the right, short words on one line."""
    if any(values) and all(_NUMBER.match(value) for value in values):
        return ' class="number"'
    short = ' class="short"' if all(len(value) <= SHORT for value in values) else ""
    return f'{short} style="text-align:left"'  # JupyterLab puts every cell to the right


NOT_HELD = "no earlier plan held"


def position_words(position: str) -> str:
    """A position of BENCHMARK in words."""
    if position == TOO_FEW:
        return "too few to compare"
    return "within the limits" if position == "inside" else f"{position.replace(' ', ' the ')}% limit"


def against_chance(rows: pd.DataFrame) -> list[str]:
    """Of each row of BENCHMARK whether it differs by more than chance explains, in words.

    Examples
    --------
    >>> rows = pd.DataFrame({"position": ["above 95", "above 95", "inside", "too_few"], "rate": 0.9})
    >>> others = {"adjusted_position": "", "pooled": 0.5, "p_adjusted": [0.01, 0.2, 0.3, 0.9]}
    >>> against_chance(rows.assign(**others))[:2]
    ['higher than chance explains', 'within chance once so many are compared']
    """
    differs = stands_out(rows)
    side = rows["rate"].gt(rows["pooled"]).map({True: "higher", False: "lower"})
    said = rows["position"].map({INSIDE: "within chance", TOO_FEW: "too few to compare"})
    said = said.fillna("within chance once so many are compared")
    return said.mask(differs, side + " than chance explains").tolist()
