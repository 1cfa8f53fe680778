"""Wilson intervals and funnel limits against PHStatsMethods, an independent implementation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wres_analysis.measures.funnel import normal_limits
from wres_analysis.measures.intervals import wilson

oracle = pytest.importorskip("PHStatsMethods", reason="the independent implementation is not installed")
COUNTS = pd.DataFrame({"k": [0, 1, 5, 13, 65, 250, 40], "n": [8, 11, 6, 40, 100, 250, 1000]})


def test_wilson_intervals_are_those_of_an_independent_implementation():
    theirs = oracle.ph_proportion(COUNTS.copy(), "k", "n")
    for row in theirs.itertuples():
        assert wilson(row.k, row.n) == pytest.approx((row.lower_95_ci, row.upper_95_ci), abs=1e-9)


@pytest.mark.parametrize(("level", "sigma"), [(0.95, "2s"), (0.998, "3s")])
def test_normal_funnel_limits_are_those_of_an_independent_implementation(level, sigma):
    theirs = oracle.calculate_funnel_limits(COUNTS.copy(), "k", "proportion", 100, denom_col="n")
    centre = COUNTS["k"].sum() / COUNTS["n"].sum()
    assert theirs["baseline"].iloc[0] / 100 == pytest.approx(centre)
    ours = normal_limits(centre, theirs["Population"].to_numpy(), level)
    assert ours.low == pytest.approx(theirs[f"lower_{sigma}_limit"] / 100, abs=1e-7)
    assert ours.high == pytest.approx(theirs[f"upper_{sigma}_limit"] / 100, abs=1e-7)


def test_all_of_303_organisations_are_classed_as_an_independent_implementation_does():
    # K8 is 303 published units; their counts cannot be had without R: as many are drawn around its centre.
    rng = np.random.default_rng(303)
    totals = rng.integers(5, 400, 303)
    shares = np.clip(rng.normal(0.806, 0.12, 303), 0.02, 0.99)
    counts = pd.DataFrame({"k": rng.binomial(totals, shares), "n": totals})
    theirs = oracle.assign_funnel_significance(counts.copy(), "k", "proportion", "n")["significance"]
    centre, rates = counts["k"].sum() / counts["n"].sum(), counts["k"] / counts["n"]
    ours = pd.Series("Not significant", index=counts.index)
    for level, said in ((0.95, "0.025"), (0.998, "0.001")):
        low, high = normal_limits(centre, totals, level)
        ours = ours.mask(rates.gt(high), f"High ({said})").mask(rates.lt(low), f"Low ({said})")
    assert ours.tolist() == theirs.tolist()
    assert ours.nunique() == 5
