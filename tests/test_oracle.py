"""Wilson intervals and funnel limits against figures of PHStatsMethods 0.1.16, an independent implementation.

Its figures lie in golden/: it is under a licence that our dependencies must not be under. Its 303 published
units cannot be had without R, so as many were drawn around their centre.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from wres_analysis.measures.funnel import normal_limits
from wres_analysis.measures.intervals import wilson

GOLDEN = Path(__file__).parent / "golden"
COUNTS = pd.read_csv(GOLDEN / "wilson_by_phstatsmethods.csv")
LIMITS = pd.read_csv(GOLDEN / "funnel_by_phstatsmethods.csv")
UNITS = pd.read_csv(GOLDEN / "significance_by_phstatsmethods.csv")


def test_wilson_intervals_are_those_of_an_independent_implementation():
    for row in COUNTS.itertuples():
        assert wilson(row.k, row.n) == pytest.approx((row.lower_95_ci, row.upper_95_ci), abs=1e-9)


@pytest.mark.parametrize(("level", "sigma"), [(0.95, "2s"), (0.998, "3s")])
def test_normal_funnel_limits_are_those_of_an_independent_implementation(level, sigma):
    centre = COUNTS["k"].sum() / COUNTS["n"].sum()
    ours = normal_limits(centre, LIMITS["Population"].to_numpy(), level)
    assert ours.low == pytest.approx(LIMITS[f"lower_{sigma}_limit"] / 100, abs=1e-7)
    assert ours.high == pytest.approx(LIMITS[f"upper_{sigma}_limit"] / 100, abs=1e-7)


def test_all_of_303_organisations_are_classed_as_an_independent_implementation_does():
    centre, rates = UNITS["k"].sum() / UNITS["n"].sum(), UNITS["k"] / UNITS["n"]
    ours = pd.Series("Not significant", index=UNITS.index)
    for level, said in ((0.95, "0.025"), (0.998, "0.001")):
        low, high = normal_limits(centre, UNITS["n"].to_numpy(), level)
        ours = ours.mask(rates.gt(high), f"High ({said})").mask(rates.lt(low), f"Low ({said})")
    assert ours.tolist() == UNITS["significance"].tolist()
    assert ours.nunique() == 5
