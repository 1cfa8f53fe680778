"""Lines of labels and values: cut before each label, and which line without a label opens an action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from wres_analysis.documents.cell_text import clean, is_cut
from wres_analysis.documents.document import Block, Line
from wres_analysis.plans.card_grids import NUMBERED
from wres_analysis.plans.sections import is_furniture, is_title, labelled_section
from wres_analysis.vocabulary.headings import fields_of, is_whole_title, plain_title

MOST_WORDS_OF_A_LABEL = 9
LONGEST_LABEL = 120
MOST_WORDS_OF_A_HEADING = 8
MOST_CHARACTERS_OF_A_LABEL = 60
LABEL = re.compile(r"(?P<label>[A-Z#][^:\n]{0,70}?)\s*:(?!//)\s*(?P<value>.*)", re.DOTALL)
ITEM_NUMBER = re.compile(
    r"\(?(?:(?:action|recommendation|commitment)\s+)?\d{1,2}(?:\.\d{1,2})*[a-z]?[.):]?\s+\S|\(?[a-z][.)]\s+\S",
    re.I,
)
_COLON = re.compile(r"\s*:(?=\s|$)")
_DASHED = re.compile(r"(?P<label>[A-Z][\w ]{1,40}?)\s+[–—-]\s+(?P<value>\S.*)", re.DOTALL)
_PARTING = re.compile(r"[\s|;,(\[–—-]+$")
_OPENED = re.compile(r"\s*[(\[]\s*$")
_ABOUT_AN_ACTION = frozenset({"owner", "deadline", "status", "comment", "measure", "evidence"})
_WHO_OR_WHEN = frozenset({"owner", "deadline"})
_HEADINGS = frozenset({"part", "aim", "indicators", "ref"})
_WORDINGS = frozenset({"action", "detail"})

Read = Callable[[str], tuple[str | None, ...]]


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> tuple[str, ...]:
    """A line cut before each label in it.

    Examples
    --------
    >>> pieces_of("Train the chairs (Lead: Head of HR; Timescale: May 2024)")
    ('Train the chairs', 'Lead: Head of HR', 'Timescale: May 2024')
    """
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
    cut = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < end]
    if any(map(_OPENED.search, cut[:-1])):
        cut[-1] = re.sub(r"[)\]]\s*\.?\s*$", "", cut[-1])
    bare = [*(_PARTING.sub("", piece) for piece in cut[:-1]), *cut[-1:]]
    return tuple(piece.strip(" |;\t") for piece in bare)


def spelled_out(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a colon behind labels that are written with a dash ("Lead – HR") or on their own line.

    Only titles of the vocabulary that come back, where some of them say who or when.
    """
    lines = [block for block in blocks if isinstance(block, Line)]
    alone = _coming_back([line.text for line in lines])
    dashed = _coming_back(
        [match["label"] for line in lines if (match := _DASHED.fullmatch(line.text.strip()))]
    )
    return [_spelled_out(block, alone, dashed) if isinstance(block, Line) else block for block in blocks]


def _coming_back(texts: Sequence[str]) -> frozenset[str]:
    titles = [text for text in texts if len(text) < MOST_CHARACTERS_OF_A_LABEL and is_whole_title(text)]
    times = Counter(map(plain_title, titles))
    known = {label: fields_of(label)[:1] for label, count in times.items() if count > 1}
    labels = frozenset(label for label, names in known.items() if names and names[0] not in _HEADINGS)
    fields = {name for names in known.values() for name in names}
    return labels if fields & _WHO_OR_WHEN else frozenset()


def _spelled_out(line: Line, alone: frozenset[str], dashed: frozenset[str]) -> Line:
    text = line.text.strip()
    if len(text) < MOST_CHARACTERS_OF_A_LABEL and plain_title(text) in alone and ":" not in text:
        return replace(line, text=f"{text}:", heading=0)
    match = _DASHED.fullmatch(text)
    if match and plain_title(match["label"]) in dashed:
        return replace(line, text=f"{match['label']}: {match['value']}")
    return line


def roles_of(blocks: Sequence[Block], read: Read) -> dict[int, str]:
    """What lines without a label are where no label says what is done."""
    if any(_WORDINGS & set(found) for block in blocks for found in [_labels(block, read)]):
        return {}
    first = [found[0] for block in blocks for found in [_labels(block, read)] if found]
    opening = next((name for name in first if name in _ABOUT_AN_ACTION), None)
    roles: dict[int, str] = {}
    if opening is None:
        return roles
    for number, (loose, labelled) in enumerate(_groups(blocks, read)):
        found = _labels(blocks[labelled], read)
        if _is_inline(blocks[labelled], read):
            roles[labelled] = "inline"
            roles |= {at: "heading" for at in loose[-1:] if number and _is_heading(blocks, at)}
        elif found[0] == opening and loose and not any(map(_is_number, (blocks[at] for at in loose))):
            roles |= _roles_in(blocks, loose, first=not number)
    return roles


def _labels(block: Block, read: Read) -> list[str]:
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


def _is_inline(block: Block, read: Read) -> bool:
    """A text with labels behind it in the same line."""
    pieces = pieces_of(block.text) if isinstance(block, Line) else ()
    return len(pieces) > 1 and not _field(pieces[0], read) and _field(pieces[1], read) in _ABOUT_AN_ACTION


def _groups(blocks: Sequence[Block], read: Read) -> Iterator[tuple[list[int], int]]:
    """Lines without labels that stand together, and the line with a label below them."""
    loose: list[int] = []
    runs = groupby(enumerate(blocks), key=lambda one: isinstance(one[1], Line))
    for is_lines, run in runs:
        loose = []
        for at, block in run:
            if not is_lines or is_furniture(getattr(block, "text", "")):
                continue
            if _labels(block, read):
                yield loose, at
                loose = []
            else:
                loose.append(at)


def _roles_in(blocks: Sequence[Block], loose: Sequence[int], *, first: bool) -> dict[int, str]:
    """The wording stands at the number, else the bullet, else the heading, else just above the labels."""
    kinds: tuple[Callable[[Line], bool], ...] = (
        lambda line: ITEM_NUMBER.match(line.text.strip()) is not None,
        lambda line: line.bullet,
        lambda line: line.heading > 0,
    )
    marked = [[at for at in loose if _is(blocks[at], kind)] for kind in kinds]
    found = next((places for places in marked if places), [loose[-1]])
    title = found[-1] if first else found[0]
    before = [at for at in loose if at < title]
    roles = {at: "heading" for at in before[-1:] if not first and _is_heading(blocks, at)}
    return roles | {title: "title"} | {at: "detail" for at in loose if at > title}


def _is(block: Block, kind: Callable[[Line], bool]) -> bool:
    return isinstance(block, Line) and kind(block)


def _is_number(block: Block) -> bool:
    """A line such as "Action 3", which opens an action by itself."""
    return isinstance(block, Line) and NUMBERED.fullmatch(block.text.strip()) is not None


def _is_heading(blocks: Sequence[Block], at: int) -> bool:
    """A short line between two actions that goes on with nothing above it."""
    line = blocks[at]
    above = blocks[at - 1] if at else None
    if not isinstance(line, Line) or line.bullet or is_title(line.text):
        return False
    text = clean(line.text)
    short = len(text.split()) <= MOST_WORDS_OF_A_HEADING and text[:1].isupper() and text[-1:] not in ".,;:"
    return short and not (isinstance(above, Line) and is_cut(clean(above.text)))
