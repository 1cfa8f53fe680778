import pandas as pd
import pytest
from small_analyses import small_analysis

from wres_analysis.notebook.explore import STILL_ROWS, Explorer, explore, with_wordings
from wres_analysis.notebook.first_look import where_reports_are

WIDGET = "application/vnd.jupyter.widget-view+json"
HOSTILE = ['<script>alert("1")</script>', '<img src=x onerror="alert(2)">', "=1+1"]


@pytest.fixture(scope="module")
def analysis():
    return small_analysis()


def test_the_telling_columns_of_actions_stand_first_and_none_is_lost(analysis):
    shown = explore(analysis.actions)
    first = "Organisation, Plan year, Page or place, Row, No., Action, Owner"
    assert ", ".join(shown.table.columns[:7]) == first
    assert len(shown.table.columns) == len(analysis.actions.columns)
    assert shown.table["Action"].tolist() == analysis.actions["action"].tolist()


def test_links_are_shown_with_both_wordings_and_their_places(analysis):
    shown = explore(analysis.links, analysis.actions)
    assert ", ".join(shown.table.columns[:4]) == "Organisation, Earlier plan, Its place, Earlier wording"
    first = shown.table[shown.table["Earlier wording"].str.startswith("Set up a reverse")].iloc[0]
    assert first["Later wording"] == "Set up a reverse mentoring scheme for managers"
    assert len(shown.table) == len(analysis.links)
    new = shown.table[shown.table["Kind"].eq("new")]
    assert len(new) > 0 and new["Earlier wording"].eq("").all()
    told = with_wordings(analysis.links_to_review, analysis.actions)
    assert told["from_text"].tolist() == analysis.links_to_review["from_text"].tolist()
    assert "from_place" in told.columns  # and wordings that a table brings are kept


def test_any_other_table_is_shown_as_it_is():
    shown = explore(pd.DataFrame({"b_c": ["x", None], "a": [10, 9]}))
    assert shown.table.columns.tolist() == ["B c", "A"]
    assert shown.table["B c"].tolist() == ["x", ""]
    assert shown.table["A"].tolist() == [10, 9]
    assert shown.telling == 2


def test_where_nobody_can_click_it_is_a_plain_table_that_says_what_is_left():
    shown = explore(pd.DataFrame({"action": [f"Action {n}" for n in range(STILL_ROWS + 5)]}), title="Some")
    form = shown._repr_mimebundle_()
    assert set(form) == {"text/html", "text/plain"}
    assert form["text/html"].count("<tr>") == STILL_ROWS + 1
    assert "5 more rows" in form["text/html"]
    assert "<caption>Some</caption>" in form["text/html"]


def live(table, title="T"):
    made = explore(table, title=title)
    return Explorer(made.table, made.telling, title, live=True)


def test_a_person_gets_the_widget_with_every_row_beside_the_plain_form(analysis):
    many = pd.concat([analysis.actions] * 200, ignore_index=True)
    shown = live(many)
    assert {WIDGET, "text/html"} <= set(shown._repr_mimebundle_())
    settings = shown.widget()._dt_args
    assert "downsampling_warning" not in settings or not settings["downsampling_warning"]
    assert settings["data_json"].count("Train interview panels") >= 400


def test_what_is_not_telling_is_hidden_until_asked_for_and_long_texts_are_wide(analysis):
    long = analysis.actions.assign(action="word " * 40)
    settings = live(long)._column_settings()
    wide = next(one for one in settings if "width" in one)
    hidden = next(one for one in settings if one.get("visible") is False)
    columns = live(long).table.columns
    assert [columns[place] for place in wide["targets"]] == ["Action"]
    assert columns[hidden["targets"][0]] == "Action id"


def test_hostile_cells_titles_and_headings_stay_text():
    table = pd.DataFrame({HOSTILE[0]: HOSTILE, "action": HOSTILE})
    shown = live(table, title=HOSTILE[1])
    still = shown._repr_mimebundle_()["text/html"]
    assert "<script" not in still
    assert "<img" not in still
    settings = shown.widget()._dt_args
    assert "<script" not in settings["data_json"] + settings["table_html"]
    assert "<img" not in settings["data_json"]
    assert "&lt;script" not in settings["table_html"], "the widget would turn it into a tag again"


def test_no_export_that_a_spreadsheet_would_calculate(analysis):
    buttons = live(analysis.actions).widget()._dt_args["buttons"]
    assert [button["extend"] for button in buttons] == ["colvis"]


@pytest.mark.parametrize("made", [True, False])
def test_the_way_to_the_reports_or_what_makes_them(tmp_path, made):
    if made:
        (tmp_path / "index.html").touch()
    shown = where_reports_are(tmp_path)
    form = shown._repr_mimebundle_()
    assert shown.made is made
    assert (f'<a href="{tmp_path.as_posix()}/index.html">' in form["text/html"]) is made
    assert ("python start.py" in form["text/plain"]) is not made
