from __future__ import annotations

from matplotlib.figure import Figure
from small_tables import actions_of

from wres_analysis.measures.measure_definitions import read_vocabulary
from wres_analysis.measures.themes import theme_table, themes
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.theme_chart import MOST_ROWS, theme_plot
from wres_analysis.tables import LINKS, table_of


def table(*rows: dict[str, object]):
    actions = actions_of(*rows)
    return theme_table(themes(actions), actions, table_of([], LINKS))


def test_it_draws_on_the_axes_it_is_given_and_says_what_it_shows():
    ax = Figure().add_subplot()
    rows = table(
        {"action": "Hold exit interviews"}, {"organisation": "T2", "action": "Exit interviews for leavers"}
    )
    assert theme_plot(rows, ax) is ax
    assert "exit interviews and leavers" in ax.get_title(loc="left").replace("\n", " ")
    assert "Exit interviews and leavers 2" in alt_text(ax.figure)
    assert len(ax.patches) == 1


def test_one_organisation_is_counted_in_actions():
    ax = theme_plot(table({"action": "Hold exit interviews"}))
    assert ax.get_xlabel() == "Actions"


def test_many_themes_are_cut_and_the_alternative_text_says_so():
    phrases = read_vocabulary("themes")["words"].str.replace(" & ", " then ")
    rows = table(*({"action": words, "organisation": f"T{n % 3}"} for n, words in enumerate(phrases)))
    assert len(rows) > MOST_ROWS
    ax = theme_plot(rows)
    assert len(ax.patches) == MOST_ROWS
    assert f"The first {MOST_ROWS} of {len(rows)} themes are drawn" in alt_text(ax.figure)


def test_no_theme_in_common_is_not_called_shared():
    rows = table({"action": "Hold exit interviews"}, {"organisation": "T2", "action": "Publish the pay gap"})
    title = theme_plot(rows).get_title(loc="left").replace("\n", " ")
    assert title.endswith("no theme is in more than one of 2 plans")
