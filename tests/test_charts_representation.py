import pandas as pd
from small_workforce import shown_of

from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.representation_charts import division_funnel, share_plot
from wres_analysis.workforce.representation import division_shares

ROWS = pd.DataFrame(
    {
        "label": ["Band 5", "Band 5", "Band 8a", "VSM"],
        "kind": ["Clinical", "Non-clinical", "Clinical", "Clinical"],
        "share": [0.2, 0.15, 0.1, None],
        "low": [0.17, 0.1, 0.05, None],
        "high": [0.23, 0.2, 0.2, None],
    }
)


def divisions(*rows):
    return division_shares(
        shown_of(("staff", "", 1500, 500), *(("staff_by_division", *row) for row in rows), rounding=1)
    )


def test_each_band_has_a_row_and_a_suppressed_one_says_so():
    ax = share_plot(ROWS)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Band 5", "Band 8a", "VSM"]
    assert any("[c]" in text.get_text() for text in ax.texts)


def test_kinds_of_staff_differ_by_marker_and_not_by_colour_alone():
    ax = share_plot(ROWS)
    markers = {
        tuple(map(tuple, points.get_paths()[0].vertices.round(3)))
        for points in ax.collections
        if len(points.get_offsets())
    }
    assert len(markers) >= 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Clinical", "Non-clinical"]


def test_one_kind_needs_no_legend():
    assert share_plot(ROWS[ROWS["kind"].eq("Clinical")]).get_legend() is None


def test_reference_lines_carry_their_names():
    ax = share_plot(ROWS, reference={"whole workforce": 0.18, "community": 0.12})
    assert {"whole workforce 18%", "community 12%"} <= {text.get_text() for text in ax.texts}
    assert "community 12%" in alt_text(ax.get_figure())


def test_no_share_to_draw_is_said_in_words():
    assert "Nothing can be shown" in alt_text(share_plot(ROWS.iloc[3:]).get_figure())


def test_only_divisions_outside_the_limits_are_in_the_text():
    rows = divisions(("Large", 850, 150), ("Small", 35, 10))
    said = alt_text(division_funnel(rows).get_figure())
    assert "Outside the 95% limits: Large 15% (below 99.8)" in said
    assert "Small" not in said


def test_divisions_within_the_limits_are_said_to_be():
    said = alt_text(division_funnel(divisions(("Small", 35, 10))).get_figure())
    assert "None is outside the 95% limits." in said


def test_every_division_lies_within_the_picture():
    rows = divisions(("Large", 850, 150), ("Small", 35, 10), ("High", 300, 200))
    ax = division_funnel(rows)
    low, high = ax.get_ylim()
    assert low < 0.15
    assert high > 0.4
    assert ax.get_xlim()[1] > 1000


def test_no_division_to_draw_is_said_in_words():
    assert "No division can be shown" in alt_text(
        division_funnel(divisions(("Tiny", None, None))).get_figure()
    )
