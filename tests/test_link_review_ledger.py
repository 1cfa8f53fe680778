from threading import Thread

from test_link_review_file import verdict

from wres_analysis.notebook.link_review.reviewed_file import REVIEWED, Ledger


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


def test_what_others_wrote_is_read_again(tmp_path):
    mine, other = Ledger(tmp_path / REVIEWED), Ledger(tmp_path / REVIEWED)
    other.add([verdict()], accept)
    assert mine.reviewed is None
    mine.refresh()
    assert mine.reviewed["reviewer"].tolist() == ["Ann"]
    assert mine.take_back(other.add([verdict()], accept), accept)
