"""Colours of one figure differ in a grey print too."""

import itertools

import pytest
from matplotlib.colors import to_rgb

from wres_analysis.reports.chart_style import CARRIED_OVER, GONE, NEW, OUTCOME_COLOURS, REWORDED


def lightness(colour):
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
    return 116 * luminance ** (1 / 3) - 16


@pytest.mark.parametrize(
    "colours", [OUTCOME_COLOURS.values(), (CARRIED_OVER, REWORDED, NEW), (CARRIED_OVER, GONE)]
)
def test_any_two_of_a_figure_are_told_apart_in_grey(colours):
    for one, other in itertools.combinations(colours, 2):
        assert abs(lightness(one) - lightness(other)) > 6, (one, other)
