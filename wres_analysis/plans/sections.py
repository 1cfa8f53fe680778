"""The parts of a plan: headings in lines and in rows of a table, and titles and ends that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wres_analysis.documents.cell_text import clean, is_cut, join, mend_cut, starts_midway
from wres_analysis.documents.document import Line
from wres_analysis.plans.cell_kinds import announces_promises, fit, is_ref
from wres_analysis.plans.plan_dates import states_as_at
from wres_analysis.plans.plan_tables import PlanRow
from wres_analysis.vocabulary import vocabulary_form, vocabulary_pattern, vocabulary_rows
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

MOST_WORDS_OF_A_HEADING = 30  # at 15 a04t_specialist_wres.txt is read otherwise; more: guard
# at 8 a01_metric_blocks.html, at 32 a01t_metric_blocks.txt is read otherwise
MOST_WORDS_OF_A_PLAIN_HEADING = 16
_TITLE = r"(?i)\b(?:{title})\b"
_ORGANISATION = r"\b(?:{organisation})s?\b|\bTrust$"
NAMED_ORGANISATION = r"\b[A-Z][\w’'-]+\s(?:[\w&,’'-]+\s){0,8}(?:{organisation_by_name})\b"
_SAYS_NOTHING = r"(?i)(?:(?:{empty_before})\s+)*(?:{empty})s?(?:\s+(?:{empty_behind}|\d+))*\s*:?"
MOST_WORDS_OF_AN_OPENER = 10  # at 5 contents_and_cards.pdf is read otherwise; more: guard
# "Our objectives for 2024 are:", "These are outlined in our Action Plan. In summary these are:"
_NAMES_ACTIONS = re.compile(
    r"\b(?:objectives|goals|actions|priorities|commitments|pledges)\b[^.:]{0,40}\bare(?: as follows)?:$"
    r"|\baction plan\b.*\bthese are:$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.):]?\s+")
_ABOUT_ACTIONS = re.compile(r"\bactions?\b", re.IGNORECASE)
_PAGE = re.compile(r"(?:page\s*)?\d+\s*(?:of|/)\s*\d+|page\s*\d+|\d{1,3}", re.IGNORECASE)
MOST_WORDS_OF_A_BAND = 40  # guard: at 20 and at 80 all published documents are read alike
MOST_WORDS_OF_A_PLAIN_BAND = 15  # guard: at 7 and at 30 all published documents are read alike
CLEARLY = 2.5  # guard: at 1.25 and at 5.0 all published documents are read alike
# Summary rows of a project plan (a20): a quarter of its rows have no owner and no date; below, none was seen.
NEARLY_ALWAYS, LEAST_USUAL, MOST_WORDS_OF_A_SUMMARY = 0.7, 2, 6
_CERTAIN = ("deadline", "in_model_employer", "in_race_disparity")
_TYPED = ("owner", "status", *_CERTAIN)


class Section(NamedTuple):
    """A heading above actions."""

    kind: str
    text: str  # as printed, without a bare label such as "Aim:"
    labelled: bool = False  # A word says what it is ("Part 2", "Theme:")


@cache
def _labels() -> re.Pattern[str]:
    words = "|".join(vocabulary_pattern("section_words", kind=kind) for kind in ("aim", "part"))
    words_for_numbers = "one|two|three|four|five"
    number = (
        rf"(?:\s*(?:no\.?\s*)?(?:\d{{1,2}}[a-z]?(?:\.\d)?|(?-i:[A-Z]\b|[IVX]{{1,4}}\b)|{words_for_numbers}))?"
    )
    mark = r"(?P<mark>[:.)–—-]|$|(?<=\d)(?=\s+[A-Z]))"
    return re.compile(rf"(?P<word>{words})s?(?P<number>{number})\s*{mark}\s*", re.IGNORECASE)


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in vocabulary_rows("section_words")}


def labelled_section(text: str) -> Section | None:
    """The section that a text opens with a word for it; None where it has none."""
    printed = clean(text)
    match = _labels().match(printed)
    if not match or len(printed.split()) > 60:
        return None
    kind = _kinds()[match["word"].casefold()]
    bare = not match["number"].strip()
    rest = printed[match.end() :].strip()
    if (kind == "part" and bare) or (bare and not match["mark"]):
        return None
    return Section(kind, rest if bare and rest else printed, True)


def is_trailer(text: str) -> bool:
    """Whether a lone cell is the end of a table or a total, and no action."""
    plain = clean(text).casefold()
    for word in (word for word, kind in _kinds().items() if kind == "trailer" and plain.startswith(word)):
        rest = plain[len(word) :]
        if not re.fullmatch(r"(?:\W.*)?", rest):
            continue
        # behind the word stands nothing, a colon, a number or a date, not the rest of a sentence
        if re.match(r"\s*(?:$|[:=–.-]|(?:on |of )?\(?\d)", rest):
            return True
    return False


def is_furniture(text: str) -> bool:
    """Whether a line is a page number."""
    return bool(_PAGE.fullmatch(text.strip()))


def is_title(text: str) -> bool:
    """Whether a line is the title of a plan or the name of an organisation."""
    return bool(vocabulary_form(_TITLE).search(text) or vocabulary_form(_ORGANISATION).search(text))


def section_of_line(line: Line, *, plain_counts: bool = False) -> Section | None:
    """The section that a line of text opens; None for text that is no heading."""
    text = clean(line.text)
    words = len(text.split())
    labelled = labelled_section(text)
    if labelled and words <= MOST_WORDS_OF_A_HEADING:
        return labelled
    short = words <= (MOST_WORDS_OF_A_HEADING if line.heading else MOST_WORDS_OF_A_PLAIN_HEADING)
    if not short or line.bullet or not (line.heading or plain_counts) or text.endswith((".", ";", ",")):
        return None
    if (
        is_title(text)
        or is_furniture(text)
        or states_as_at(text)
        or vocabulary_form(_SAYS_NOTHING).fullmatch(text)
        or not re.search(r"[a-zA-Z]{3}", text)
    ):
        return None
    return section_of_text(text)


def section_of_text(text: str) -> Section:
    """The section of a heading without a word for it: about actions a part, otherwise an aim."""
    return Section("part" if _ABOUT_ACTIONS.search(text) else "aim", text)


def block_of_lines(lines: Sequence[Line]) -> str:
    """Lines that stand together outside a table as one text."""
    return " ".join(f"• {clean(line.text)}" if line.bullet else clean(line.text) for line in lines)


def is_lead_in(lines: Sequence[Line]) -> bool:
    """Whether lines are a sentence that ends in a colon, with bullets below it."""
    return (
        len(lines) > 1
        and lines[0].text.rstrip().endswith(":")
        and not lines[0].bullet
        and all(line.bullet for line in lines[1:])
    )


def is_typed(row: PlanRow, names: tuple[str, ...] = _TYPED) -> bool:
    """Whether a cell has a look that only a row of an action has: a date, a status, a role, a yes or no."""
    return any(fit(row.values.get(name, ""), name) >= CLEARLY for name in names)


def band_of(row: PlanRow, known_words: frozenset[str]) -> Section | None:
    """The section that a row opens when it is plainly a band; None for every other row."""
    if row.band:
        return labelled_section(row.band) or section_of_text(row.band)
    texts = [row.raw.get(name, text) for name, text in row.values.items()]
    label = labelled_section(f"{texts[0].strip(' :')}: x") if len(texts) > 1 else None
    if label and label.text == "x" and not is_typed(row, _CERTAIN):
        return Section(label.kind, _mended(texts[1:], known_words).lstrip(": "), labelled=True)
    if not texts or is_typed(row):
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
    # a number with a heading ("1 Fair selection") above the numbers below it ("1.1 Train panels")
    ref, below = row.values.get("ref", "").rstrip("."), after.values.get("ref", "")
    if set(row.values) == {"ref", "action"} and is_ref(ref) and re.match(rf"{re.escape(ref)}\.[1-9]", below):
        return Section("aim", row.values["action"])
    if len(row.values) != 1:
        return None
    name, text = next(iter(row.values.items()))
    short = len(text.split()) <= MOST_WORDS_OF_A_PLAIN_BAND and not text.endswith((".", ",", ";"))
    if name not in ("action", "ref", "detail") or not short or starts_midway(text) or is_cut(text_so_far):
        return None
    stands_alone = before is None or len(before.values) > 1 or bool(before.band)
    followed = (
        len(after.values) >= 3 and "action" in after.values and ("ref" not in row.fields or is_ref(below))
    )
    if not (stands_alone and followed) or (row.opens and before is not None and "ref" in row.fields):
        return None
    return Section("aim", text)


def usual_fields(rows: Sequence[PlanRow]) -> dict[int, frozenset[str]]:
    """For each table the cells that nearly every row has: who, when, how far."""
    usual: dict[int, frozenset[str]] = {}
    for table in {row.table for row in rows}:
        own = [row for row in rows if row.table == table and not row.band]
        usual[table] = frozenset(
            name
            for name in ("owner", "deadline", "status")
            if sum(name in row.values for row in own) >= NEARLY_ALWAYS * len(own)
        )
    return usual


def summary_of(row: PlanRow, after: PlanRow | None, usual: frozenset[str]) -> Section | None:
    """The heading that a row with a number and a few words is, above rows that have who and when (a20)."""
    text = row.values.get("action", "")
    bare = set(row.values) <= {"ref", "action"} and len(usual) >= LEAST_USUAL
    short = 0 < len(text.split()) <= MOST_WORDS_OF_A_SUMMARY and not text.endswith((".", ",", ";", ":"))
    follows = after is not None and (usual <= set(after.values) or set(after.values) <= {"ref", "action"})
    return Section("aim", text) if bare and short and follows and is_ref(row.values.get("ref", "")) else None


class Announced(NamedTuple):
    """What a line announces."""

    kind: str  # announces, promises, status, time, other, or blank
    status: str = ""  # the status of what stands below


@cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    rows = sorted(vocabulary_rows("list_headings"), key=lambda row: -len(row["phrase"].split()))
    return tuple((plain_title(row["phrase"]), row["kind"], row["status"]) for row in rows)


@lru_cache(maxsize=4096)
def announced(line: Line) -> Announced:
    """What a line announces for the items below it."""
    text = clean(line.text)
    if line.bullet:
        return Announced("")
    if announces_promises(text):
        return Announced("promises")
    if _NAMES_ACTIONS.search(text):
        return Announced("maybe")
    if len(text.split()) > MOST_WORDS_OF_AN_OPENER or text.endswith((".", ";", ",")):
        return Announced("")
    bare = _NUMBERED.sub("", text, count=1)
    plain = plain_title(bare)
    for phrase, kind, status in _phrases():
        # a heading is about a status: "Ongoing work this year", not "Completed cases by band"
        mostly = kind != "status" or len(plain.split()) <= len(phrase.split()) + 2
        if mostly and re.search(rf"\b{phrase}\b", plain):
            printed = re.search(re.escape(status), text, re.IGNORECASE) if status else None
            return Announced(kind, printed[0] if printed else status)
    names_action = "action" in fields_of(bare.rstrip(":")) or (is_title(text) and "action" in plain)
    return Announced("announces" if names_action else "")


def says_only_what(line: Line) -> bool:
    """A heading such as "What we will do" or "Ongoing work", which is no aim."""
    found = announced(line)
    text = clean(line.text)
    return found.kind in ("promises", "status") or (found.kind == "announces" and is_whole_title(text))
