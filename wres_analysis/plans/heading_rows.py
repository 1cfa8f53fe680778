"""Rows that are no actions: headings inside a table, totals, the line that says the table ends."""

from __future__ import annotations

from collections.abc import Sequence

from wres_analysis.documents.cell_text import clean, is_cut, join, mend_cut, starts_midway
from wres_analysis.plans.cell_kinds import fit, is_ref
from wres_analysis.plans.plan_tables import PlanRow
from wres_analysis.plans.sections import Section, is_trailer, labelled_section, section_of_text

MOST_WORDS_OF_A_BAND = 40
MOST_WORDS_OF_A_PLAIN_BAND = 15
CLEARLY = 2.5
# Summary rows of a project plan (a20): a quarter of its rows have no owner and no date; below, none was seen.
NEARLY_ALWAYS, LEAST_USUAL, MOST_WORDS_OF_A_SUMMARY = 0.7, 2, 6
_CERTAIN = ("deadline", "in_model_employer", "in_race_disparity")
_TYPED = ("owner", "status", *_CERTAIN)


def is_dropped(row: PlanRow) -> bool:
    """Whether a row is a total or a trailer."""
    texts = list(row.values.values())
    return bool(texts) and is_trailer(texts[0]) and (len(texts) == 1 or not _typed(row))


def _typed(row: PlanRow, names: tuple[str, ...] = _TYPED) -> bool:
    """A row with a cell whose look only a row of an action has: a date, a status, a role, a yes or no."""
    return any(fit(row.values.get(name, ""), name) >= CLEARLY for name in names)


def band_of(row: PlanRow, known_words: frozenset[str]) -> Section | None:
    """The section that a row opens when it is plainly a band; None for every other row."""
    if row.band:
        return labelled_section(row.band) or section_of_text(row.band)
    texts = [row.raw.get(name, text) for name, text in row.values.items()]
    label = labelled_section(f"{texts[0].strip(' :')}: x") if len(texts) > 1 else None
    if label and label.text == "x" and not _typed(row, _CERTAIN):
        return Section(label.kind, _mended(texts[1:], known_words).lstrip(": "), labelled=True)
    if not texts or _typed(row):
        return None
    labelled = labelled_section(texts[0])
    if labelled and len(texts) == 1:
        return labelled
    ref = row.values.get("ref", "")
    others = set(row.values) - {"ref", "action"}
    if ref and not is_ref(ref) and not others and len(" ".join(texts).split()) <= MOST_WORDS_OF_A_BAND:
        joined = _mended(texts, known_words)
        return labelled_section(joined) or Section("aim", joined)
    return None


def _mended(texts: Sequence[str], known_words: frozenset[str]) -> str:
    """Cells as one text; a blank that stands at a cut was printed, elsewhere the words must tell."""
    mended = texts[0]
    for text in texts[1:]:
        apart = mended[-1:].isspace() or text[:1].isspace()
        mended = join(mended.rstrip(), text.lstrip()) if apart else mend_cut(mended, text, known_words)
    return clean(mended)


def plain_band_of(
    row: PlanRow, before: PlanRow | None, after: PlanRow | None, text_so_far: str
) -> Section | None:
    """The section that a row with one short text opens, judged by its neighbours."""
    if row.covered or after is None:
        return None
    if _is_numbered_heading(row, after):
        return Section("aim", row.values["action"])
    if len(row.values) != 1:
        return None
    name, text = next(iter(row.values.items()))
    short = len(text.split()) <= MOST_WORDS_OF_A_PLAIN_BAND and not text.endswith((".", ",", ";"))
    if name not in ("action", "ref", "detail") or not short or starts_midway(text) or is_cut(text_so_far):
        return None
    stands_alone = before is None or len(before.values) > 1 or bool(before.band)
    followed = (
        len(after.values) >= 3
        and "action" in after.values
        and ("ref" not in row.fields or is_ref(after.values.get("ref", "")))
    )
    if not (stands_alone and followed) or (row.opens and before is not None and "ref" in row.fields):
        return None
    return Section("aim", text)


def usual_fields(rows: Sequence[PlanRow]) -> dict[int, frozenset[str]]:
    """For each table the cells that nearly every row has: who, when, how far."""
    usual: dict[int, frozenset[str]] = {}
    for table in {row.table for row in rows}:
        own = [row for row in rows if row.table == table and not row.band]
        often = [
            name for name in ("owner", "deadline", "status") if _times(name, own) >= NEARLY_ALWAYS * len(own)
        ]
        usual[table] = frozenset(often)
    return usual


def _times(name: str, rows: Sequence[PlanRow]) -> int:
    return sum(name in row.values for row in rows)


def summary_of(row: PlanRow, after: PlanRow | None, usual: frozenset[str]) -> Section | None:
    """The heading that a row with a number and a few words is, above rows that have who and when (a20)."""
    text = row.values.get("action", "")
    bare = set(row.values) <= {"ref", "action"} and len(usual) >= LEAST_USUAL
    short = 0 < len(text.split()) <= MOST_WORDS_OF_A_SUMMARY and not text.endswith((".", ",", ";", ":"))
    follows = after is not None and (usual <= set(after.values) or set(after.values) <= {"ref", "action"})
    return Section("aim", text) if bare and short and follows and is_ref(row.values.get("ref", "")) else None


def _is_numbered_heading(row: PlanRow, after: PlanRow) -> bool:
    """A number with a heading ("1 Fair selection") above the numbers below it ("1.1 Train panels")."""
    ref = row.values.get("ref", "").rstrip(".")
    alone = set(row.values) == {"ref", "action"} and is_ref(ref)
    return alone and after.values.get("ref", "").startswith(tuple(f"{ref}.{digit}" for digit in "123456789"))
