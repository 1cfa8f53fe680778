from __future__ import annotations

import math

import pandas as pd
import pytest
from small_tables import actions_of, links_of, rates_of

from wres_analysis.benchmarking import benchmark
from wres_analysis.carry_over import flows
from wres_analysis.exhibits import readings
from wres_analysis.measuring.clustering import Clustering
from wres_analysis.measuring.completeness import completeness
from wres_analysis.measuring.coverage import HIGH_IMPACT, coverage, coverage_counts
from wres_analysis.measuring.deadline_outcomes import deadline_outcomes

FEW = [{}, {"A": (3, 12)}, {"A": (3, 12), "B": (9, 12)}, {f"T{n:02}": (n, 20) for n in range(14)}]


def of_benchmarks(counts: dict[str, tuple[int, int]]) -> list[readings.Reading]:
    table = benchmark(rates_of(counts))
    return [
        readings.funnel_reading(table),
        readings.shrinkage_reading(table),
        readings.ranks_reading(table),
        readings.rate_reading(rates_of(counts), "matched_backward"),
    ]


def of_plans(actions: pd.DataFrame, links: pd.DataFrame) -> list[readings.Reading]:
    counts = coverage_counts(coverage(actions), actions)
    return [
        readings.completeness_reading(completeness(actions)),
        readings.coverage_reading(counts),
        readings.coverage_reading(counts, HIGH_IMPACT),
        readings.deadlines_reading(deadline_outcomes(actions)),
        readings.flow_reading(flows(links, actions)),
    ]


@pytest.mark.parametrize("counts", FEW)
def test_every_reading_has_two_whole_sentences_for_any_number_of_organisations(counts):
    plans = actions_of(*({"organisation": code, "action": "Review shortlisting"} for code in counts))
    for shows, cannot in [*of_benchmarks(counts), *of_plans(plans, links_of())]:
        for sentence in (shows, cannot):
            assert sentence[0].isupper() or sentence[0].isdigit()
            assert sentence.endswith(".")
            assert "nan" not in sentence
            assert "<NA>" not in sentence


def test_chance_is_said_beside_what_was_seen():
    shows, cannot = readings.funnel_reading(benchmark(rates_of({f"T{n}": (2 + 3 * n, 20) for n in range(7)})))
    assert "of 7 organisations lie outside the 95% limits; expected by chance: 0." in shows
    assert "Fewer than ten organisations cannot tell" in cannot


def test_over_dispersion_is_said_with_its_size():
    wild = {f"T{n:02}": ((2 if n % 2 else 18), 20) for n in range(12)}
    _, cannot = readings.funnel_reading(benchmark(rates_of(wild)))
    assert "times as much as chance explains" in cannot
    assert "0 organisations lie outside them" in cannot


def test_one_organisation_is_read_with_its_interval():
    shows, _ = readings.rate_reading(rates_of({"A": (5, 6)}), "matched_backward")
    assert "5 of 6 actions (83%)" in shows
    assert "44% to 97%" in shows


def test_no_second_plan_is_no_zero():
    shows, _ = readings.rate_reading(rates_of({}), "matched_backward")
    assert shows == "No organisation has a value: it takes two plans of one organisation."


def test_flow_counts_what_came_back():
    actions = actions_of(
        *({"plan_year": "2021-22", "action_id": f"a{n}"} for n in range(3)),
        *({"action_id": f"b{n}"} for n in range(2)),
    )
    links = links_of(("a0", "b0", "exact"), ("a1", "", "completed"), ("a2", "", "dropped"), ("", "b1", "new"))
    shows, _ = readings.flow_reading(flows(links, actions))
    assert shows.startswith(
        "Of 3 actions of earlier plans 1 came back in much the same words, 1 had been completed"
    )
    assert shows.endswith("1 action of later plans is new.")


def test_deadlines_begin_with_what_is_undated():
    actions = actions_of({}, {"deadline_kind": "month", "deadline_date": "2023-03-31", "status": "complete"})
    shows, _ = readings.deadlines_reading(deadline_outcomes(actions))
    assert shows.startswith("1 of 2 actions have no date that can pass; of the others 1 are complete")


def test_coverage_names_the_gap():
    actions = actions_of({"action": "Review shortlisting", "indicators": "2"})
    shows, _ = readings.coverage_reading(coverage_counts(coverage(actions), actions))
    assert "Most actions serve WRES indicator 2" in shows
    assert "1 of 1 newest plan has no action for 1" in shows
    assert "100% of the assignments" in shows


def test_clustering_in_words():
    assert "Too few sections (3)" in readings.clustering_reading(Clustering(math.nan, 3, 10))
    assert "do not roll over together" in readings.clustering_reading(Clustering(0.8, 30, 200))
    assert "1.4 times as wide" in readings.clustering_reading(Clustering(2.0, 30, 200))
