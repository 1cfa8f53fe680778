from __future__ import annotations

import lxml.html
import pandas as pd
import pytest
from matplotlib.figure import Figure
from small_analyses import exhibits_of_everyone, exhibits_of_one, many_organisations, small_analysis

from wres_analysis.errors import TableError
from wres_analysis.reports.chart_style import alt_text, set_alt_text
from wres_analysis.reports.exhibit import Exhibit, save_exhibits, save_figure
from wres_analysis.reports.table_columns import html_table
from wres_analysis.tables import read_csv_text

FILES = {"line.png", "line.svg", "line.txt", "line.csv"}
EVERYONE = sorted(exhibits_of_everyone(small_analysis(0)))


def drawn(alternative: str = "A line from 1 to 2.") -> Exhibit:
    ax = Figure().add_subplot()
    ax.plot([1, 2])
    table = pd.DataFrame({"Action": ["<b>"], "Share": ["50%"]})
    return Exhibit("line", "A line", ["It shows.", "It cannot show."], table, set_alt_text(ax, alternative))


def test_figure_reading_and_table_stand_in_this_order():
    page = lxml.html.fromstring(f"<div>{drawn().html()}</div>")
    assert [child.tag for child in page] == ["figure", "p", "p", "details"]
    assert page.xpath("//img/@alt") == ["A line from 1 to 2."]
    assert page.xpath("//table/caption/text()") == ["A line"]
    assert page.xpath("//thead/tr/th/@scope") == ["col", "col"]


def test_every_text_is_escaped_also_inside_the_alternative_text():
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    shown = Exhibit("x", hostile, [hostile], pd.DataFrame({hostile: [hostile]}), drawn(hostile).axes, hostile)
    page = lxml.html.fromstring(f"<div>{shown.html()}</div>")
    assert not page.xpath("//script | //*[@onerror]")
    assert len(page.xpath("//img")) == 1
    assert page.xpath("//img/@alt") == [hostile]
    assert page.xpath("//p/text()") == [hostile, hostile]


def test_only_what_is_there_is_shown():
    assert (
        Exhibit("x", "Title", notice="no earlier plan held").html()
        == '<p class="notice">no earlier plan held</p>'
    )
    assert Exhibit("x", "Title").text() == "Title"
    assert Exhibit("x", "Title").figure is None


def test_text_and_html_are_both_offered_to_a_notebook():
    offered = drawn()._repr_mimebundle_()
    assert set(offered) == {"text/html", "text/plain"}
    assert offered["text/plain"].startswith("A line\nIt shows.\nIt cannot show.\n")


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.SVG", b"<?xml"), ("a.pdf", b"%PDF")])
def test_an_exhibit_and_its_axes_are_saved_as_the_picture_that_the_name_says(name, begins, tmp_path):
    for chart in (drawn(), drawn().axes):
        save_figure(chart, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_picture_has_the_dots_that_were_asked_for(tmp_path):
    save_figure(drawn(), tmp_path / "a.png", dpi=300)
    assert int.from_bytes((tmp_path / "a.png").read_bytes()[16:20], "big") == 300 * 6.4


def test_what_cannot_be_a_picture_is_said(tmp_path):
    with pytest.raises(TableError, match="is not a kind of picture; let it end in png, svg, pdf"):
        save_figure(drawn(), tmp_path / "a.docx")
    with pytest.raises(TableError, match="there is no figure in it"):
        save_figure(Exhibit("x", "Title"), tmp_path / "a.png")


def test_the_same_figure_gives_the_same_bytes():
    assert drawn().png() == drawn().png() != b""
    assert drawn().svg() == drawn().svg() != b""


def test_figure_alternative_text_and_table_are_saved_and_blank_saves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save_exhibits("", drawn())
    assert list(tmp_path.iterdir()) == []
    save_exhibits(tmp_path / "figures", drawn())
    assert {path.name for path in (tmp_path / "figures").iterdir()} == FILES
    assert read_csv_text(tmp_path / "figures" / "line.csv")["Action"].tolist() == ["<b>"]


@pytest.mark.parametrize(("values", "kind"), [(["1", "50%"], "number"), (["[z]", "low"], "short")])
def test_numbers_stand_to_the_right_and_short_words_on_one_line(values, kind):
    page = lxml.html.fromstring(html_table(pd.DataFrame({"Name": ["a", "b"], "X": values}), "X"))
    assert set(page.xpath("//td/@class")) == {kind}


@pytest.fixture(scope="module", params=[0, 1, 2, 12])
def analysis(request: pytest.FixtureRequest):
    return many_organisations() if request.param == 12 else small_analysis(request.param)


@pytest.mark.parametrize("name", EVERYONE)
def test_every_exhibit_is_right_for_no_one_two_and_many_organisations(analysis, name):
    check(exhibits_of_everyone(analysis)[name]())


@pytest.mark.parametrize("code", ["T1", "007"])
def test_every_exhibit_of_one_organisation_is_complete(code):
    for make in exhibits_of_one(small_analysis(), code).values():
        check(make())


def whole_sentences(exhibit: Exhibit) -> None:
    """Whole sentences without a gap where a number belongs."""
    for sentence in filter(None, [*exhibit.points, *exhibit.reading, exhibit.caveat]):
        assert not sentence[0].islower(), sentence
        assert sentence[-1] in ".?)…", sentence  # an action named last may be shortened
        assert "  " not in sentence
        assert " ." not in sentence


def check(exhibit: Exhibit) -> None:
    """Alternative text on a figure, a table under it, no missing value in words, no wrong plural."""
    page = lxml.html.fromstring(f"<div>{exhibit.html()}</div>")
    assert exhibit.table is not None or exhibit.notice or exhibit.reading or exhibit.points
    whole_sentences(exhibit)
    if exhibit.figure is not None:
        assert 30 <= len(alt_text(exhibit.figure)) <= 400  # a screen reader says no more in one go
        assert exhibit.table is not None
    cells = [*page.xpath("//td//text()"), *exhibit.reading, exhibit.notice, *page.xpath("//img/@alt")]
    assert not {"nan", "NaN", "<NA>", "None", "NaT"} & set(cells)
    said = " ".join([*exhibit.points, *exhibit.reading, exhibit.caveat, *page.xpath("//img/@alt")])
    assert not any(
        word in said
        for word in ("nan%", "<NA>", " 1 organisations", " 1 plans", " 1 actions", " 1 lives", " 1 links")
    )
