"""Lines of labels and values: cut before each label, and which line without a label opens an action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from wres_analysis.documents.cell_text import clean, is_cut
from wres_analysis.documents.document import Block, Line
from wres_analysis.plans.card_values import NUMBERED
from wres_analysis.plans.cell_kinds import is_status
from wres_analysis.plans.sections import is_furniture, is_title, labelled_section
from wres_analysis.vocabulary import vocabulary_form
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

MOST_WORDS_OF_A_LABEL = 9  # at 4 one_block.txt is read otherwise; more: guard
LONGEST_LABEL = 120  # guard: at 60 and at 240 all gold documents are read alike
MOST_WORDS_OF_A_HEADING = 8  # guard: at 4 and at 16 all gold documents are read alike
MOST_CHARACTERS_OF_A_LABEL = 60  # guard: at 30 and at 120 all gold documents are read alike
# a single block: what we said we would do, what we have done so far, next steps
LEAST_LABELS_OF_PROGRESS = 3
MOST_WORDS_OF_AN_UNKNOWN_LABEL = 6  # guard: at 3 and at 12 all gold documents are read alike
LABEL = re.compile(r"(?P<label>[A-Z#][^:\n]{0,70}?)\s*:(?!//)\s*(?P<value>.*)", re.DOTALL)
ITEM_NUMBER = re.compile(
    r"\(?(?:(?:action|recommendation|commitment)\s+)?\d{1,2}(?:\.\d{1,2})*[a-z]?[.):]?\s+\S|\(?[a-z][.)]\s+\S",
    re.I,
)
_COLON = re.compile(r"\s*:(?=\s|$)")
_DASHED = re.compile(r"(?P<label>[A-Z][\w ]{1,40}?)\s+[–—-]\s+(?P<value>\S.*)", re.DOTALL)
_PARTING = re.compile(r"[\s|;,(\[–—-]+$")
_MARK_BEFORE = re.compile(r"[|;:,.!?)(\[\n–—-]\s*$|\s{2,}$|\t$")
_NUMBER_IN_LABEL = re.compile(r"\d")
_OPENED = re.compile(r"\s*[(\[]\s*$")
_ABOUT_AN_ACTION = frozenset({"owner", "deadline", "status", "comment", "measure", "evidence"})
_WHO_OR_WHEN = frozenset({"owner", "deadline"})
_PROGRESS = frozenset({"status", "comment"})
_HEADINGS = frozenset({"part", "indicators", "ref"})
_WORDINGS = frozenset({"action", "detail"})

Read = Callable[[str], tuple[str | None, ...]]


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> tuple[str, ...]:
    """A line cut before each label in it."""
    cuts = _label_starts(text)
    inner = [start for start in cuts[1:] if start]
    if len(inner) < 2 and len(cuts) - len(inner) < 2:
        # a label within a line has a mark or others ("Training Completed: Nearly all" has none)
        cuts = [0, *(start for start in inner if _MARK_BEFORE.search(text[:start]))]
    cut = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < end]
    if any(map(_OPENED.search, cut[:-1])):
        cut[-1] = re.sub(r"[)\]]\s*\.?\s*$", "", cut[-1])
    bare = [*(_PARTING.sub("", piece) for piece in cut[:-1]), *cut[-1:]]
    return tuple(piece.strip(" |;\t") for piece in bare)


def _label_starts(text: str) -> list[int]:
    """Where the labels of a line start, and 0."""
    cuts = [0]
    for colon in _COLON.finditer(text):
        begin = max(cuts[-1], colon.start() - LONGEST_LABEL)
        words = list(re.finditer(r"[^\s(\[]+", text[begin : colon.start()]))[-MOST_WORDS_OF_A_LABEL:]
        for word in words:
            start = begin + word.start()
            label = text[start : colon.start()]
            same_without = plain_title(label) == plain_title(label.partition(" ")[2])
            if label[0].isupper() and is_whole_title(label) and not same_without:
                cuts.append(start)
                break
    return cuts


def spelled_out(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a colon behind labels written with a dash ("Lead – HR") or on their own line."""
    lines = [block for block in blocks if isinstance(block, Line)]
    alone, dashed = _labels_without_colon(lines)
    times = Counter(plain_title(line.text) for line in lines)
    names = [_bare_label(block, alone) for block in blocks]
    for at in range(1, len(blocks) - 1):
        if times[names[at]] == 1 and names[at - 1] and names[at + 1]:
            names[at] = ""  # between two labels it is the value of the first: "Action", "Review", "Lead"
    spelled = list(blocks)
    for at, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Line) else ""
        match = _DASHED.fullmatch(text)
        label = match["label"] if match else ""
        if isinstance(block, Line) and names[at]:
            spelled[at] = replace(block, text=f"{text.rstrip(':')}:", heading=0)
        elif (
            isinstance(block, Line) and match and plain_title(label) in dashed and not re.search(r"\d", label)
        ):
            spelled[at] = replace(block, text=f"{label}: {match['value']}", heading=0)
    return spelled


def _labels_without_colon(lines: Sequence[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Labels on lines of their own, and labels before a dash."""
    alone = Counter(plain_title(line.text) for line in lines if not line.bullet and _is_alone(line.text))
    dashes = [match["label"] for line in lines if (match := _DASHED.fullmatch(line.text.strip()))]
    whole_titles = (label for label in dashes if is_whole_title(label) and not _NUMBER_IN_LABEL.search(label))
    dashed = Counter(map(plain_title, whole_titles))
    with_colon = (match["label"] for line in lines if (match := LABEL.fullmatch(line.text.strip())))
    fields = {name for label in (*alone, *with_colon) for name in fields_of(label)[:1]}
    before_dash = _coming_back(dashed)
    fields |= {name for label in before_dash for name in fields_of(label)[:1]}
    several = len(alone) >= LEAST_LABELS_OF_PROGRESS and fields & _WORDINGS and fields & _PROGRESS
    if not fields & _WHO_OR_WHEN and not several:
        return frozenset(), frozenset()
    whole = frozenset(alone) if fields & _WORDINGS else _coming_back(alone)
    return whole | (_unknownlabels_of(lines, whole) if whole else frozenset()), before_dash


def _is_alone(text: str) -> bool:
    bare = text.strip().rstrip(":")
    short = len(bare) < MOST_CHARACTERS_OF_A_LABEL and bare[:1].isupper() and bare[-1] != "."
    if not short or ":" in bare or is_title(bare) or _is_dashed(bare):
        return False
    named = is_whole_title(bare) and not vocabulary_form(NUMBERED).fullmatch(bare)
    names = fields_of(bare)[:1] if named else ()
    a_value = names[:1] == ("status",) and is_status(bare)
    return bool(names) and names[0] not in _HEADINGS and not a_value


def _coming_back(times: Counter[str]) -> frozenset[str]:
    return frozenset(label for label, count in times.items() if count > 1)


def _unknownlabels_of(lines: Sequence[Line], known: frozenset[str]) -> frozenset[str]:
    """Short lines that come back in the form of the known labels, none of them just behind one."""
    plain = [plain_title(line.text) for line in lines]
    forms = Counter(line.heading for line, text in zip(lines, plain, strict=True) if text in known)
    form = forms.most_common(1)[0][0] if forms else 0
    values = {below for above, below in pairwise(plain) if above in known}
    found = Counter(
        text
        for line, text in zip(lines, plain, strict=True)
        if line.heading == form and not line.bullet and _may_be_label(line.text) and text not in values
    )
    least = 2 if form else max(2, max(Counter(plain)[label] for label in known) // 2)
    return frozenset(text for text, count in found.items() if count >= least and text)


def _may_be_label(text: str) -> bool:
    bare = clean(text).rstrip(":")
    most = MOST_WORDS_OF_A_LABEL if fields_of(bare) else MOST_WORDS_OF_AN_UNKNOWN_LABEL
    short = 0 < len(bare.split()) <= most and bare[:1].isupper()
    plain = bare[-1:] not in ".;,)" and not _NUMBER_IN_LABEL.search(bare)
    return short and plain and not labelled_section(bare)


def _is_dashed(text: str) -> bool:
    """A label with its value behind a dash ("By when - May 2024")."""
    match = _DASHED.fullmatch(text)
    return match is not None and is_whole_title(match["label"])


def _bare_label(block: Block, alone: frozenset[str]) -> str:
    """The label that a line is; nothing for other blocks."""
    text = block.text.strip() if isinstance(block, Line) and not block.bullet else ""
    bare = len(text) < LONGEST_LABEL and text[-1:] != "." and ":" not in text[:-1]
    plain = plain_title(text) if bare and not _is_dashed(text) else ""
    return plain if plain in alone and not vocabulary_form(NUMBERED).fullmatch(text) else ""


def roles_of(blocks: Sequence[Block], read: Read) -> dict[int, str]:
    """What lines without a label are where no label says what is done."""
    labels = [labels_of(block, read) for block in blocks]
    first = [found[0] for found in labels if found]
    opening = next((name for name in first if name in _ABOUT_AN_ACTION), None)
    if any(map(_WORDINGS.intersection, labels)) or opening is None:
        return {}
    if first.count("aim") >= first.count(opening):
        return {}
    roles: dict[int, str] = {}
    number_only = vocabulary_form(NUMBERED).fullmatch  # "Action 3" opens an action by itself
    for number, (loose, labelled) in enumerate(_groups(blocks, labels)):
        texts = [line.text.strip() for at in loose if isinstance(line := blocks[at], Line)]
        if is_inline(blocks[labelled], read):
            roles[labelled] = "inline"
            roles |= {at: "heading" for at in loose[-1:] if number and _is_heading(blocks, at)}
        elif labels[labelled][0] == opening and loose and not any(map(number_only, texts)):
            roles |= _roles_in(blocks, loose, first=not number)
    return roles


def labels_of(block: Block, read: Read) -> list[str]:
    """The fields of the labels of a line, in their order."""
    if not isinstance(block, Line):
        return []
    return [found for piece in pieces_of(block.text) if (found := _field(piece, read))]


def _field(piece: str, read: Read) -> str:
    match = LABEL.fullmatch(piece.strip())
    section = labelled_section(piece)
    if match is None or (section is not None and section.text == clean(piece)):
        return ""
    return next(iter(read(match["label"])), None) or ""


def is_inline(block: Block, read: Read) -> bool:
    """A text with labels behind it in the same line."""
    pieces = pieces_of(block.text) if isinstance(block, Line) else ()
    return len(pieces) > 1 and not _field(pieces[0], read) and _field(pieces[1], read) in _ABOUT_AN_ACTION


def _groups(blocks: Sequence[Block], labels: Sequence[list[str]]) -> Iterator[tuple[list[int], int]]:
    """Lines without labels that stand together, and the line with a label below them."""
    loose: list[int] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Line):
            loose = []
        elif labels[at] and not is_furniture(block.text):
            yield loose, at
            loose = []
        elif not is_furniture(block.text):
            loose.append(at)


def _roles_in(blocks: Sequence[Block], loose: Sequence[int], *, first: bool) -> dict[int, str]:
    """The wording stands at the number, else the bullet, else the heading, else just above the labels."""
    kinds: tuple[Callable[[Line], bool], ...] = (
        lambda line: ITEM_NUMBER.match(line.text.strip()) is not None,
        lambda line: line.bullet,
        lambda line: line.heading > 0,
    )
    lines = [(at, line) for at in loose if isinstance(line := blocks[at], Line)]
    marked = [[at for at, line in lines if kind(line)] for kind in kinds]
    found = next((places for places in marked if places), [loose[-1]])
    title = found[-1] if first else found[0]
    before = [at for at in loose if at < title]
    roles = {at: "heading" for at in before[-1:] if not first and _is_heading(blocks, at)}
    return roles | {title: "title"} | {at: "detail" for at in loose if at > title}


def _is_heading(blocks: Sequence[Block], at: int) -> bool:
    """A short line between two actions that goes on with nothing above it."""
    line = blocks[at]
    above = blocks[at - 1] if at else None
    if not isinstance(line, Line) or line.bullet or is_title(line.text):
        return False
    text = clean(line.text)
    short = len(text.split()) <= MOST_WORDS_OF_A_HEADING and text[:1].isupper() and text[-1:] not in ".,;:"
    return short and not (isinstance(above, Line) and is_cut(clean(above.text)))
