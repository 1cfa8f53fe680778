"""The header of an even grid whose titles are not known well enough: titles and contents tell together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wres_analysis.documents.cell_text import clean, starts_midway
from wres_analysis.documents.document import Row
from wres_analysis.plans.cell_kinds import Contents, is_undertaking
from wres_analysis.plans.column_contents import refine
from wres_analysis.plans.plan_columns import Header, possible_headers
from wres_analysis.plans.wording_columns import says
from wres_analysis.vocabulary.headings import is_whole_title

# A title line, a band and a line of dates may stand above a header (a12, a18); a table of prose has more.
MOST_ROWS_ABOVE = 4
LEAST_COLUMNS = 2
# An action and who or when, both by their titles, are a plan ("Action | Responsibility", two_known_titles) …
LEAST_KNOWN = 2
# … but beside a table with a known header it takes three: reports hold tables of figures and of findings.
LEAST_BESIDE_A_KNOWN_HEADER = 3
# A text under a title that is not known is what will be done where it reads so, as all of blank_title does:
# tables of events, posts and policies have texts, dates and owners as well.
LEAST_UNDERTAKINGS = 0.6
# Rows of a label and its value are a card, not a table (d05, a12).
MOST_LABELS_IN_FIRST_COLUMN = 1
_USEFUL = frozenset(
    {
        "action",
        "detail",
        "aim",
        "owner",
        "deadline",
        "revised_deadline",
        "status",
        "comment",
        "measure",
        "evidence",
    }
)
_WHO_AND_WHEN = frozenset({"owner", "deadline", "status"})


def proposed_header(
    rows: Sequence[Row], mapping: Mapping[str, str] | None, *, beside: bool
) -> tuple[int, Header] | None:
    """Where the header of an even grid stands and what it is; None where the grid is no table of actions."""
    if _is_card(rows):
        return None
    for at in range(min(len(rows) - 1, MOST_ROWS_ABOVE)):
        for header in possible_headers(rows, at, mapping):
            body = [row for row in rows[at + header.rows :] if len(row.cells) == len(header.columns)]
            if body and _is_plan(header, body, beside=beside):
                return at, header
    return None


def _is_card(rows: Sequence[Row]) -> bool:
    first = [row.texts[0] for row in rows if row.cells]
    labels = sum(is_whole_title(text.rstrip(" :")) for text in first if text.strip())
    return max(len(row.cells) for row in rows) <= LEAST_COLUMNS and labels > MOST_LABELS_IN_FIRST_COLUMN


def _is_plan(header: Header, body: Sequence[Row], *, beside: bool) -> bool:
    cells = [[row.texts[at] for row in body] for at in range(len(header.columns))]
    read = refine(header, cells)
    if "action" not in read.fields:
        return False
    wording = Contents(tuple(clean(text) for text in cells[read.fields.index("action")]))
    by_title = {name for name in header.fields if name in _USEFUL}
    told = by_title | {column.field for column in read.columns if column.guessed} & (
        _WHO_AND_WHEN | {"action"}
    )
    who_and_when = set(read.fields) & _WHO_AND_WHEN
    says_so = any(says(column.title, kind) for column in header.columns for kind in ("action", "response"))
    least = LEAST_BESIDE_A_KNOWN_HEADER if beside else LEAST_KNOWN
    if not wording.is_wording or wording.mostly(starts_midway):
        return False
    guessed = read.columns[read.fields.index("action")].guessed
    if (
        guessed
        and wording.share(is_undertaking) < LEAST_UNDERTAKINGS
        and not set(read.fields) >= _WHO_AND_WHEN
    ):
        return False
    return bool(who_and_when or (says_so and not beside)) and len(told) >= least
