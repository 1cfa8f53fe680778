import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents import read_document
from wres_analysis.documents.plain_text import decode, strays_in, why_no_text
from wres_analysis.errors import WresError

PLAN = "Ref,Action,Lead,Deadline,Status\n1,Train{} chairs,HR,June 2024,Done\n2,Review it,CEO,May 2025,Open\n"


@pytest.mark.parametrize("name", ["plan.csv", "plan.txt"])
def test_a_stray_control_character_is_read_as_a_space_and_noted_with_its_line(tmp_path, name):
    path = tmp_path / name
    path.write_text(PLAN.format("\x1a"), encoding="utf-8")
    (note,) = [remark for remark in read_document(path).remarks if remark.code == "control_character"]
    assert (note.severity, note.place) == ("warn", "line 2")
    assert "U+001A in line 2" in note.message


def test_a_zero_is_refused_with_its_line(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_bytes(PLAN.format("\0").encode())
    with pytest.raises(WresError, match=r"U\+0000\) in line 2; save it again"):
        read_document(path)


def test_many_strays_are_named_in_short_and_too_many_are_no_text():
    text = "Train the chairs of all panels\x07 and say so.\n" * 20
    (note,) = strays_in((text * 2).encode()[: len(text)] + b"plain " * 400)
    assert note.message.endswith("and 15 more")
    assert decode(("a\x07" * 30).encode()) is None


def test_what_is_no_text_at_all_is_not_told_in_few_words():
    assert why_no_text(bytes(range(1, 32)) * 9) == ""


@given(st.text())
def test_text_without_control_characters_comes_back_as_it_was(text):
    kept = "".join(character for character in text if character.isprintable() and character != "\ufeff")
    assert decode(kept.encode()) == kept
