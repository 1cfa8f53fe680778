from __future__ import annotations

import pytest
from small_analyses import small_analysis
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.measures.benchmarking import benchmark, benchmark_all
from wres_analysis.reports import benchmark_answer
from wres_analysis.reports.funnel_chart import funnel
from wres_analysis.tables import ORGANISATIONS, table_of

MANY = {f"T{number}": (number * 2, 40) for number in range(1, 13)}
NAMED = table_of([{"code": code} for code in MANY], ORGANISATIONS)
NAMES = {code: f"Trust {code}" for code in MANY}


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_too_few_organisations_are_shown_and_not_compared(organisations):
    analysis = small_analysis(organisations)
    rows = benchmark(analysis.rates, smallest=1)
    assert benchmark_answer.benchmark_points(rows, analysis.names).notice.startswith("Nothing is compared")
    assert funnel(rows, analysis.names).html()
    assert benchmark_answer.steadier_rates(rows, analysis.names).table is None


def test_the_answer_names_who_differs_with_count_years_and_what_chance_would_do():
    points = benchmark_answer.benchmark_points(benchmark(rates_of(MANY)), NAMES, "T6").points
    assert "of 12 organisations differ by more than chance would explain; by chance alone" in points[0]
    assert "Trust T12 60% (24 of 40, 2021-22 to 2022-23; above the" in points[0]
    assert points[1].startswith("12 of 12 organisations with a value could be compared, with everyone")
    assert points[-1].startswith("Pointed out: Trust T6 30% (12 of 40")
    assert any(
        "Nobody is ranked: half of the 12 organisations or more could stand at" in one for one in points
    )


def test_rates_that_vary_more_than_chance_are_said_to():
    points = benchmark_answer.benchmark_points(benchmark(rates_of(MANY)), NAMES).points
    assert any("times as much as chance explains" in one for one in points)


def test_the_table_behind_the_funnel_has_limits_and_where_each_lies():
    first = funnel(benchmark(rates_of(MANY)), NAMES).table.set_index("Organisation").loc["Trust T1"]
    assert (first["Actions"], first["Share"]) == ("2 of 40", "5%")
    assert "below" in first["Against chance"]


def test_steadier_guesses_lie_between_the_count_and_the_group():
    table = benchmark_answer.steadier_rates(benchmark(rates_of(MANY)), NAMES).table.set_index("Organisation")
    assert table.loc["Trust T1", "As counted"] == "5%"
    assert 5 < int(table.loc["Trust T1", "Steadier guess"].rstrip("%")) < 33


def test_every_measure_follows_the_peers_and_the_minimum_of_the_notebook():
    analysis = small_analysis()
    table = benchmark_answer.outside_limits(analysis, benchmark_all(rates_of(MANY), smallest=41)).table
    assert table["Organisations compared"].tolist() == ["0 of 12"]
    assert table["Outside the limits"].tolist() == ["nobody is compared"]


def test_an_unknown_measure_or_peer_group_is_one_line():
    for wrong in ({"measure": "happiness"}, {"peers": "colour"}):
        with pytest.raises(TableError):
            benchmark(rates_of(MANY), NAMED, **wrong)


def test_a_list_of_codes_is_a_peer_group_and_a_short_one_is_compared_with_everyone():
    rows = benchmark(rates_of(MANY), NAMED, peers="T1, T2, T3, T4, T5").set_index("organisation")
    assert rows.at["T3", "peer_group"] == "own list: chosen"
    assert rows.at["T3", "pooled"] == pytest.approx((2 + 4 + 6 + 8 + 10) / 200)
    assert rows.at["T9", "peer_group"] == "everyone (not on the own list)"
    short = benchmark(rates_of(MANY), NAMED, peers="T1, T2").set_index("organisation")
    assert short.at["T1", "peer_group"] == "everyone (own list: chosen has only 2)"
