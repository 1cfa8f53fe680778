"""The text of a cell: cleaned, its lines joined; what boxes, symbols, prompts and counted days mean."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from wres_analysis.documents.document import Block, Cell, Document, Grid, Line, Remark
from wres_analysis.vocabulary import vocabulary_rows
from wres_analysis.vocabulary.headings import field_of, is_header

BULLETS = "•·▪●○‣◦■□➢"
_SUPERSCRIPT = re.compile(r"\s*<sup>\s*(st|nd|rd|th)?\s*</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:sup|sub|b|i|u|em|strong|span|p|div|font|a|li|ul|ol)(?:\s[^<>]{0,200})?>", re.IGNORECASE
)
_EMOJI = r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_INVISIBLE = re.compile(
    # U+200D holds emoji together, and is residue everywhere else
    rf"[\u200b\u200c\u200e\u200f\u2060\ufeff\ufffd\x00-\x08\x0e-\x1f]|\u200d(?!{_EMOJI})|(?<!{_EMOJI})\u200d"
)
_EMPTY_BULLET = re.compile(rf"(?:(?<=\s)|^)[{BULLETS}]\s*(?=$|[{BULLETS}])")
_BREAK_AT_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011]$")
_DATE = re.compile(r"\d{1,2}([/.])\d{1,2}\1(?:20\d\d|\d\d)")
_DATE_END, _DATE_START = re.compile(r"(?<![\w/.])[\d/.]+$"), re.compile(r"[\d/.]+(?=$|[\s,;)])")
_OPENS_MIDWAY = re.compile(r"[\"'“‘(]?[a-z]|[,;:.)\]%&]|[-–—]\s?[a-z]")
_CLOSED = re.compile(r"[.!?…][\"'”’)\]]*$|[.!?]\s*\([^)]*\)$")
_ABBREVIATION_FIRST = re.compile(
    r"e\.?g\.?|i\.?e\.?|n/?a\b|tb[acd]\b|eLearning|e-learning|iLearn", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


def has_residue(text: str) -> bool:
    """Whether a text holds residue of markup, such as a `<sup>` tag."""
    return bool(_SUPERSCRIPT.search(text) or _TAG.search(text) or _BREAK.search(text))


def has_empty_bullet(text: str) -> bool:
    """Whether a bullet stands in a text with nothing behind it."""
    return bool(_EMPTY_BULLET.search(text.strip()))


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """One line of text: residue of markup removed, printed lines joined, a break at a hyphen closed up."""
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("\xad", "")
    text = _TAG.sub("", _BREAK.sub("\n", _SUPERSCRIPT.sub(r"\1", text)))
    joined = ""
    for line in _INVISIBLE.sub("", text).splitlines():
        joined = join(joined, " ".join(line.split()))
    return _EMPTY_BULLET.sub("", joined).strip()


def join(first: str, second: str) -> str:
    """Two pieces of one text, with a blank between them unless a hyphenated word was cut."""
    if not first or not second:
        return first or second
    if _date_goes_on(first, second):
        return first + second
    cut = _BREAK_AT_HYPHEN.search(first) and second[0].isalnum()
    return f"{first}{second}" if cut else f"{first} {second}"


def _date_goes_on(first: str, second: str) -> bool:
    """Whether a line ends inside a date: "31/10/" and "2022", "30/1" and "1/2022", "31/10/20" and "22"."""
    left, right = _DATE_END.search(first), _DATE_START.match(second)
    if left is None or right is None or not _DATE.fullmatch(left[0] + right[0]):
        return False
    return not _DATE.fullmatch(left[0]) or len(left[0] + right[0]) == len("31/10/2022")


def starts_midway(text: str) -> bool:
    """Whether a text starts in the middle of a sentence."""
    stripped = text.lstrip(BULLETS + " ")
    return bool(_OPENS_MIDWAY.match(stripped)) and not _ABBREVIATION_FIRST.match(stripped)


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_CLOSED.search(text.strip()))


def is_cut(text: str) -> bool:
    """Whether a text plainly breaks off: at a comma, a hyphen, an open bracket or a small word."""
    text = text.rstrip()
    if not text or is_finished(text):
        return False
    last = re.split(r"[\s/]+", text)[-1].casefold()
    return text[-1] in ",-–—(&/:;" or text.count("(") > text.count(")") or last in SMALL_WORDS


SMALL_WORDS = frozenset(
    ("a", "an", "and", "the", "of", "to", "in", "for", "with", "by", "on", "or", "at", "as", "from", "that")
) | frozenset(
    ("which", "who", "is", "are", "be", "been", "will", "has", "have", "was", "were", "their", "our")
)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, for counting."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def mend_cut(first: str, second: str, known: frozenset[str]) -> str:
    """Two pieces of a text that was cut at a column border, in a word or between two."""
    if not first or not second or not (first[-1].isalpha() and second[0].isalpha()):
        return join(first, second)
    left, right = re.split(r"\s", first)[-1], re.split(r"\s", second)[0]
    whole = _bare(left + right)
    overlap = _bare(left + right[1:]) if left[-1:].casefold() == right[:1].casefold() else ""
    if overlap and overlap in known and whole not in known:
        return first + second[1:]
    if whole in known:
        return first + second
    both_words = _bare(left) in known and _bare(right) in known
    return f"{first} {second}" if both_words or second[0].isupper() else first + second


def _bare(word: str) -> str:
    return "".join(_WORD.findall(word.casefold()))


TICKED, UNTICKED = "☒", "☐"
_SYMBOL_BULLETS = ("\xb7\xa7\x76\xd8\x6e", "•••••")
_WRITTEN_AND_SHOWN: Mapping[str, tuple[str, str]] = {
    "symbol": _SYMBOL_BULLETS,
    "wingdings": (
        _SYMBOL_BULLETS[0] + "\xfc\xfb\xfe\xfd\x6f\x71\x72\xa8\x6c\xa4\xa1",
        _SYMBOL_BULLETS[1] + "✓✗☑☒☐☐☐☐◉◉○",
    ),
    "wingdings 2": ("\x50\x57\x4f\x56\x52\x51\x53\x54\x2a\x30\xa3", "✓✓✗✗☑☒☒☒☐☐☐"),
    "webdings": ("\x61\x72\x63\x67", "✓✗☐☒"),
    "zapfdingbats": ("\x33\x34\x35\x36\x37\x38\x6f\x71\x72\x6e\x6c\x6d", "✓✓✗✗✗✗☐☐☐☒◉○"),
}
_PRIVATE = 0xF000  # where Word and PDF files move the letters of symbol fonts to
_BOX = re.compile(r"(?P<on>[☑☒✓✔✗✘◉⦿🗹🗷]|[\[(][xX✓✔][\])])|(?P<off>[☐□○◯❑❏]|[\[(]\s?[\])])")
_ALSO_BULLETS, _TICKS = frozenset("□○◯"), frozenset("✓✔✗✘◉")
_EMPTY_BOXES = re.compile(r"[☐□○◯❑❏\[\]()\s]*")
_SERIAL = re.compile(r"[34]\d{4}(?:\.0+)?")
_FIRST_DAY = dt.date(1899, 12, 30)
_DATES = ("deadline", "revised_deadline")
_ENDS = " .:…-–—<>[](){}*#_"


def shown_in(font: str, text: str) -> str:
    """What a text in a symbol font shows; unchanged in a font of letters."""
    written, shown = _WRITTEN_AND_SHOWN.get(font.strip().casefold(), ("", ""))
    moved = "".join(chr(_PRIVATE + ord(letter)) for letter in written)
    return text.translate(str.maketrans(written + moved, shown + shown))


def ticked(text: str) -> str | None:
    """Of several options with boxes the ticked ones; blank where none is; None where these are no options."""
    boxes = list(_BOX.finditer(text))
    if boxes and _EMPTY_BOXES.fullmatch(text):
        return ""
    words = _BOX.sub("", text).strip()
    plain = all(box["off"] in _ALSO_BULLETS or box["on"] in _TICKS for box in boxes)
    if not words or plain:
        return None  # a tick or a bullet and a text are no options
    starts = [box.start() for box in boxes]
    behind = bool(text[: starts[0]].strip())  # the boxes stand behind their words
    edges = [0, *(box.end() for box in boxes)] if behind else [*starts, len(text)]
    options = [text[start:stop] for start, stop in pairwise(edges)]
    ticked_ones = (option for box, option in zip(boxes, options, strict=False) if box["on"])
    return "; ".join(" ".join(_BOX.sub(" ", option).split()).strip(" ,;/|") for option in ticked_ones)


def as_meant(document: Document) -> Document:
    """The document with prompts blank and counted days as dates; both are told."""
    remarks: list[Remark] = []
    blocks: list[Block] = []
    for block in document.blocks:
        changed, told = _grid_as_meant(block) if isinstance(block, Grid) else (block, [])
        remarks += told
        if not isinstance(changed, Grid) or changed.rows:
            blocks.append(changed)
    return replace(document, blocks=tuple(blocks), remarks=(*document.remarks, *remarks))


def _grid_as_meant(grid: Grid) -> tuple[Grid, list[Remark]]:
    prompts = [cell.text for row in grid.rows for cell in row.cells if is_prompt(cell.text)]
    headers = (row.texts for row in grid.rows if is_header(row.texts))
    dates = {at for titles in headers for at, title in enumerate(titles) if field_of(title) in _DATES}
    cells = ((at, text) for row in grid.rows for at, text in enumerate(row.texts))
    serials = [text for at, text in cells if at in dates and _SERIAL.fullmatch(text)]
    remarks: list[Remark] = []
    if prompts:
        named = "; ".join(dict.fromkeys(" ".join(text.split()) for text in prompts))
        message = f"{len(prompts)} cells that hold only a prompt are blank: {named[:200]}"
        remarks.append(Remark("info", "prompt_left", message, grid.place))
    if serials:
        named = ", ".join(serials[:5])
        message = f"{len(serials)} numbers of days were read as the dates that Excel means by them: {named}"
        remarks.append(Remark("warn", "serial_date", message, grid.place))
    if not remarks:
        return grid, []
    rows = (
        replace(row, cells=tuple(_cell(cell, at in dates) for at, cell in enumerate(row.cells)))
        for row in grid.rows
    )
    return replace(grid, rows=tuple(row for row in rows if any(text.strip() for text in row.texts))), remarks


def _cell(cell: Cell, is_date: bool) -> Cell:
    if is_prompt(cell.text):
        return replace(cell, text="")
    if is_date and _SERIAL.fullmatch(cell.text):
        day = _FIRST_DAY + dt.timedelta(days=int(float(cell.text)))
        return replace(cell, text=f"{day:%d/%m/%Y}")
    return cell


def is_prompt(text: str) -> bool:
    """Whether a cell only asks to be filled in."""
    plain = " ".join(text.casefold().split()).strip(_ENDS)
    words = plain.split()
    if not words:
        return False
    kinds = _prompts()
    if kinds.get(plain) == "whole":
        return True
    while words and kinds.get(words[0]) == "opening":
        words = words[1:]
    if len(words) == len(plain.split()):
        return False
    rest = [word for word in words if kinds.get(word) != "small"]
    return all(kinds.get(word) == "thing" for word in rest) or field_of(" ".join(rest)) is not None


@cache
def _prompts() -> dict[str, str]:
    return {row["text"]: row["kind"] for row in vocabulary_rows("prompts")}


_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3  # guard: shorter words are in every language
# Fewer tokens say nothing: a page with a heading and a footer has about ten.
_LEAST_TOKENS = 12
_CUT = re.compile(r"(?P<left>[^\W\d_]+)[-‐]\n(?P<right>[^\W\d_]+)")


@cache
def known_words() -> frozenset[str]:
    """The words of the vocabularies of the package."""
    room = resources.files("wres_analysis.vocabulary").joinpath("language")
    names = sorted(file.name.removesuffix(".csv") for file in room.iterdir() if file.name.endswith(".csv"))
    rows = (row for name in names for row in vocabulary_rows(name))
    texts = (text or "" for row in rows for text in row.values())
    return frozenset(word for text in (*SMALL_WORDS, *texts) for word in _LETTERS.findall(text.casefold()))


def known_share(texts: Iterable[str]) -> float | None:
    """The share of the words that plans are known to use; None where there are too few to tell."""
    tokens = [token for text in texts for token in text.split() if len(token) >= _LEAST_LETTERS]
    worded = [token for token in tokens if not token.strip(".,/-:()%").isdigit()]
    if len(worded) < _LEAST_TOKENS:
        return None
    known = known_words()
    return sum("".join(_LETTERS.findall(token.casefold())) in known for token in worded) / len(worded)


def without_cut_words(text: str, written: frozenset[str]) -> str:
    """A text with the words that the end of a line cut in two made whole; `written` are whole words."""
    return _CUT.sub(lambda cut: _mended(cut, written), text)


def _mended(cut: re.Match[str], written: frozenset[str]) -> str:
    left, right = cut["left"].casefold(), cut["right"].casefold()
    if left + right in written:
        return cut["left"] + cut["right"]
    compound = f"{left}-{right}" in written or left in _FIRST_PARTS or not cut["right"].islower()
    return cut[0] if compound or (left in written and right in written) else cut["left"] + cut["right"]


# parts that stand before a hyphen of their own
_FIRST_PARTS = frozenset(
    ("non", "pre", "post", "anti", "co", "ex", "self", "well", "follow", "mid", "multi", "sub", "inter", "e")
) | frozenset(("cross", "long", "short", "high", "low", "full", "part", "half", "de", "under", "over", "re"))


def with_whole_words(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with the words that the end of a line cut in two made whole, as far as whole words tell them."""
    texts = [text for block in blocks for text in _texts(block)]
    if not any(map(_CUT.search, texts)):
        return tuple(blocks)
    parted = (_CUT.sub(" ", text.casefold()) for text in texts)
    # a word with a hyphen counts as one too
    own = {word for text in parted for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text)}
    written = known_words() | own | {part for word in own for part in word.split("-")}
    return tuple(_whole(block, written) for block in blocks)


def _texts(block: Block) -> Iterable[str]:
    return [block.text] if isinstance(block, Line) else [text for row in block.rows for text in row.texts]


def _whole(block: Block, written: frozenset[str]) -> Block:
    if isinstance(block, Line):
        return replace(block, text=without_cut_words(block.text, written))
    rows = []
    for row in block.rows:
        cells = (replace(cell, text=without_cut_words(cell.text, written)) for cell in row.cells)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(block, rows=tuple(rows))
