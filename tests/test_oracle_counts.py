"""The counts and intervals of rates.csv once more, from actions, links and plans, worked out another way.

A small part of an independent recomputation: it shares no code with the package, and no table with its tests.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from conftest import lay_out

from wres_analysis.analysis import open as open_data
from wres_analysis.analysis import save_analysis
from wres_analysis.measures.funnel_and_ranks import exact_limits
from wres_analysis.measures.intervals import wilson

NO_DATE = {"open_ended", "recurring", "unspecified", "none"}
ROOT = Path(__file__).resolve().parent.parent
YEARS = {
    "B2/2021-22 plan.txt": [
        "1\tTrain interview panels in fair selection\tHead of OD\tMarch 2022\tComplete\tDone",
        "2\tTrain interview panels in fair selection\tHead of OD\tMarch 2022\tNot started\t",
        "3\tRecruit cultural ambassadors for panels\tHead of OD\tOngoing\tIn progress\t",
    ],
    "B2/2023-24 plan.txt": [
        "1\tTrain interview panels in fair selection\tHead of HR\tMarch 2024\tIn progress\tFrom 21/22",
        "2\tPublish a pay gap report by ethnic group\tHead of HR\tJune 2023\tWithdrawn\t",
    ],
}


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small data folder, beside which every number is worked out again."""
    folder = tmp_path_factory.mktemp("oracle")
    lay_out(folder / "data")
    lay_out(folder / "data", YEARS)
    save_analysis(open_data(folder / "data"), folder)
    return folder


def unit(action: dict[str, str]) -> str:
    text = unicodedata.normalize("NFKC", f"{action['action']} {action['detail']}").casefold()
    return re.sub(r"[\W_]+", "", text) or action["action_id"]


def expected(run: Path) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """Numerators and denominators by organisation, years and measure."""
    plans = {(one["organisation"], one["plan_year"]): one for one in rows_of(run, "plans")}
    actions, pairs = defaultdict(list), defaultdict(set)
    for action in rows_of(run, "actions"):
        actions[action["organisation"], action["plan_year"]].append(action)
    for link in rows_of(run, "links"):
        joined = (link["from_id"], link["to_id"]) if link["from_id"] and link["to_id"] else None
        pairs[link["organisation"], link["from_year"], link["to_year"]].add(joined)
    found = {}
    for (code, year), rows in actions.items():
        known = [one for one in rows if one["status"] not in ("not_stated", "undefined")]
        plan = plans[code, year]
        as_at = plan["as_at"] or (plan["period_end"] if 2 * len(known) >= len(rows) else "")
        dated = [one for one in rows if one["deadline_kind"] not in NO_DATE and one["deadline_date"]]
        past = [
            one
            for one in dated
            if one["deadline_date"] <= as_at and one["status"] not in ("complete", "withdrawn")
        ]
        if as_at and dated:
            found[code, "", year, "past_date"] = len(past), len(dated)
        done = sum(one["status"] == "complete" for one in rows)
        found[code, "", year, "status_complete"] = done, len(rows)
    for (code, before, after), joined in pairs.items():
        ends = [{pair[end] for pair in joined if pair} for end in (0, 1)]
        for measure, year, here in (("forward", before, ends[0]), ("backward", after, ends[1])):
            units = {unit(one): False for one in actions[code, year]}
            units |= {unit(one): True for one in actions[code, year] if one["action_id"] in here}
            found[code, before, after, f"matched_{measure}"] = sum(units.values()), len(units)
    return found


def test_every_count_is_the_one_that_is_worked_out_another_way(run):
    stated = {
        (one["organisation"], one["from_year"], one["to_year"], one["measure"]): one
        for one in rows_of(run, "rates")
    }
    wanted = expected(run)
    assert len(wanted) >= 14
    for key, (numerator, denominator) in wanted.items():
        assert (int(stated[key]["numerator"]), int(stated[key]["denominator"])) == (numerator, denominator), (
            key
        )


def test_every_interval_is_wilsons(run):
    z = 1.959963984540054
    for one in rows_of(run, "rates"):
        if not one["rate"]:
            continue
        k, n = int(one["numerator"]), int(one["denominator"])
        middle, turn = k / n + z * z / (2 * n), 1 + z * z / n
        half = z * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
        ends = 0.0 if k == 0 else (middle - half) / turn, 1.0 if k == n else (middle + half) / turn
        assert (float(one["low"]), float(one["high"])) == pytest.approx(ends, abs=1e-9)


def test_what_two_years_apart_is_in_no_sum(run):
    apart = {one["organisation"] for one in rows_of(run, "plan_pairs") if one["pooled"] == "No"}
    assert apart == {"B2"}
    pooled = open_data("not used", run).pooled.set_index("measure")
    own = [one for one in rows_of(run, "rates") if one["organisation"] == "A1"]
    (backward,) = (one for one in own if one["measure"] == "matched_backward")
    assert pooled.at["matched_backward", "denominator"] == int(backward["denominator"])


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
