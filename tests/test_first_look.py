import pandas as pd
import pytest
from small_analyses import small_analysis

from wres_analysis.notebook.first_look import first_look, where_reports_are
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.organisation_exhibits import status_mix


def html(shown):
    return shown._repr_mimebundle_()["text/html"]


def test_the_figure_is_seen_and_its_numbers_can_be_unfolded():
    exhibit = status_mix(small_analysis().only("T1"))
    shown = html(first_look(exhibit))
    before, _, folded = shown.partition("<details><summary>")
    assert "<img alt=" in before
    assert exhibit.reading[0] in before
    assert "<table>" not in before
    assert folded.count("<tr>") == len(exhibit.table) + 1


def test_nothing_is_folded_where_there_is_no_table():
    assert "<details>" not in html(first_look(Exhibit("x", "X", notice="Not held.")))


def test_a_hostile_cell_stays_text():
    table = pd.DataFrame({"Action": ["<script>alert(1)</script>"]})
    assert "<script" not in html(first_look(Exhibit("x", "X", table=table)))


@pytest.mark.parametrize("made", [True, False])
def test_the_way_to_the_reports_or_what_makes_them(tmp_path, made):
    if made:
        (tmp_path / "index.html").touch()
    shown = where_reports_are(tmp_path)
    form = shown._repr_mimebundle_()
    assert shown.made is made
    assert (f'<a href="{tmp_path.as_posix()}/index.html">' in form["text/html"]) is made
    assert ("python start.py" in form["text/plain"]) is not made
