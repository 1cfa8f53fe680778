from __future__ import annotations

import pandas as pd
import pytest
from small_analyses import many_organisations, small_analysis
from small_tables import actions_of, rates_of

from wres_analysis.measures.benchmarking import benchmark_all
from wres_analysis.measures.completeness import completeness
from wres_analysis.measures.coverage import HIGH_IMPACT, coverage, coverage_counts
from wres_analysis.measures.deadline_outcomes import deadline_outcomes
from wres_analysis.measures.funnel import expected_outside
from wres_analysis.reports import plan_sentences as plan_readings
from wres_analysis.reports import sentences as readings

FEW = [{}, {"A": (3, 12)}, {"A": (3, 12), "B": (9, 12)}, {f"T{n:02}": (n, 20) for n in range(14)}]


def of_plans(actions: pd.DataFrame) -> list[readings.Reading]:
    counts = coverage_counts(coverage(actions), actions)
    return [
        plan_readings.completeness_reading(completeness(actions)),
        plan_readings.coverage_reading(counts),
        plan_readings.coverage_reading(counts, HIGH_IMPACT),
        plan_readings.deadlines_reading(deadline_outcomes(actions)),
    ]


@pytest.mark.parametrize("counts", FEW)
def test_every_reading_has_two_whole_sentences_for_any_number_of_organisations(counts):
    plans = actions_of(*({"organisation": code, "action": "Review shortlisting"} for code in counts))
    for shows, cannot in of_plans(plans):
        for sentence in (shows, cannot):
            assert sentence[0].isupper() or sentence[0].isdigit()
            assert sentence.endswith(".")
            assert "nan" not in sentence
            assert "<NA>" not in sentence


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


def test_words_in_a_row():
    assert readings.listed(["a", "b"]) == "a and b"
