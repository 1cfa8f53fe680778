import csv
import io
from threading import Thread

import pytest
from filelock import FileLock, Timeout
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.errors import FileError, TableError
from wres_analysis.notebook.link_review.reviewed_file import (
    COLUMNS,
    REVIEWED,
    Ledger,
    Verdict,
    decisions_in,
    merged,
    read_content,
    reviewed_text,
    row_before,
    withdrawn,
)
from wres_analysis.writing import held_alone

PAIR = {"organisation": "T1", "from_year": "2021-22", "from_id": "1", "to_year": "2022-23", "to_id": "5"}
HASH = "aaaaaaaaaaaa-bbbbbbbbbbbb"
HEAD = "organisation,from_year,from_id,to_year,to_id,text_hash,decision,reviewer,note"


def verdict(decision="link", reviewer="Ann", *, unique=True, **cells):
    told = {
        **PAIR,
        "text_hash": HASH,
        "decision": decision,
        "reviewer": reviewer,
        "decided_at": "now",
        **cells,
    }
    return Verdict({name: told.get(name, "") for name in COLUMNS}, unique)


def file_of(*lines, end="\n", mark=""):
    return (mark + end.join([HEAD, *lines]) + end).encode("utf-8")


def read_back(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_new_file_opens_in_a_spreadsheet_and_is_read_by_the_linker():
    content = merged(reviewed_text(None), verdict(from_text="=1+1 “quoted”")).content()
    assert content.startswith(b"\xef\xbb\xbforganisation,") and b",'=1+1" in content
    found = decisions_in(content)
    assert found[["from_text", "decision", "decided_at"]].values.tolist() == [
        ["=1+1 “quoted”", "link", "now"]
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_other_rows_keep_their_bytes(end, mark):
    others = ['T1,2021-22,2,2022-23,6,,no,Bob,"two\nlines, and a ""quote"""', "T1,2021-22,3,2022-23,7,,,,"]
    before = file_of(*others, end=end, mark=mark)
    after = merged(reviewed_text(before), verdict()).content()
    kept = before.decode().removeprefix(mark + HEAD)
    assert after.decode().startswith(f"{mark}{HEAD},decided_at{kept}")
    assert after.decode().removeprefix(f"{mark}{HEAD},decided_at{kept}").endswith(end)
    assert decisions_in(after)["reviewer"].tolist() == ["Bob", "Ann"]


def test_a_file_without_a_last_line_end_gets_one():
    before = file_of("T1,2021-22,2,2022-23,6,,no,Bob,").rstrip(b"\n")
    assert len(decisions_in(merged(reviewed_text(before), verdict()).content())) == 2


def test_columns_of_others_stay_where_they_are():
    before = b"mine,organisation,from_year,from_id,to_year,to_id,decision\nx,T1,2021-22,2,2022-23,6,no\n"
    rows = read_back(merged(reviewed_text(before), verdict()).content())
    assert [row["mine"] for row in rows] == ["x", ""]
    own = before.decode().split("\n")[0].split(",")
    assert list(rows[0]) == [*own, "text_hash", "reviewer", "decided_at"]


def test_a_blank_row_about_the_pair_is_filled_in():
    before = file_of(f"T1,2021-22,1,2022-23,5,{HASH},,,ask the lead", "T1,2021-22,2,2022-23,6,,no,Bob,")
    rows = read_back(merged(reviewed_text(before), verdict(note="yes")).content())
    found = [(row["decision"], row["reviewer"], row["note"]) for row in rows]
    assert found == [("link", "Ann", "yes"), ("no", "Bob", "")]
    kept = read_back(merged(reviewed_text(before), verdict()).content())
    assert kept[0]["note"] == "ask the lead"  # a note of others stays


def test_an_own_decision_is_replaced():
    before = file_of(f"T1,2021-22,1,2022-23,5,{HASH},no,ann ,")
    (row,) = read_back(merged(reviewed_text(before), verdict()).content())
    assert row["decision"] == "link"


@pytest.mark.parametrize(
    ("row", "unique", "is_about"),
    [
        ({}, True, True),
        ({"from_id": "9"}, True, True),  # renumbered: the wording counts
        ({"from_id": "9"}, False, False),  # the same words stand twice: the id counts
        ({"text_hash": ""}, True, True),
        ({"text_hash": "", "to_id": "9"}, True, False),
        ({"text_hash": "other"}, True, False),  # another wording since
        ({"to_year": "2023-24"}, True, False),
    ],
)
def test_which_row_is_about_the_pair(row, unique, is_about):
    assert verdict(unique=unique).is_about({**PAIR, "text_hash": HASH, **row}) is is_about


def test_what_is_withdrawn_leaves_the_file_as_it_was():
    for before in (
        file_of("T1,2021-22,2,2022-23,6,,no,Bob,"),
        file_of(f"T1,2021-22,1,2022-23,5,{HASH},,,ask"),
    ):
        text = reviewed_text(before).with_columns(["decided_at"])
        filled = merged(text, verdict())
        again = withdrawn(filled, verdict(), row_before(text, verdict()))
        assert again.rows() == text.rows()


def test_of_two_rows_about_a_pair_the_decided_one_comes_back_as_it_was():
    blank = f"T1,2021-22,1,2022-23,5,{HASH},,,ask"
    text = reviewed_text(file_of(blank, f"T1,2021-22,1,2022-23,5,{HASH},link,Ann,I rang them"))
    text = text.with_columns(["decided_at"])
    changed = merged(text, verdict("no"))
    assert [row["decision"] for row in changed.rows()] == ["", "no"]
    assert withdrawn(changed, verdict("no"), row_before(text, verdict("no"))).rows() == text.rows()


def test_a_column_that_stands_twice_keeps_both_its_cells():
    head = "organisation,from_year,from_id,to_year,to_id,note,decision,note"
    text = merged(reviewed_text(f"{head}\nT1,2021-22,1,2022-23,5,mine,,yours\n".encode()), verdict())
    assert text.records[1] == "T1,2021-22,1,2022-23,5,mine,link,yours,,Ann,now\n"


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=4))
def test_whatever_stands_in_other_rows_is_kept(cells):
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*PAIR, "decision", "note"])
    rows.writerows(["T1", "2021-22", one, "2022-23", "x", "", other] for one, other in cells)
    text = merged(reviewed_text(out.getvalue().encode()), verdict())
    body = out.getvalue().split("\n", 1)[1]
    assert text.content().decode().split("\n", 1)[1].startswith(body)
    assert read_back(text.content())[-1]["reviewer"] == "Ann"


def test_what_is_not_a_table_is_named(tmp_path):
    with pytest.raises(TableError, match="save it as CSV UTF-8"):
        reviewed_text("Städte".encode("cp1252"))
    assert read_content(tmp_path / REVIEWED) is None
    (tmp_path / REVIEWED).mkdir()
    with pytest.raises(FileError, match=r"links_reviewed\.csv: it cannot be used .Is a directory"):
        read_content(tmp_path / REVIEWED)


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (Timeout("a.lock"), "another window is writing to it; wait a moment"),
        (NotImplementedError(), "this disk cannot lock files"),
        (OSError(13, "Permission denied"), "it cannot be used (Permission denied)"),
    ],
)
def test_a_lock_that_is_not_to_be_had_is_told(tmp_path, monkeypatch, raised, says):
    def refuse(*_, **__):
        raise raised

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(FileError) as told, held_alone(tmp_path / REVIEWED):
        pytest.fail("it was not held")
    assert says in str(told.value)


def test_a_file_open_elsewhere_is_left_alone(tmp_path):
    path = tmp_path / REVIEWED
    (tmp_path / f".~lock.{REVIEWED}#").write_text("Bob")
    with pytest.raises(FileError, match="open in another program; save and close it"), held_alone(path):
        pytest.fail("it was not held")


def accept(_):
    """A check that finds no contradiction."""


def test_nothing_is_lost_when_two_write_at_once(tmp_path):
    def work(name):
        ledger = Ledger(tmp_path / REVIEWED)
        for number in range(8):
            one = f"{name}{number}"
            ledger.add([verdict(reviewer=name, from_id=one, text_hash=one)], accept)

    workers = [Thread(target=work, args=(name,)) for name in ("Ann", "Bob")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reviewed = Ledger(tmp_path / REVIEWED).reviewed
    assert sorted(reviewed["from_id"]) == sorted(f"{name}{n}" for name in ("Ann", "Bob") for n in range(8))


def test_decisions_that_belong_together_are_written_together_or_not_at_all(tmp_path):
    ledger = Ledger(tmp_path / REVIEWED)

    def refuse(_):
        raise ValueError

    try:
        ledger.add([verdict()], refuse)
    except ValueError:
        assert not (tmp_path / REVIEWED).exists()
    changes = ledger.add([verdict("no"), verdict(from_id="2", text_hash="x")], accept)
    assert len(ledger.reviewed) == 2
    assert ledger.take_back(changes, accept) and ledger.reviewed.empty


def test_a_link_to_the_file_stays_a_link(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / REVIEWED).symlink_to(tmp_path / "shared" / REVIEWED)
    Ledger(tmp_path / REVIEWED).add([verdict()], accept)
    assert (tmp_path / REVIEWED).is_symlink() and (tmp_path / "shared" / REVIEWED).is_file()
