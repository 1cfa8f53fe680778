"""Charts: every one draws for 0, 1, 2, 14 and many organisations, says what it shows, and leaves no trace."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from small_tables import actions_of, links_of, rates_of

from wres_analysis.errors import TableError
from wres_analysis.measures.benchmarking import benchmark, stands_out
from wres_analysis.measures.lives import life_table, lives
from wres_analysis.reports.carry_over_answer import life_plot
from wres_analysis.reports.chart_style import (
    CARRIED_OVER,
    GONE,
    NEW,
    OUTCOME_COLOURS,
    REWORDED,
    alt_text,
    set_alt_text,
)
from wres_analysis.reports.funnel_chart import funnel_plot
from wres_analysis.reports.rate_intervals import interval_plot

SIZES = [0, 1, 2, 14, 60]


def rates_for(size: int):
    return rates_of({f"T{n:03}": (2 + (n * 7) % 10, 12 + (n * 5) % 23) for n in range(size)})


def plans_for(size: int):
    years = ["2021-22", "2022-23"]
    rows = [
        {
            "organisation": f"T{n:03}",
            "plan_year": year,
            "action_id": f"{year} {row}",
            "status": ["complete", "in_progress", "not_stated"][(n + row) % 3],
            "deadline_kind": ["month", "none"][row % 2],
            "deadline_date": ["2022-09-30", ""][row % 2],
            "action": ["Review shortlisting", "Promote the network"][row % 2] + f" {row}",
        }
        for n, year, row in itertools.product(range(size), years, range(4))
    ]
    return actions_of(*rows)


def links_for(size: int):
    one = links_of(
        ("2021-22 0", "2022-23 0", "exact"), ("2021-22 1", "", "dropped"), ("", "2022-23 1", "new")
    )
    tables = [one.assign(organisation=f"T{n:03}") for n in range(size)]
    return pd.concat(tables, ignore_index=True) if tables else one[:0]


DRAWN = {
    "funnel": lambda size, ax: funnel_plot(benchmark(rates_for(size)), ax, highlight="T001"),
    "interval": lambda size, ax: interval_plot(
        rates_for(size), ax, measure="matched_backward", highlight="T001"
    ),
    "life": lambda size, ax: life_plot(life_table(lives(links_for(size), plans_for(size))), ax),
}


def written(ax: Axes):
    ax.figure.draw_without_rendering()
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()] if ax.axison else []
    return [text for text in (*ax.texts, *ticks) if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_says_what_it_shows_and_no_text_covers_another_or_is_small(name, size):
    ax = DRAWN[name](size, None)
    texts = written(ax)
    assert ax.get_title(loc="left")
    assert len(alt_text(ax.figure)) > 30
    assert "nan" not in alt_text(ax.figure)
    assert ax.figure.get_figwidth() <= 8
    assert ax.figure.get_figheight() <= 16
    assert all(text.get_fontsize() >= 11 for text in texts)
    boxes = [text.get_window_extent().shrunk(0.98, 0.8) for text in texts]
    covered = [
        (one.get_text(), other.get_text())
        for (one, box), (other, other_box) in itertools.combinations(zip(texts, boxes, strict=True), 2)
        if box.overlaps(other_box) and one.axes is other.axes
    ]
    assert covered == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_draws_where_it_is_told_and_leaves_the_settings_alone(name):
    before = dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert DRAWN[name](14, ax) is ax
    plt.close(figure)
    assert dict(mpl.rcParams) == before


def test_every_dot_of_few_has_a_label_and_of_many_those_that_differ_and_the_highlighted_one():
    counts = {**{f"T{n}": (9 + n % 3, 20) for n in range(9)}, "FAR": (20, 20)}
    names = {"FAR": "Far Trust", "T1": "One Trust", "T2": "Two Trust"}
    ax = funnel_plot(benchmark(rates_of(counts)), highlight="T1", names=names)
    assert {"Far Trust", "One Trust, T4, T7", "T0, T3, T6", "T2, T5, T8"} <= written_on(ax)
    many = counts | {f"S{n}": (9 + n % 3, 20) for n in range(20)}
    texts = written_on(funnel_plot(benchmark(rates_of(many)), highlight="T1", names=names))
    assert {"Far Trust", "One Trust"} <= texts
    assert not [text for text in texts if text.startswith(("S", "T"))]


def written_on(ax):
    return {text.get_text() for text in ax.texts}


def test_a_funnel_of_too_few_has_no_limits():
    ax = funnel_plot(benchmark(rates_of({"A": (5, 12), "B": (9, 12)})))
    assert "too few" in ax.get_title(loc="left")
    assert not any("limit" in text.get_text() for text in ax.texts)


def test_a_funnel_draws_the_peer_group_of_the_highlighted_one():
    table = benchmark(rates_of({f"T{n}": (5 + n % 3, 20) for n in range(10)}))
    table["peer_group"] = ["type: Acute"] * 6 + ["everyone (type: Other has only 4)"] * 4
    assert "for 6 organisations" in alt_text(funnel_plot(table, highlight="T2").figure)
    other = funnel_plot(table, highlight="T9")
    assert "for 4 organisations" in alt_text(other.figure)
    label = " ".join(other.get_xlabel().split())
    assert "everyone (type: Other has only 4), 4 of 10 organisations (the others are in the table)" in label


def test_rates_of_one_organisation_are_drawn_plan_by_plan():
    rates = rates_for(1)
    older = rates.assign(from_year="2020-21", to_year="2021-22")
    both = pd.concat([rates, older], ignore_index=True)
    ax = interval_plot(both, measure="matched_backward")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["2021-22", "2022-23"]


def test_alternative_text_of_several_axes_is_joined():
    figure, (one, other) = plt.subplots(1, 2)
    set_alt_text(one, "First  chart.")
    set_alt_text(other, "Second.")
    assert alt_text(figure) == "First chart. Second."
    plt.close(figure)


def test_the_highlighted_one_has_a_name_even_where_there_is_no_room_for_one():
    crowd = {f"T{n:03}": (n % 21, 20) for n in range(210)}
    ax = funnel_plot(benchmark(rates_of(crowd)), highlight="T010", names={"T010": "The One"})
    assert "square: The One" in ax.get_xlabel()


def test_names_that_are_left_out_are_counted():
    wild = {f"T{n:03}": (20 if n < 15 else 0 if n < 30 else 10, 20) for n in range(300)}
    table = benchmark(rates_of(wild))
    ax = funnel_plot(table)
    written = sum(text.get_text().startswith("T") for text in ax.texts)
    label = " ".join(ax.get_xlabel().split())
    assert f"names: {written} of {stands_out(table).sum()} where there is room" in label
    assert "larger marks: several alike" in label


def test_few_actions_are_explained_under_the_chart():
    for other, explained in ((4, True), (12, False)):
        ax = interval_plot(rates_of({"A": (5, 12), "B": (2, other)}))
        assert ("grey crosses: fewer than 10 actions" in ax.get_xlabel()) is explained


def test_the_only_organisation_with_a_value_has_its_name():
    ax = interval_plot(rates_of({"A": (5, 12)}), names={"A": "A Trust"})
    assert "A Trust, 2022-23" in ax.get_title(loc="left").replace("\n", " ")


def test_axes_show_their_figure_with_its_alternative_text():
    ax = funnel_plot(benchmark(rates_for(14)))
    for shown in (ax, ax.figure):
        offered = shown._repr_mimebundle_()
        assert offered["text/html"].startswith('<figure><img alt="')
        assert offered["text/plain"] == alt_text(ax.figure)


def test_a_picture_of_several_measures_is_refused():
    rates = rates_for(14)
    both = pd.concat([benchmark(rates), benchmark(rates).assign(measure="stated")])
    with pytest.raises(TableError, match="it has 2 measures, and a picture shows one; choose one"):
        funnel_plot(both)


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


def test_late_and_complete_and_those_that_are_gone_or_withdrawn_are_far_apart_in_grey():
    late, complete = OUTCOME_COLOURS["missed"], OUTCOME_COLOURS["met"]
    assert abs(lightness(late) - lightness(complete)) > 20
    assert abs(lightness(GONE) - lightness(OUTCOME_COLOURS["withdrawn"])) > 7
