from __future__ import annotations

import dataclasses

import pytest
from small_analyses import small_analysis
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.measures.benchmarking import benchmark, benchmark_all, stands_out
from wres_analysis.reports import benchmark_answer
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.funnel_chart import funnel
from wres_analysis.tables import ORGANISATIONS, table_of

MANY = {f"T{number}": (number * 2, 40) for number in range(1, 13)}
FAR = dict.fromkeys(MANY, (28, 40)) | {"T12": (4, 40)}
NAMED = table_of([{"code": code, "name": f"Trust {code}"} for code in MANY], ORGANISATIONS)
NAMES = {code: f"Trust {code}" for code in MANY}


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_too_few_organisations_are_shown_and_not_compared(organisations):
    analysis = small_analysis(organisations)
    rows = benchmark(analysis.rates, smallest=1)
    assert benchmark_answer.benchmark_points(rows, analysis.names).notice.startswith("Nothing is compared")
    assert funnel(rows, analysis.names).html()
    assert benchmark_answer.steadier_rates(rows, analysis.names, rows).table is None


def test_the_answer_names_who_differs_in_which_direction_with_count_and_years():
    points = benchmark_answer.benchmark_points(benchmark(rates_of(FAR)), NAMES, "T6").points
    assert "1 of 12 organisations differs from the others by more than chance explains: " in points[0]
    assert points[0].endswith("Trust T12 is lower, 10% (4 of 40, 2021-22 to 2022-23).")
    assert points[1].startswith("12 of 12 organisations with a value could be compared, with all the others")
    assert "All 12 together: 312 of 480 (65%)" in points[1]
    assert points[-1].startswith("Pointed out: Trust T6, 70% (28 of 40; chance alone gives 49%")


def test_who_is_left_out_is_said_where_those_compared_are_counted():
    rows = benchmark(rates_of(FAR))
    told = [benchmark_answer.benchmark_points(rows, NAMES, apart=apart).points[1] for apart in (0, 1, 2)]
    assert "left out" not in told[0]
    assert (
        "; 1 organisation whose newest two plans do not compare year on year is left out. All 12" in told[1]
    )
    assert "; 2 organisations whose newest two plans do not compare year on year are left out. All" in told[2]
    few = benchmark_answer.benchmark_points(rows.assign(position="too_few"), NAMES, apart=1)
    assert few.notice.endswith("with enough actions; " + told[1].partition("; ")[2].partition(" All")[0])


def test_the_page_names_those_that_differ_alike_in_sentence_table_chart_and_every_measure():
    rows = benchmark(rates_of(FAR))
    drawn = funnel(rows, NAMES)
    table = drawn.table.set_index("Organisation")["Against chance"]
    within = dict.fromkeys(NAMES.values(), "within chance")
    assert table.to_dict() == within | {"Trust T12": "lower than chance explains"}
    assert "1 of 12 differs by more than chance, Trust T12 (lower)" in alt_text(drawn.figure)
    every = benchmark_answer.outside_limits(dataclasses.replace(small_analysis(), organisations=NAMED), rows)
    assert every.table[["Higher than chance explains", "Lower than chance explains"]].values.tolist() == [
        ["nobody", "Trust T12 (10%, 4 of 40)"]
    ]
    nobody = benchmark_answer.benchmark_points(benchmark(rates_of(dict.fromkeys(MANY, (20, 40)))), NAMES)
    assert nobody.points[0].endswith(
        "0 of 12 organisations differ from the others by more than chance explains."
    )


def test_rates_that_vary_more_than_chance_name_only_those_beyond_the_widened_limits():
    rows = benchmark(rates_of(MANY))
    said = " ".join(benchmark_answer.steadier_rates(rows, NAMES, rows).reading)
    assert "With the most extreme tenth at either end brought in to the others, the rates vary" in said
    assert "times as much as chance explains, and the limits are widened for that" in said
    assert "Nobody is ranked: half of the 12 organisations or more could stand at" in said
    assert rows["position"].ne("inside").sum() > stands_out(rows).sum()


def test_steadier_guesses_lie_between_the_count_and_the_group():
    rows = benchmark(rates_of(MANY))
    table = benchmark_answer.steadier_rates(rows, NAMES, rows).table.set_index("Organisation")
    assert table.loc["Trust T1", "As counted"] == "5%"
    assert 5 < int(table.loc["Trust T1", "Steadier guess"].rstrip("%")) < 33


def test_every_measure_follows_the_peers_and_the_minimum_of_the_notebook():
    analysis = small_analysis()
    table = benchmark_answer.outside_limits(analysis, benchmark_all(rates_of(MANY), smallest=41)).table
    assert table["Organisations compared"].tolist() == ["0 of 12"]
    assert table["Higher than chance explains"].tolist() == ["nobody is compared"]


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
