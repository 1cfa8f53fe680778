"""Wilson intervals and funnel limits against figures of PHStatsMethods 0.1.16, an independent implementation.

Its figures lie in golden/: it is under a licence that our dependencies must not be under. Its 303 published
units cannot be had without R, so as many were drawn around their centre.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from wres_analysis.measures.funnel_and_ranks import exact_limits
from wres_analysis.measures.intervals import wilson

GOLDEN = Path(__file__).parent / "golden"
COUNTS = pd.read_csv(GOLDEN / "wilson_by_phstatsmethods.csv")
LIMITS = pd.read_csv(GOLDEN / "funnel_by_phstatsmethods.csv")
UNITS = pd.read_csv(GOLDEN / "significance_by_phstatsmethods.csv")


def test_wilson_intervals_are_those_of_an_independent_implementation():
    for row in COUNTS.itertuples():
        assert wilson(row.k, row.n) == pytest.approx((row.lower_95_ci, row.upper_95_ci), abs=1e-9)


@pytest.mark.parametrize(("level", "sigma"), [(0.95, "2s"), (0.998, "3s")])
def test_limits_for_many_actions_are_near_the_normal_ones_of_an_independent_implementation(level, sigma):
    centre, many = COUNTS["k"].sum() / COUNTS["n"].sum(), LIMITS[LIMITS["Population"].ge(100)]
    ours = exact_limits(centre, many["Population"].to_numpy(), level)
    assert ours.low == pytest.approx(many[f"lower_{sigma}_limit"] / 100, abs=0.01)
    assert ours.high == pytest.approx(many[f"upper_{sigma}_limit"] / 100, abs=0.01)


def test_303_organisations_are_classed_as_an_independent_implementation_does_or_one_step_beside():
    centre, rates = UNITS["k"].sum() / UNITS["n"].sum(), UNITS["k"] / UNITS["n"]
    ours = pd.Series(0, index=UNITS.index)
    for level in (0.95, 0.998):
        low, high = exact_limits(centre, UNITS["n"].to_numpy(), level)
        ours += rates.gt(high).astype(int) - rates.lt(low).astype(int)
    steps = {"Low (0.001)": -2, "Low (0.025)": -1, "Not significant": 0, "High (0.025)": 1, "High (0.001)": 2}
    apart = (ours - UNITS["significance"].map(steps)).abs()
    # exact limits and normal ones differ beside a limit: in 17 of 303, and never by two steps
    assert apart.max() == 1 and apart.sum() == 17 and ours.nunique() == 5
