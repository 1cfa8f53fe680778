import io
import time

import IPython.display
import pytest

from wres_analysis.errors import WresError
from wres_analysis.processes import progress as module
from wres_analysis.processes.progress import Bar, Lines, followed, progress_for, progress_if_seen
from wres_analysis.processes.workers import Outcome


class Terminal(io.StringIO):
    def isatty(self):
        return True


def walk(progress):
    progress.begin(2, "reports")
    for name, error in (("A1", None), ("007", WresError("it stopped"))):
        progress.start(name)
        progress.done(name, 1.23, error)
    progress.end()


def test_plain_lines_say_what_became_of_each():
    said = []
    walk(Lines(said.append))
    assert said == ["2 reports", "[1/2] A1: done in 1.2 s", "[2/2] 007: failed: it stopped"]


def test_nothing_to_do_says_nothing_and_a_script_shows_nothing_unless_it_asks(capsys):
    said = []
    for progress in (Lines(said.append), Bar()):
        progress.begin(0, "reports")
        progress.end()
    walk(progress_if_seen())
    assert said == [] and capsys.readouterr().err == ""


def test_the_bar_shows_what_is_done_how_many_failed_and_the_time_left(capsys):
    walk(Bar())
    shown = capsys.readouterr().err
    assert all(part in shown for part in ("reports: 2/2", "007, 1 failed", "left", "failed: it stopped"))


def test_a_bar_in_a_terminal_and_lines_elsewhere():
    assert isinstance(progress_for(Terminal()), Bar)
    stream = io.StringIO()
    progress_for(stream).say("hello")
    assert stream.getvalue() == "hello\n"


class Place:
    """One output of a notebook cell that is written over."""

    said: tuple[str, ...] = ()

    def update(self, shown, raw):
        assert raw
        Place.said += (shown["text/html"],)


@pytest.fixture
def cell(monkeypatch):
    """What a notebook shows while a person waits, from the first line to the last."""
    Place.said = ()

    def display(shown, raw, display_id):
        assert display_id
        place = Place()
        place.update(shown, raw)
        return place

    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(module, "someone_can_click", lambda: True)
    return Place


def test_a_bar_in_front_of_a_person_is_gone_when_the_work_is_done(cell, monkeypatch, capsys):
    progress = progress_for()
    walk(progress)
    assert cell.said == (), "short work shows no bar at all"
    monkeypatch.setattr(module, "_PATIENCE", 1e-9)
    progress.begin(2, "reports")
    time.sleep(0.15)  # the bar moves ten times a second at most
    progress.done("A1", 1.0, None)
    progress.done("007", 1.0, WresError("it stopped"))
    progress.end()
    assert any(line.startswith("<pre>reports: ") for line in cell.said)
    assert cell.said[-1] == ""
    assert "failed: it stopped" in capsys.readouterr().err


def test_what_is_followed_is_told_and_ended_also_when_it_is_left():
    said = []
    outcomes = (Outcome(name, None, None, 1.0) for name in ("A1", "007"))
    told = followed(outcomes, 2, "plans", Lines(said.append), name=lambda name: f"plan {name}")
    assert next(told).item == "A1"
    told.close()
    assert said == ["2 plans", "[1/2] plan A1: done in 1.0 s"]
    assert list(outcomes) == [], "closing what follows closes what is followed"
