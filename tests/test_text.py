import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.documents.document import Grid, Line
from wres_analysis.documents.text import read_text
from wres_analysis.errors import WresError


def written(tmp_path, content):
    path = tmp_path / "plan.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_lines_with_tabs_are_rows_and_a_blank_line_ends_a_table(tmp_path):
    text = "## A plan\n\nAction\tLead\nTrain\tHR\n\nReview\tCEO\n"
    title, first, second = read_text(written(tmp_path, text)).blocks
    assert title == Line("A plan", "line 1", heading=2)
    assert [row.texts for row in first.rows] == [("Action", "Lead"), ("Train", "HR")]
    assert (second.place, second.new_page) == ("line 6", True)


def test_bullets_lose_their_mark_and_rows_keep_their_length(tmp_path):
    blocks = read_text(written(tmp_path, "• one\n- two\nA\tB\tC\nD\t\n")).blocks
    assert [block.text for block in blocks[:2]] == ["one", "two"]
    assert all(block.bullet for block in blocks[:2])
    assert [len(row.cells) for row in blocks[2].rows] == [3, 2]
    assert blocks[2].new_page is False


def test_a_form_feed_starts_a_new_page(tmp_path):
    blocks = read_text(written(tmp_path, "A\tB\n\fC\tD\n")).blocks
    assert [block.new_page for block in blocks] == [True, True]


def test_a_table_with_upright_bars_is_read_without_its_rule(tmp_path):
    (block,) = read_text(written(tmp_path, "| Action | Lead |\n|---|---|\n| Train | HR |\n")).blocks
    assert [row.texts for row in block.rows] == [("Action", "Lead"), ("Train", "HR")]


def test_windows_and_utf16_text_is_read(tmp_path):
    assert read_text(written(tmp_path, "Café – plan".encode("cp1252"))).blocks[0].text == "Café – plan"
    assert read_text(written(tmp_path, "Café – plan".encode("utf-16"))).blocks[0].text == "Café – plan"


@pytest.mark.parametrize("content", [b"", b"  \n \n", b"a\x00b\tc", bytes(range(256)) * 4])
def test_what_is_no_text_is_refused_in_one_line(tmp_path, content):
    with pytest.raises(WresError) as refused:
        read_text(written(tmp_path, content))
    assert str(refused.value).startswith("plan.txt: ")
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        found = read_text(path)
    except WresError:
        return
    assert all(isinstance(block, Line | Grid) for block in found.blocks)


@given(st.lists(st.lists(st.text("ab \t", max_size=6), min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_word_of_a_text_is_lost(tmp_path_factory, rows):
    text = "\n".join("\t".join(cells) for cells in rows) + "\nend"
    found = read_text(written(tmp_path_factory.mktemp("words"), text))
    kept = [word for block in found.blocks for word in words(block)]
    assert sorted(kept) == sorted(text.split())


def words(block):
    if isinstance(block, Line):
        return block.text.split()
    return [word for row in block.rows for text in row.texts for word in text.split()]
