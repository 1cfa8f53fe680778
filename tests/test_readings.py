from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import many_organisations, small_analysis
from small_tables import actions_of, links_of, rates_of

from wres_analysis.measures.benchmarking import benchmark, benchmark_all
from wres_analysis.measures.carry_over import flows
from wres_analysis.measures.completeness import completeness
from wres_analysis.measures.coverage import HIGH_IMPACT, coverage, coverage_counts
from wres_analysis.measures.deadline_outcomes import deadline_outcomes
from wres_analysis.measures.funnel import expected_outside
from wres_analysis.reports import link_sentences as link_readings
from wres_analysis.reports import plan_sentences as plan_readings
from wres_analysis.reports import sentences as readings

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
        plan_readings.completeness_reading(completeness(actions)),
        plan_readings.coverage_reading(counts),
        plan_readings.coverage_reading(counts, HIGH_IMPACT),
        plan_readings.deadlines_reading(deadline_outcomes(actions)),
        link_readings.flow_reading(flows(links, actions)),
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


def test_a_group_that_is_too_small_is_not_said_to_have_too_few_actions():
    codes = [f"{name}{n}" for name in "AB" for n in range(5)]
    counts = dict.fromkeys(codes, (10, 20)) | {"B3": (2, 4), "B4": (2, 4)}
    trusts = pd.DataFrame({"code": codes, "type": [code[0] for code in codes]})
    shows, _ = readings.funnel_reading(benchmark(rates_of(counts), trusts, peers="type"))
    said = "3 of 5 organisations of type: B have ten actions or more, 2 more would be enough to compare them."
    assert shows.endswith(f"of 5. {said}")


def test_chance_is_said_beside_what_was_seen():
    shows, cannot = readings.funnel_reading(benchmark(rates_of({f"T{n}": (2 + 3 * n, 20) for n in range(7)})))
    table = benchmark(rates_of({f"T{n}": (2 + 3 * n, 20) for n in range(7)}))
    outside = int(table["position"].ne("inside").sum())
    chance = expected_outside(float(table["pooled"].iloc[0]), [20] * 7)
    assert (
        shows
        == f"{outside} of 7 organisations lie outside the 95% limits; expected by chance: {chance:.1f} of 7."
    )
    assert "Fewer than 10 organisations can barely tell." in cannot


def test_over_dispersion_is_said_with_its_size():
    wild = {f"T{n:02}": ((2 if n % 2 else 18), 20) for n in range(12)}
    _, cannot = readings.funnel_reading(benchmark(rates_of(wild)))
    assert "times as much as chance explains" in cannot
    assert "0 organisations lie outside them" in cannot
    assert "barely" not in cannot
    few = benchmark(rates_of(dict(list(wild.items())[:9])))
    assert (
        "outside them at 95%. Fewer than 10 organisations can barely tell." in readings.funnel_reading(few)[1]
    )
    assert "Too few organisations are compared" in readings.funnel_reading(few[:0])[1]


def test_one_organisation_is_read_with_its_interval():
    shows, _ = readings.rate_reading(rates_of({"A": (5, 6)}), "matched_backward")
    assert "5 of 6 actions (83%)" in shows
    assert "44% to 97%" in shows


def test_no_second_plan_is_no_zero():
    shows, _ = readings.rate_reading(rates_of({}), "matched_backward")
    assert shows == "No organisation has a value: it takes two plans of one organisation."


def test_the_number_of_comparisons_is_set_against_chance():
    table = benchmark_all(rates_of({f"T{n}": (2 + 3 * n, 20) for n in range(7)}))
    shows, _ = readings.outside_reading(table)
    outside = int(table["position"].ne("inside").sum())
    still = int(table["p_adjusted"].lt(0.05).sum())
    chance = expected_outside(float(table["pooled"].iloc[0]), [20] * 7)
    assert shows.startswith(f"{outside} of 7 comparisons over 1 measure lie outside the 95% limits;")
    assert f"expected by chance: {chance:.1f}. {still} have" in shows


def test_standing_names_the_measures_outside_and_the_peers():
    table = benchmark_all(rates_of({**{f"T{n}": (9, 20) for n in range(9)}, "X": (20, 20)}))
    own = table[table["organisation"].eq("X")]
    shows, _ = readings.standing_reading(own)
    chance = expected_outside(float(own["pooled"].iloc[0]), [20])
    assert shows == (
        "Compared with everyone. 1 of 1 compared measure lies outside the 95% limits: came from the "
        "previous plan "
        f"(above the 99.8% limit); expected by chance: {chance:.1f}."
    )
    assert readings.standing_reading(own[:0])[0] == "No measure has a value for this organisation."
    few = benchmark_all(rates_of({"A": (5, 6)}))
    assert "None of 1 measure can be compared: it takes 5" in readings.standing_reading(few)[0]


@pytest.mark.parametrize("organisations", [0, 1, 2, 12])
def test_the_summary_adds_up_what_stands_in_the_table(organisations):
    analysis = many_organisations() if organisations == 12 else small_analysis(organisations)
    rows = analysis.comparison
    shows, _ = readings.summary_reading(rows)
    if not organisations:
        assert shows == "No organisation is held."
        return
    held = rows[rows["matched_backward_numerator"].notna()]
    top, bottom = held["matched_backward_numerator"].sum(), held["matched_backward_denominator"].sum()
    whole = f"{organisations} organisation{'' if organisations == 1 else 's'}"
    assert shows.startswith(f"In {len(held)} of {whole} an earlier plan is held: {top} of {bottom} actions")
    assert f"{rows['reliability'].eq('[low]').sum()} of {organisations} newest plan" in shows


def test_priors_of_several_groups_are_given_as_a_range():
    rates = rates_of({f"T{n:02}": ((2 if n % 2 else 18) if n < 8 else 9 + n % 2, 20) for n in range(16)})
    halves = pd.DataFrame({"code": [f"T{n:02}" for n in range(16)], "type": ["a"] * 8 + ["b"] * 8})
    table = benchmark(rates, halves, peers="type")
    low, high = table["prior_worth"].min(), table["prior_worth"].max()
    assert (
        f"counts as much as {round(low):,} to {round(high):,} actions" in readings.shrinkage_reading(table)[0]
    )


def test_words_in_a_row():
    assert readings.listed(["a", "b"]) == "a and b"


def test_a_picture_of_the_newest_plans_says_so_and_where_the_earlier_ones_are():
    newer = rates_of({"A": (5, 6), "B": (3, 9)})
    shows, _ = readings.rate_reading(newer, "matched_backward")
    assert "in the newest plans of 2 organisations" in shows
    assert "earlier plans" not in shows
    older = newer.assign(from_year="2019-20", to_year="2020-21")
    shows, _ = readings.rate_reading(pd.concat([older, newer], ignore_index=True), "matched_backward")
    assert "8 of 15 actions" in shows
    assert shows.endswith("The table has the earlier plans too.")
