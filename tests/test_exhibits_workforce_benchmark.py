import pandas as pd
from matplotlib.collections import PathCollection
from small_tables import actions_of
from small_workforce import ACTIONS, LINKS, analysis, shown_of, worst_case

from wres_analysis.reports.workforce_benchmark_exhibits import worst_everywhere
from wres_analysis.workforce import workforce_of


def test_across_organisations_the_share_is_counted_and_those_without_counts_are_named():
    codes = ("T1", "T2", "T3", "T4")
    actions = pd.concat([ACTIONS, actions_of({"organisation": "T2", "indicators": "3"})], ignore_index=True)
    shown = pd.concat(
        [
            worst_case(),
            worst_case(organisation="T2"),
            shown_of(("staff", "", 900, 90), ("disciplinary", "", 20, None), organisation="T4"),
        ],
        ignore_index=True,
    )
    exhibit = worst_everywhere(workforce_of(shown), analysis(actions, LINKS, codes))
    assert exhibit.reading[0].startswith("In 1 of 2 organisations (50%; 95% interval 9% to 91%) no action")
    assert "1: Trust T3." in exhibit.reading[1]
    table = exhibit.table.set_index("Organisation")
    assert list(table.index) == ["Trust T1", "Trust T2", "Trust T4", "Trust T3"]
    assert table.loc["Trust T3", "Worst indicator"] == "no staff counts were given"
    assert table.loc["Trust T4", "Worst indicator"] == "too few people to show any"
    assert table["Actions that address it"].tolist() == ["0", "1", "", ""]


def test_open_dots_are_those_that_no_action_addresses():
    axes = worst_everywhere(workforce_of(worst_case()), analysis(ACTIONS, LINKS)).axes
    (dots,) = [points for points in axes.collections if isinstance(points, PathCollection)]
    assert tuple(dots.get_facecolor()[0]) == (1, 1, 1, 1)


def test_without_any_counts_everyone_is_named():
    exhibit = worst_everywhere(workforce_of(worst_case().iloc[:0]), analysis(ACTIONS, LINKS))
    assert "Trust T1" in exhibit.reading[1]
    assert exhibit.table["Worst indicator"].tolist() == ["no staff counts were given"]
