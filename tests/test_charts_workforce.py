import pandas as pd
import pytest

from wres_analysis.reports.chart_style import alt_text, chart_style
from wres_analysis.reports.workforce_charts import difference_plot, likelihood_plot, points_words

ROWS = pd.DataFrame(
    {
        "label": ["2 Appointment", "2 Appointment", "3 Disciplinary", "9 Board"],
        "ratio": [1.5, 1.2, 2.4, None],
        "low": [1.1, 0.9, 1.1, None],
        "high": [2.0, 1.6, 5.2, None],
        "why": ["", "", "", "[c] too few people"],
    }
)
DIFFERENCES = pd.DataFrame(
    {
        "label": ["5 Harassment", "7 Opportunity", "8 Discrimination"],
        "difference": [0.02, -0.073, None],
        "low": [-0.04, -0.155, None],
        "high": [0.09, 0.008, None],
        "why": ["", "", "[c] too few people"],
    }
)


def texts(ax):
    return [text.get_text().strip() for text in ax.texts]


def test_ratios_stand_on_a_log_scale_with_parity_and_the_four_fifths_band():
    ax = likelihood_plot(ROWS)
    assert ax.get_xscale() == "log"
    (band,) = [patch for patch in ax.patches if patch.get_facecolor()[0] < 1]
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((0.80, 1.25))
    assert any(list(line.get_xdata()) == [1.0, 1.0] for line in ax.lines)


def test_a_label_stands_once_with_its_newest_value_in_words():
    ax = likelihood_plot(ROWS)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "2 Appointment",
        "3 Disciplinary",
        "9 Board",
    ]
    assert "1.20 (0.90 to 1.60)" in texts(ax)
    assert "1.50 (1.10 to 2.00)" not in texts(ax)
    assert "earlier years" in ax.get_xlabel()


def test_what_cannot_be_shown_says_so_in_the_picture_and_in_its_text():
    ax = likelihood_plot(ROWS)
    assert "[c] too few people" in texts(ax)
    assert "9 Board [c] too few people" in alt_text(ax.get_figure())


def test_alternative_text_gives_every_newest_value_and_where_the_numbers_are():
    said = alt_text(likelihood_plot(ROWS, title="Likelihoods").get_figure())
    assert said.startswith("Likelihoods: dots with 95% intervals on a log scale.")
    assert "3 Disciplinary 2.40 (1.10 to 5.20)" in said
    assert "1 above the four-fifths band" in said
    assert said.endswith("The numbers are in the table below.")


def test_open_dots_are_named_in_the_text():
    said = alt_text(likelihood_plot(ROWS.assign(open=[False, True, False, True])).get_figure())
    assert "Open dots: 2 Appointment. " in said


def test_everything_drawn_lies_within_the_axes():
    ax = likelihood_plot(ROWS)
    low, high = ax.get_xlim()
    assert low < 0.9
    assert high > 5.2


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], ROWS.iloc[3:]])
def test_nothing_to_draw_is_said_in_words(rows):
    ax = likelihood_plot(rows, title="Likelihoods")
    assert "Nothing can be shown" in alt_text(ax.get_figure())


def test_charts_draw_where_they_are_asked_to():
    import matplotlib.pyplot as plt

    with chart_style():
        figure, axes = plt.subplots(1, 2)
    assert likelihood_plot(ROWS, axes[0]) is axes[0]
    assert difference_plot(DIFFERENCES, axes[1]) is axes[1]
    plt.close(figure)


def test_differences_are_percentage_points_around_zero():
    ax = difference_plot(DIFFERENCES, title="Survey")
    assert any(list(line.get_xdata()) == [0, 0] for line in ax.lines)
    assert "−7.3 (−15.5 to 0.8)" in texts(ax)
    assert "8 Discrimination [c] too few people" in alt_text(ax.get_figure())


@pytest.mark.parametrize("rows", [DIFFERENCES.iloc[:0], DIFFERENCES.iloc[2:]])
def test_no_difference_to_draw_is_said_in_words(rows):
    assert "Nothing can be shown" in alt_text(difference_plot(rows).get_figure())


def test_no_difference_is_written_as_minus_zero_or_as_a_formula():
    said = points_words({"difference": -0.0001, "low": -0.1, "high": 0.1})
    assert said == "0.0 (−10.0 to 10.0)"
