"""Pairs under review as a table of HTML, changed words marked; every text of a plan is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Protocol

import pandas as pd

from wres_analysis.linking.wording import changed_words
from wres_analysis.reports.table_columns import share_words

LONGEST = 25

_HEAD = ("Organisation", "Earlier plan", "Later plan", "Probability", "Linked", "Why")
_NONE = "No pair of actions is in doubt: there is nothing to review."


class Sitting(Protocol):
    """Whatever has pairs left to be reviewed."""

    @property
    def left(self) -> pd.DataFrame:
        """Rows of LINKS_TO_REVIEW."""


def marked(runs: Iterable[tuple[str, bool]], tag: str) -> str:
    """Runs of words as HTML, the changed ones in `del` or `ins`.

    Examples
    --------
    >>> marked([("review the", False), ("<b>", True)], "ins")
    'review the <ins>&lt;b&gt;</ins>'
    """
    return " ".join(f"<{tag}>{escape(words)}</{tag}>" if new else escape(words) for words, new in runs)


def table_html(sitting: Sitting) -> str:
    """The pairs as an accessible table, for pages and wherever nobody can click."""
    pairs = sitting.left
    if pairs.empty:
        return f"<p>{_NONE}</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    body = "".join(_row(row) for _, row in pairs.head(LONGEST).iterrows())
    caption = _caption(len(pairs))
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        "<p>Struck out: only in the earlier plan. Underlined: only in the later plan. Run the cell in"
        " JupyterLab to decide.</p>"
    )


def _caption(count: int) -> str:
    return f"Links to review: the first {min(count, LONGEST)} of {count}"


def _row(row: pd.Series) -> str:
    words = changed_words(row["from_text"], row["to_text"])
    cells = [
        escape(str(row["organisation"])),
        f"{escape(str(row['from_year']))}: {marked(words.old, 'del')}",
        f"{escape(str(row['to_year']))}: {marked(words.new, 'ins')}",
        share_words(row["probability"]),
        str(row["linked"]),
        escape(str(row["reason"])),
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table_text(sitting: Sitting) -> str:
    """The same as plain text, for a terminal."""
    pairs = sitting.left
    if pairs.empty:
        return _NONE
    lines = [_caption(len(pairs))]
    for _, row in pairs.head(LONGEST).iterrows():
        lines.append(f"{row['organisation']} {row['from_year']}: {row['from_text']}")
        lines.append(f"    {row['to_year']}: {row['to_text']} ({share_words(row['probability'])})")
    return "\n".join(lines)
