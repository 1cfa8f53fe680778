"""Cut, shuffled and changed copies of documents: read, or refused in one line, and nothing else."""

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wres_analysis.documents import read_document
from wres_analysis.documents.document import Document
from wres_analysis.documents.text import read_text
from wres_analysis.errors import WresError

DOCUMENTS = sorted(
    path for path in (Path(__file__).parent / "documents").iterdir() if path.name != "skewed_scan.pdf"
)
TRIES = 6


def outcome(path):
    try:
        return read_document(path)
    except WresError as error:
        assert "\n" not in str(error)
        assert path.name in str(error)
        return error


def cut(data, chance):
    return data[: chance.randrange(len(data))]


def changed(data, chance):
    copy = bytearray(data)
    for _ in range(chance.choice([1, 10, 100])):
        copy[chance.randrange(len(copy))] = chance.randrange(256)
    return bytes(copy)


def shuffled(data, chance):
    size = max(1, len(data) // 8)
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    chance.shuffle(parts)
    return b"".join(parts)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_damaged_copies_are_read_or_refused(tmp_path, path):
    chance = random.Random(path.name)
    for number in range(TRIES):
        damage = (cut, changed, shuffled)[number % 3]
        copy = tmp_path / f"{number}{path.suffix}"
        copy.write_bytes(damage(path.read_bytes(), chance))
        assert isinstance(outcome(copy), Document | WresError)


@pytest.mark.parametrize("name", ["word/document.xml", "xl/worksheets/sheet1.xml"])
def test_damage_inside_a_package(tmp_path, name):
    """The zip is whole, its XML is not: nested wrongly, with absurd spans, or cut."""
    known = {
        "word/document.xml": "cards_with_changes.docx",
        "xl/worksheets/sheet1.xml": "spacers_and_key.xlsx",
    }
    source = Path(__file__).parent / "documents" / known[name]
    chance = random.Random(name)
    for number in range(TRIES):
        copy = tmp_path / f"{number}{source.suffix}"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy, "w") as new:
            for member in old.infolist():
                data = old.read(member)
                new.writestr(member.filename, changed(data, chance) if member.filename == name else data)
        assert isinstance(outcome(copy), Document | WresError)


@settings(max_examples=40, deadline=None)
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"a,b,c\n"]),
)
def test_any_bytes_are_read_or_refused(tmp_path_factory, data, start):
    path = tmp_path_factory.mktemp("any") / "plan.txt"
    path.write_bytes(start + data)
    assert isinstance(outcome(path), Document | WresError)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=200))
def test_the_text_reader_keeps_every_word(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("text") / "plan.txt"
    path.write_text(text, encoding="utf-8")
    try:
        document = read_text(path)
    except WresError:
        return
    kept = [line.text for line in document.lines()]
    kept += [cell for grid in document.grids() for row in grid.rows for cell in row.texts]
    letters = sorted(letter for letter in text if letter.isalnum())
    assert letters == sorted(letter for part in kept for letter in part if letter.isalnum())
