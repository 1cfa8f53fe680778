import io

from wres_analysis.errors import WresError
from wres_analysis.reporting.progress import Bar, Lines, progress_for


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


def test_nothing_to_do_says_nothing(capsys):
    said = []
    for progress in (Lines(said.append), Bar()):
        progress.begin(0, "reports")
        progress.end()
    assert said == []
    assert capsys.readouterr().err == ""


def test_the_bar_shows_what_is_done_how_many_failed_and_the_time_left(capsys):
    walk(Bar())
    shown = capsys.readouterr().err
    assert "reports: 2/2" in shown
    assert "007, 1 failed" in shown
    assert "left" in shown
    assert "failed: it stopped" in shown


def test_a_bar_in_a_terminal_and_lines_elsewhere():
    assert isinstance(progress_for(Terminal()), Bar)
    stream = io.StringIO()
    progress_for(stream).say("hello")
    assert stream.getvalue() == "hello\n"
