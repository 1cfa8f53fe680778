"""What a check says first and shows, as HTML: every text of a document escaped, nothing loaded."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources

from wres_analysis.documents.document import Block, Cell, Grid, Line
from wres_analysis.notebook.plan_check.checked_plan import SEVERITY_WORDS, Look, NumberedNote, PlanPlace
from wres_analysis.notebook.plan_check.plan_pages import Leaf, PagePicture
from wres_analysis.plans.plan_columns import Column
from wres_analysis.plans.row_notes import rows_in_words
from wres_analysis.reports.phrases import phrase

SIGNS = {"error": "✖", "warn": "▲"}
AS_IT_IS = "Shown as published, names of persons included: do not pass it on."
SCANNED = "The page is a scan, so where its rows stand is not marked on it."
_LEAST_APART = 0.026  # of the height of a picture, so that two labels never cover each other
_ABOVE = 0.4  # per cent of the height of a picture, so that a line does not strike a text out
_COLOUR = re.compile(r"[0-9A-F]{6}")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_READ_AS = {
    None: "not understood",
    "other": "left out",
    "measure": "evidence (measure of success)",
}

Notes = Sequence[NumberedNote]
Action = Mapping[str, object]


def in_words(field: str | None) -> str:
    """A field as a reader calls it."""
    return _READ_AS.get(field) or str(field).replace("_", " ")


def read_as(column: Column) -> str:
    """What a column was taken for, in words."""
    both = f" and {in_words(column.second)}" if column.second else ""
    return in_words(column.field) + both + (" (told by what it holds)" if column.guessed else "")


@cache
def _style() -> str:
    folder = resources.files("wres_analysis.notebook.plan_check")
    return f"<style>{folder.joinpath('check.css').read_text(encoding='utf-8')}</style>"


def framed(label: str, *parts: str) -> str:
    """Parts of a check in their frame, with the style that they need."""
    return f'{_style()}<section class="plan-check" aria-label="{escape(label)}">{"".join(parts)}</section>'


def lines_html(lines: Iterable[str], kind: str) -> str:
    """Lines of text as paragraphs of one kind."""
    return "".join(f'<p class="pc-{kind}">{escape(line)}</p>' for line in lines)


def columns_html(columns: Sequence[Column]) -> str:
    """Each heading above the field that it was taken for, and how to say otherwise."""
    rows = [
        ("Heading in the plan", [column.title or "(no title)" for column in columns]),
        ("Taken for", [read_as(column) for column in columns]),
    ]
    body = "".join(
        f'<tr><th scope="row">{title}</th>{"".join(f"<td>{escape(text)}</td>" for text in texts)}</tr>'
        for title, texts in rows
    )
    doubtful = [column.title for column in columns if column.title and (column.guessed or not column.field)]
    example = f"{doubtful[0]!r}, 'owner'" if doubtful else "heading, field"
    how = f"If one is wrong or missing, say what it is: check.map_column({example})."
    return _framed_table("Columns", f"<tbody>{body}</tbody>") + lines_html([how], "none")


def whole_html(notes: Notes) -> str:
    """What is noted about the document as a whole, and the remarks behind a lid."""
    weighty = [note for note in notes if note.number and not note.row]
    remarks = [note for note in notes if not note.number]
    shown = _notes_table("Notes on the document as a whole", weighty) if weighty else ""
    if remarks:
        said = phrase("{n:further remark}, good to know", n=len(remarks))
        table = _notes_table("Further remarks", remarks)
        shown += f"<details><summary>{escape(said)}</summary>{table}</details>"
    return shown


def leaf_html(
    name: str, leaf: Leaf, picture: PagePicture | None, actions: Sequence[Action], notes: Notes
) -> str:
    """A leaf of the document beside what was read from it."""
    weighty = [note for note in notes if note.number]
    counts = phrase("{rows:row}, {notes:note}", rows=len(actions), notes=len(weighty))
    said = f"{leaf.title} of '{name}', {counts}"
    labels = {row: _label(row, weighty) for row in leaf.rows}
    shown = _picture(said, picture, labels) if picture else _drawn(leaf.blocks, actions, labels)
    unmarked = picture is not None and bool(leaf.rows) and not picture.tops
    caption = f"{leaf.title[:1].upper()}{leaf.title[1:]}. {AS_IT_IS}" + (f" {SCANNED}" if unmarked else "")
    read = (
        _actions_table(leaf, actions, weighty) if actions else lines_html(["No action starts here."], "none")
    )
    noted = _notes_table(f"Notes on {leaf.title}", weighty) if weighty else ""
    return (
        f'<div class="pc-beside" role="group" aria-label="{escape(said)}">'
        f'<figure class="pc-document">{shown}<figcaption>{escape(caption)}</figcaption></figure>'
        f'<div class="pc-read">{read}{noted}</div></div>'
    )


def _label(row: int, notes: Notes) -> str:
    """The label of a row: its number, and the numbers of its notes with a sign for each severity."""
    own = [note for note in notes if note.row == row]
    marks = "".join(
        f' <span class="pc-mark pc-{note.severity}">{SIGNS[note.severity]}{note.number}</span>'
        for note in own
    )
    numbers = ", ".join(f"{SEVERITY_WORDS[note.severity].lower()} {note.number}" for note in own)
    said = f"row {row}" + (f": {numbers}" if numbers else "")
    return f'<span class="pc-label" role="img" aria-label="{escape(said)}">{row}{marks}</span>'


def _picture(said: str, picture: PagePicture, labels: Mapping[int, str]) -> str:
    address = "data:image/png;base64," + base64.b64encode(picture.png).decode("ascii")
    tops = sorted((top, row) for row, top in picture.tops.items() if row in labels)
    noted = [top for top, row in tops if "pc-mark" in labels[row]]
    placed, last = [], -1.0
    for top, row in tops:
        last = max(top, last + _LEAST_APART)
        placed.append(f'<div class="pc-at" style="top:{100 * last:.1f}%">{labels[row]}</div>')
    lines = "".join(f'<div class="pc-line" style="top:{100 * top - _ABOVE:.1f}%"></div>' for top in noted)
    return (
        '<label class="pc-none"><input type="checkbox"> Enlarge the page</label>'
        f'<div class="pc-view" tabindex="0" role="region" aria-label="{escape(said)}"><div class="pc-page">'
        f'<div class="pc-margin">{"".join(placed)}</div><div class="pc-sheet">{lines}'
        f'<img src="{address}" width="{picture.width}" height="{picture.height}" alt="{escape(said)}">'
        "</div></div></div>"
    )


def _drawn(blocks: Sequence[Block], actions: Sequence[Action], labels: Mapping[int, str]) -> str:
    """The blocks of a document as the package sees them, rows of the table of actions labelled."""
    at: dict[str, list[int]] = {}
    for action in actions:
        at.setdefault(str(action["place"]), []).append(int(str(action["row"])))
    here = {place: " ".join(labels[row] for row in rows) for place, rows in at.items()}
    drawn = "".join(_grid(block, here) if isinstance(block, Grid) else _line(block, here) for block in blocks)
    return f'<div class="pc-drawn" tabindex="0" role="region" aria-label="The document">{drawn}</div>'


def _line(line: Line, here: dict[str, str]) -> str:
    label = here.pop(line.place, "")
    kind = ' class="pc-heading"' if line.heading else ""
    return f"<p{kind}>{label} {escape(line.text)}</p>"


def _grid(grid: Grid, here: dict[str, str]) -> str:
    labelled = [(here.pop(row.place, ""), row) for row in grid.rows]
    rows = "".join(
        f"<tr><td>{label}</td>{''.join(_cell(cell, coloured=bool(label)) for cell in row.cells)}</tr>"
        for label, row in labelled
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _cell(cell: Cell, *, coloured: bool) -> str:
    text = "<br>".join(escape(part) for part in cell.text.splitlines())
    if not coloured or not _COLOUR.fullmatch(cell.fill):
        return f"<td>{text}</td>"
    patch = (
        f'<span class="pc-fill" style="background:#{cell.fill}" role="img" aria-label="cell colour"></span>'
    )
    return f"<td>{patch}{text}</td>"


def _actions_table(leaf: Leaf, actions: Sequence[Action], notes: Notes) -> str:
    rows = []
    for action in actions:
        row = int(str(action["row"]))
        numbers = [f"{SIGNS[note.severity]}{note.number}" for note in notes if note.row == row]
        rows.append([" ".join([str(row), *numbers]), *_cells(action)])
    heads = ["Row", "Action", "Owner and deadline", "Status and update"]
    return _table(f"What was read from {leaf.title}", heads, rows)


def _cells(action: Action) -> list[str]:
    text = {name: str(value) for name, value in action.items()}
    wording = " – ".join(filter(None, (text["ref"], text["action"], text["detail"])))
    deadline = _turned(text["deadline"], text["deadline_date"] or text["deadline_kind"].replace("_", " "))
    status = _turned(text["status_raw"], text["status"].replace("_", " "))
    owner = text["owner"] or "(no owner)"
    return [wording, f"{owner}\n{deadline}", f"{status}\n{text['comment']}".strip()]


def _turned(printed: str, read: str) -> str:
    return f"{printed or '(blank)'} → {read}"


def _notes_table(caption: str, notes: Notes) -> str:
    rows = [
        [
            f"{SIGNS.get(note.severity, '')}{note.number or ''} {SEVERITY_WORDS[note.severity]}".strip(),
            f"row {note.row}" if note.row else note.place or "the plan",
            note.message,
            note.advice,
        ]
        for note in notes
    ]
    return _table(caption, ["Note", "About", "What was seen", "What to do"], rows)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{_whole_dates(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return _framed_table(caption, f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _whole_dates(text: str) -> str:
    return _DATE.sub(r'<span class="pc-whole">\g<0></span>', escape(text)).replace("\n", "<br>")


def _framed_table(caption: str, inside: str) -> str:
    """A table that scrolls, by keyboard too, where it is larger than its place."""
    return (
        f'<div class="pc-table" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>{inside}</table></div>"
    )


def summary_of(
    place: PlanPlace, look: Look, leaves: Sequence[Leaf], notes: Sequence[NumberedNote]
) -> list[str]:
    """The lines that a check begins with."""
    lines = [_how_much(place, look, leaves, notes)]
    if look.fault:
        lines.append(
            "Nothing was read as an action. If this is the plan, say what two or more of its columns are, "
            "one of them the action: with check.map_columns({'heading': 'action', …})."
        )
    if not place.plan.plan_year:
        lines.append(
            f"The file name holds no plan year: begin it with one, such as '2022-23 {place.plan.path.name}'. "
            "Until then the plan is left out of every report."
        )
    return lines


def _how_much(place: PlanPlace, look: Look, leaves: Sequence[Leaf], notes: Sequence[NumberedNote]) -> str:
    if look.fault:
        return str(look.fault)
    severities = [note.severity for note in notes]
    plan = place.plan
    whose = ", ".join(filter(None, (plan.organisation, plan.plan_year)))
    pages = phrase("{n:page} of ", n=len(leaves)) if leaves[0].page else ""
    return phrase(
        "{n:action} read from {where}: {error:error}, {warn:warning}, {info:remark}.",
        n=sum(len(leaf.rows) for leaf in leaves),
        where=f"{pages}'{plan.path.name}' ({whose})",
        **{name: severities.count(name) for name in ("error", "warn", "info")},
    )


def columns_line(columns: Sequence[Column]) -> str:
    """Each heading with the field that it was taken for, and those that were not understood."""
    read = [f"'{column.title}' was read as {read_as(column)}" for column in columns if column.field]
    unread = [f"'{column.title or '(no title)'}'" for column in columns if not column.field]
    said = f"Columns: {', '.join(read) or 'none was read'}."
    return f"{said} {in_words(None).capitalize()}: {', '.join(unread)}." if unread else said


def still_shown(chosen: Sequence[int], leaves: Sequence[Leaf]) -> list[str]:
    """Which pages are not among those that are shown, and how to see them; nothing where all are."""
    rest = [number for number in range(1, len(leaves) + 1) if number not in chosen]
    if not rest:
        return []
    kind = "page" if leaves[0].page else "part"
    which = f"{kind}{'s' if len(rest) > 1 else ''} {rows_in_words(rest)} of {len(leaves)}"
    return [f"Not shown here: {which}. To see more, say pages={rest[:2]}."]
