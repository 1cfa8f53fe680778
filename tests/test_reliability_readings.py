from __future__ import annotations

import pytest
from small_analyses import many_organisations, small_analysis

from wres_analysis.measures.reliability import RATE_CHOICES, link_evidence, rate_choices
from wres_analysis.reports import reliability_sentences as readings
from wres_analysis.reports.phrases import as_percent
from wres_analysis.tables import table_of


@pytest.fixture(scope="module", params=[0, 1, 2, 12])
def analysis(request: pytest.FixtureRequest):
    return many_organisations() if request.param == 12 else small_analysis(request.param)


def test_the_rate_at_three_thresholds_is_that_of_the_table(analysis):
    choices = rate_choices(analysis.links, analysis.link_candidates, analysis.actions)
    shows, cannot = readings.how_sure_reading(choices, 7, 2)
    assert cannot.endswith("A person decided 2 of 7 links.")
    if analysis.links.empty:
        assert shows == "No rate can be taken: no earlier plan held."
        return
    rates = [as_percent(rate) for rate in choices["rate"][:3]]
    assert shows.startswith(f"The rate is {rates[0]}, {rates[1]} and {rates[2]} if a link needs")


def test_a_move_of_half_a_point_is_not_rounded_away():
    rows = [{"choice": name, "rate": 0.0} for name in ("0.2", "0.5", "0.8", "main actions", "rows")]
    choices = table_of([*rows, {"choice": "sub-actions", "rate": 0.005}], RATE_CHOICES)
    assert "moves it by up to 1 percentage point." in readings.how_sure_reading(choices, 9, 0)[0]


def test_links_that_rest_on_wording_alone_are_counted(analysis):
    found = link_evidence(analysis.links, analysis.actions)
    shows, _ = readings.evidence_reading(found)
    if found.empty:
        assert shows == "No two actions of different plans are linked."
        return
    bare = found["evidence"].eq("wording").sum()
    unsure = found["confidence"].isin(["likely", "unlikely"]).sum()
    assert shows.startswith(f"{bare} of {len(found)} links rest")
    assert f"; {unsure} ha" in shows


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ({}, "No plan is held; 1 plan could not be read."),
        ({"A": []}, "No organisation has a gap between its plans; 1 plan could not be read."),
        (
            {"A": ["2020-21"], "B": []},
            "1 of 2 organisations has a gap of 1 year; 1 plan could not be read.",
        ),
        (
            {"A": ["2020-21"], "B": ["2019-20", "2020-21"]},
            "2 of 2 organisations have a gap of 3 years together; 1 plan could not be read.",
        ),
    ],
)
def test_gaps_are_counted_by_organisation_and_by_year(gaps, said):
    assert readings.missing_reading(gaps, 1)[0] == said
