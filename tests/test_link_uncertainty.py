import pandas as pd
import pytest
from plans_drawn import plans

from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.uncertainty import RATE_INTERVALS, rate_intervals
from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import check_table

SAME = [
    f"{verb} {thing}" for verb, thing in [("Review", "the grievance policy"), ("Train", "interview panels")]
]
OLD = [*SAME, "Work with local schools on careers in the NHS", "Buy software"]
NEW = [*SAME, "Hold a jobs fair for people who live near our sites"]
PLAN = ("RXA", "2019-20", "2020-21")


def linked(old=OLD, new=NEW, reviewed=None):
    table = plans(old, new)
    found = link_plans(table, reviewed)
    return found.candidates, found.links, table


def decisions(*rows):
    columns = ["organisation", "from_year", "from_id", "to_year", "to_id", "decision"]
    return pd.DataFrame([("RXA", "2019-20", a, "2020-21", b, word) for a, b, word in rows], columns=columns)


def test_an_interval_for_each_direction():
    found = rate_intervals(*linked())
    check_table(found, RATE_INTERVALS, "intervals")
    assert found["direction"].tolist() == ["backward", "forward"]
    assert found["denominator"].tolist() == [3, 4]
    assert (found["low_with_links"] <= found["expected"]).all()
    assert (found["expected"] <= found["high_with_links"]).all()


def test_with_links_that_a_person_decided_it_is_the_wilson_interval():
    every = [(str(a + 1), str(b + 1), "link" if a == b < 2 else "no") for a in range(4) for b in range(3)]
    found = rate_intervals(*linked(reviewed=decisions(*every)), draws=40_000).set_index("direction")
    for direction, size in (("forward", 4), ("backward", 3)):
        expected = wilson(2, size)
        row = found.loc[direction]
        assert row["confirmed"] == size
        assert row["low_with_links"] == pytest.approx(expected[0], abs=0.01)
        assert row["high_with_links"] == pytest.approx(expected[1], abs=0.01)


def test_doubt_about_a_link_widens_the_interval():
    def width(*given):
        row = rate_intervals(*linked(*given), sampling=False).set_index("direction").loc["forward"]
        return row["high_with_links"] - row["low_with_links"]

    assert width(OLD, NEW) > width(SAME, SAME)


def test_without_sampling_a_certain_plan_has_next_to_no_interval():
    found = rate_intervals(*linked(SAME * 1, SAME * 1), sampling=False)
    assert (found["expected"] > 0.98).all()


def test_what_stands_twice_counts_once():
    found = rate_intervals(*linked([SAME[0], SAME[0], SAME[1]], SAME)).set_index("direction")
    assert found.loc["forward", "denominator"] == 2


def test_draws_of_a_plan_do_not_depend_on_other_plans():
    alone = rate_intervals(*linked())
    both = pd.concat([plans(OLD, NEW), plans(SAME, SAME, organisation="5E1")])
    found = link_plans(both)
    together = rate_intervals(found.candidates, found.links, both)
    pd.testing.assert_frame_equal(together[together["organisation"].eq("RXA")].reset_index(drop=True), alone)
