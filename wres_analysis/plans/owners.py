"""Who is responsible: names of persons and what stands in their place, roles, and owner cells.

Each word gets a class: title, initial, given name, surname, role, thing, place, plain word or unknown; the
order of the classes tells a name. Not found: a name that is a plain word throughout ("Grace Field"), a given
name alone within a sentence, and a rare surname alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from wres_analysis.vocabulary import is_placeholder, vocabulary_rows, vocabulary_words

NAME = "[name]"
E_MAIL = "[e-mail]"
TELEPHONE = "[telephone]"
LONGEST_ABBREVIATION = 5  # "REACH" is a network; "OKONKWO" a surname
_OF_PLAIN_WORDS = (
    *("plain_words", "months", "headings", "verbs", "terms", "objects", "themes", "status_words"),
    *("weak_words", "related_words", "coverage_wording", "deadline_forms", "section_words"),
)
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0d7f])"
_WORD = re.compile(rf"{_LETTER}+(?:['’‘`‐‑-]{_LETTER}+)*\.?")
_GAP = re.compile(r"[ \u00a0]?")
_COMMA = re.compile(r",[ \u00a0]")
_POSSESSIVE = re.compile(r"['’]s$")
_E_MAIL = re.compile(r"[\w.+%’'-]+@[\w-]+(?:\.[\w-]+)+")
_POST = re.compile(r"[A-Z][a-z]{1,2}[A-Z]{1,2}")  # "DoN" is a director of nursing, "Don" a given name
# at least ten digits: "01632 960123"; a code has fewer, and two dates in one cell have their own look
_TELEPHONE = re.compile(
    r"(?<![\w/.])(?!\d{1,2}[./-]\d{1,2}[./-]\d{2})(?:\+\d{1,3}|\(?0\d)(?:[\s().-]{0,2}\d){8,12}(?![\w/])"
)
# Classes: T title, I initial, G given name, g given name and plain word, S surname, o surname and plain word,
# C unknown, P particle, R role, r role and surname, H thing, L place, O plain word, A abbreviation,
# K king or saint, x any other word, | no word between
_TAIL = r"(?:P*[GgSC])"
_LAST = r"(?:P*[oLr](?![HRAOoK]))"
_PERSON = re.compile(
    rf"K+[GgSCoLr]+|T+I*(?:P*[GgSCoOL]|r(?!P))(?:{_TAIL}|I)*{_LAST}?|T+I+"
    rf"|[SCo],[Gg](?:I|{_TAIL})*(?![HRL])"
    rf"|GI*(?:{_TAIL}+{_LAST}?|{_LAST})|gI*(?:P*S|P+C|P*G){_TAIL}*|S(?:P*[SG])+|C(?:P*[SG])+{_TAIL}*|G(?=[Rr])|I+P*S{_TAIL}*|II+[Cgo]|I[Cgo]|[SC],I+"
)
_BESIDE_A_POST = re.compile(rf"(?:[\s,;(]|\band\b|\bwith\b)*{re.escape(NAME)}[\s,;)]*")
_IN_CELL = re.compile(r"[TIGgSCPo]*(?:G|S|II*C|CP*C|Co|oC|g[IP]*[CSo]|T.)[TIGgSCPo]*")
_AFTER_CUE = re.compile(rf"(?:[GgS]|C(?=P*[GgSC])){_TAIL}*{_LAST}?")
# the columns of ACTIONS that hold printed text; in the owner names are also told by their form
MASKED = (
    *("place", "part", "aim", "ref", "action", "detail", "deadline", "revised_deadline"),
    *("status_raw", "comment", "evidence", "other_plans"),
)
MOST_WORDS_OF_ROLES = 40  # "Head of HR / Head of OD / …" of six posts; a longer text is no list of roles
_PART = re.compile(r"(\s*(?:[\n;,/&+()\[\]|:]|\s[-–—]\s|\band\b|\bwith\b|\bsupported by\b)\s*)")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s?(?:&[A-Z]+)?")


def without_names(owner: str) -> str:
    """An owner without the names that were masked in it: who holds a post may change, and the post stays."""
    return _BESIDE_A_POST.sub(" ", owner).strip() or owner


@cache
def _kind(kind: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in vocabulary_words("personal_names", kind=kind))


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(
        _folded(name) for of in (kind, "both") for name in vocabulary_words("name_list", kind=of)
    )


def _folded(word: str) -> str:
    """A word without case and accents: "Adébáyò" is listed as "Adebayo"."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).replace("’", "'")


@cache
def _plain_words() -> frozenset[str]:
    """Words that are also used in small letters; roles and those of the vocabularies on other things too."""
    rows = [row for name in _OF_PLAIN_WORDS for row in vocabulary_rows(name)]
    words = (word for row in rows for text in row.values() for word in text.casefold().split())
    return _roles().union(words)


@cache
def _roles() -> frozenset[str]:
    return vocabulary_words("role_words") - vocabulary_words("role_words", names="names")


@lru_cache(maxsize=65536)
def _class_of(word: str) -> str:
    bare = _POSSESSIVE.sub("", word.rstrip("."))
    plain = bare.casefold().replace("’", "'")
    if len(bare) == 1 and bare.isupper():
        return "I"
    if bare[0].lower() == bare[0].upper():  # a script without capitals: a name only in a cell of its own
        return "S" if "\u3040" <= bare[0] <= "\ud7af" else "C"  # East Asian names are one word
    if bare[0].islower() and not re.match(r"[a-z]{1,2}['’‑-][A-Z]", bare):
        return "P" if plain in _kind("particle") else "x"
    for kind, name in (("title", "T"), ("royal", "K"), ("thing", "H"), ("place", "L")):
        if plain in _kind(kind):
            return name
    if _POST.fullmatch(bare):
        return "A"
    parts = [_folded(part) for part in (plain, *re.split(r"[‐‑-]", plain))]
    given = not _listed("given").isdisjoint(parts)
    surname = not _listed("surname").isdisjoint(parts)
    if plain in _roles():
        return "g" if given else "r" if surname else "R"
    if all(_plain_words() & {part, *map(part.removesuffix, ("s", "es", "'s"))} for part in parts[-2:]):
        return "g" if given else "o" if surname else "O"
    if given or surname:
        return "G" if given else "S"
    return "A" if bare.isupper() and len(bare) <= LONGEST_ABBREVIATION else "C"


def _words_of(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The classes of the words of a text as one string, and where in the text each class stands."""
    classes, spans, end = "", [], 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        if classes and not _GAP.fullmatch(between):
            classes += "," if _COMMA.fullmatch(between) else "|"
            spans.append((end, match.start()))
        classes += _class_of(match[0])
        spans.append(match.span())
        end = match.end() - (match[0][-1] == "." and classes[-1] not in "TI")
        if end < match.end():
            spans[-1] = (match.start(), end)
    return classes, spans


def mask_names(text: str, known: frozenset[str] = frozenset()) -> str:
    """A running text with `[name]` in place of persons' names, its addresses and numbers taken out too."""
    for name in sorted(known, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text)
    return _masked(text)


@lru_cache(maxsize=8192)
def _masked(text: str) -> str:
    text = _TELEPHONE.sub(TELEPHONE, _E_MAIL.sub(E_MAIL, text))
    classes, spans = _words_of(text)
    done, end = "", 0
    for start, stop in sorted([*_persons(text, classes, spans), *_after_cues(text, classes, spans)]):
        if start >= end:
            owned = _POSSESSIVE.search(text[start:stop])
            done += text[end:start] + NAME + (owned[0] if owned else "")
            end = stop
    return done + text[end:]


def _persons(text: str, classes: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for match in _PERSON.finditer(classes):
        start, stop = spans[match.start()][0], spans[match.end() - 1][1]
        follows = classes[match.end() : match.end() + 1]
        if match[0][0] == "K" or (follows and _names_thing(text, spans[match.end()], match[0], stop)):
            continue
        if match[0] in ("IC", "Ig", "Io") and text[spans[match.start()][1] - 1] != ".":
            continue
        if not any(text[start:stop].casefold().startswith(kept) for kept in _kind("kept")):
            yield start, stop


def _names_thing(text: str, span: tuple[int, int], name: str, stop: int) -> bool:
    """Whether the word behind a name makes it that of a thing: "Grace Ward", not "Dr Khan's report"."""
    word = text[slice(*span)]
    persons = name[0] == "T" or bool(_POSSESSIVE.search(text[:stop]))
    return word.casefold() in _kind("thing") and not (persons and word[0].islower())


@cache
def _cues() -> re.Pattern[str]:
    """Words behind which a name may stand alone ("led by", "Lead:")."""
    words = "|".join(sorted(map(re.escape, _kind("cue")), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\s*", re.IGNORECASE)


def _after_cues(text: str, classes: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = {span[0]: place for place, span in enumerate(spans)}
    for cue in _cues().finditer(text):
        place = at.get(cue.end())
        while place is not None and (match := _AFTER_CUE.match(classes, place)):
            last = spans[match.end() - 1][1]
            if match.end() < len(spans) and _names_thing(text, spans[match.end()], match[0], last):
                break
            yield spans[place][0], last
            joined = re.compile(r"(?:,|\s*/|\s+and|\s*&)\s+").match(text, last)
            place = at.get(joined.end()) if joined else None


def is_name(part: str) -> bool:
    """Whether a part of an owner cell is a person's name by its form."""
    classes, spans = _words_of(part)
    if not spans or part.strip().casefold() in _kind("kept") or _POSSESSIVE.search(part.strip()):
        return False
    return spans[0][0] == len(part) - len(part.lstrip()) and bool(_IN_CELL.fullmatch(classes))


def has_owner(text: str) -> bool:
    """Whether an owner cell names anybody: a placeholder such as N/A or TBC does not."""
    return not is_placeholder(text)


def is_role(text: str) -> bool:
    """Whether a text reads as one or more roles: mostly role words, one of them for a person or a body."""
    words = re.findall(r"[\w&'’-]+", text)
    if not words or len(words) > MOST_WORDS_OF_ROLES or re.search(r"[a-z]\.(?:\s|$)", text):
        return False
    roles = vocabulary_words("role_words")
    known = [word for word in words if word.casefold() in roles or _ABBREVIATION.fullmatch(word)]
    persons = [word for word in known if word.casefold() in vocabulary_words("role_words", names="person")]
    only_known = len(known) == len(words) and any(word[0].isupper() for word in words)
    return (bool(persons) and 5 * len(known) >= 3 * len(words)) or only_known


def mask_owner(text: str) -> str:
    """An owner cell with `[name]` in place of persons' names, its roles kept."""
    parts = _PART.split(mask_names(text))
    return "".join(NAME if place % 2 == 0 and is_name(part) else part for place, part in enumerate(parts))


def names_in_owner(text: str) -> frozenset[str]:
    """The names that only an owner cell shows to be names, to be taken out of the rest of the plan too."""
    return frozenset(part.strip() for part in _PART.split(mask_names(text))[::2] if is_name(part))
