from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.measures.benchmarking import (
    BENCHMARK,
    BENCHMARK_MEASURES,
    benchmark,
    benchmark_all,
    newest_values,
    rates_in,
)
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.measures.peers import OWN_LIST, members, own_list, peer_groups, way_of_grouping
from wres_analysis.tables import check_table

# Fifteen p-values of the original paper on false discovery (K13).
BENJAMINI_HOCHBERG = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1,
]  # fmt: skip

counts = st.dictionaries(
    st.text("ABCDEFG", min_size=1, max_size=3),
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    max_size=12,
)


def test_false_discovery_control_agrees_with_the_original_paper():
    adjusted = stats.false_discovery_control(BENJAMINI_HOCHBERG)
    assert adjusted[:6] == pytest.approx([0.0015, 0.0030, 0.0095, 0.0356, 0.0603, 0.0639], abs=5e-5)
    assert (adjusted <= 0.05).sum() == 4


@settings(max_examples=30, deadline=None)
@given(counts)
def test_any_number_of_organisations_gives_a_table_of_the_schema(found):
    table = benchmark(rates_of(found))
    check_table(table, BENCHMARK, "benchmark")
    assert table["organisation"].tolist() == sorted(found)
    assert table["rate"].between(table["low"], table["high"]).all()
    assert table["pooled"].between(table["low_95"], table["high_95"]).all()
    compared = table[table["position"].ne("too_few")]
    assert compared["denominator"].ge(10).all()
    assert len(compared) == 0 or len(compared) >= 5
    assert (compared["p_adjusted"] >= compared["p_value"]).all()


@pytest.mark.parametrize("codes", ["", "A", "AB", "ABCD"])
def test_fewer_than_five_are_shown_and_not_compared(codes):
    table = benchmark(rates_of({code: (6 + place, 12) for place, code in enumerate(codes)}))
    assert table["position"].eq("too_few").all()
    assert table["rank_low"].isna().all()
    assert table["rate"].notna().all()


def test_one_that_differs_is_found_and_the_others_are_not():
    table = benchmark(rates_of({**{f"T{n}": (8 + n % 2, 20) for n in range(9)}, "X": (19, 20)})).set_index(
        "organisation"
    )
    assert table.at["X", "position"] == "above 99.8"
    assert table.drop("X")["position"].eq("inside").all()
    assert table.at["X", "rank_high"] == 1
    assert table.at["X", "p_adjusted"] < 0.01


def test_few_actions_are_shown_but_neither_compared_nor_ranked():
    table = benchmark(rates_of({**{f"T{n}": (8, 20) for n in range(6)}, "X": (9, 9)})).set_index(
        "organisation"
    )
    assert table.at["X", "position"] == "too_few"
    assert table.at["X", "rate"] == 1
    assert pd.isna(table.at["X", "p_value"])
    assert table.at["T1", "compared"] == 6


def test_over_dispersion_widens_the_limits_as_soon_as_anyone_is_compared():
    wild = {f"T{n:02}": ((2 if n % 2 else 18), 20) for n in range(12)}
    table = benchmark(rates_of(wild))
    assert (table["dispersion"] > 2).all()
    assert (table["adjusted_low_95"] < table["low_95"]).all()
    assert table["adjusted_position"].eq("inside").all()
    nine = benchmark(rates_of(dict(list(wild.items())[:9])))
    assert (nine["adjusted_low_95"] < nine["low_95"]).all()
    four = benchmark(rates_of(dict(list(wild.items())[:4])))
    assert four["adjusted_low_95"].isna().all()
    assert four["adjusted_position"].eq("").all()


def test_shrunken_rates_lie_between_their_own_and_the_group():
    table = benchmark(rates_of({f"T{n:02}": (n + 2, 20) for n in range(10)}))
    middle = table["shrunken"].median()
    assert (table["shrunken"] - middle).abs().lt((table["rate"] - middle).abs() + 1e-9).all()
    assert table["prior_worth"].nunique() == 1
    assert benchmark(rates_of({f"T{n}": (n + 2, 20) for n in range(7)}))["shrunken"].isna().all()


def test_peers_are_compared_among_themselves():
    organisations = pd.DataFrame(
        {"code": [f"T{n}" for n in range(11)], "type": ["Acute"] * 5 + ["Mental"] * 5 + ["Other"]}
    )
    found = {f"T{n}": (4 if n < 5 else 16, 20) for n in range(11)}
    table = benchmark(rates_of(found), organisations, peers="type").set_index("organisation")
    assert table.at["T0", "pooled"] == pytest.approx(0.2)
    assert table.at["T7", "pooled"] == pytest.approx(0.8)
    assert table.at["T10", "pooled"] == pytest.approx((5 * 4 + 6 * 16) / 220)
    assert table.at["T10", "peer_group"] == "everyone (type: Other has only 1)"
    assert table["position"].drop("T10").eq("inside").all()


def test_the_newest_value_is_taken():
    old = rates_of({"A": (1, 20), "B": (2, 20)}).assign(from_year="2019/20", to_year="2020/21")
    new = rates_of({"A": (15, 20)})
    found = newest_values(pd.concat([new, old], ignore_index=True), "matched_backward")
    assert found[["organisation", "numerator"]].values.tolist() == [["A", 15], ["B", 2]]


def test_a_value_that_is_missing_is_not_a_zero():
    rates = rates_of({"A": (1, 20)})
    missing = rates.assign(organisation="B", numerator=pd.NA, denominator=pd.NA, rate=pd.NA)
    table = benchmark(pd.concat([rates, missing.astype(rates.dtypes)], ignore_index=True))
    assert table["organisation"].tolist() == ["A"]


def test_the_order_of_organisations_changes_nothing():
    rates = rates_of({f"T{n:02}": (n + 1, 20) for n in range(12)})
    pd.testing.assert_frame_equal(benchmark(rates), benchmark(rates.iloc[::-1]))


def test_benchmarked_measures_exist_and_others_are_refused():
    assert set(BENCHMARK_MEASURES) <= set(measures())
    with pytest.raises(TableError, match="no measure 'league'"):
        benchmark(rates_of({}), measure="league")


def test_widened_limits_are_never_narrower_than_exact_ones():
    wild = {f"T{n:02}": ((1 if n % 2 else 4 + n % 3), 5 + n % 6) for n in range(30)}
    table = benchmark(rates_of({code: (min(k, n), n) for code, (k, n) in wild.items()}), smallest=1)
    assert table["adjusted_low_95"].notna().all()
    for level in ("95", "998"):
        assert (table[f"adjusted_low_{level}"] <= table[f"low_{level}"]).all()
        assert (table[f"adjusted_high_{level}"] >= table[f"high_{level}"]).all()
    outside = ~table["position"].eq("inside"), ~table["adjusted_position"].eq("inside")
    assert outside[1].sum() <= outside[0].sum()


def test_a_benchmark_can_be_made_again_from_its_own_rates():
    rates = rates_of({f"T{n:02}": (n + 1, 20) for n in range(12)})
    table = benchmark_all(rates)
    pd.testing.assert_frame_equal(benchmark_all(rates_in(table)), table)


def test_several_groups_that_are_all_compared_share_one_family_of_p_values():
    organisations = pd.DataFrame(
        {"code": [f"T{n:02}" for n in range(17)], "type": ["a", "b", "c"] * 5 + ["d", "d"]}
    )
    found = {f"T{n:02}": (4 + (n * 5) % 13, 20) for n in range(17)}
    table = benchmark(rates_of(found), organisations, peers="type")
    assert table["peer_group"].nunique() == 4
    assert table["organisation"].tolist() == sorted(found)
    adjusted = stats.false_discovery_control(table["p_value"].to_numpy(dtype=float))
    assert table["p_adjusted"].to_numpy(dtype=float) == pytest.approx(adjusted)


TRUSTS = pd.DataFrame(
    {
        "code": list("ABCDEFGH"),
        "name": list("abcdefgh"),
        "type": ["Acute"] * 5 + ["Ambulance"] * 2 + [""],
        "region": "North",
    }
)


@pytest.mark.parametrize(
    ("codes", "by", "told"),
    [
        ("AB", "", {"A": "everyone", "B": "everyone"}),
        (
            "ABCDEFGH",
            "type",
            {
                "A": "type: Acute",
                "F": "everyone (type: Ambulance has only 2)",
                "H": "everyone (type not known)",
            },
        ),
        ("ABCD", "type", {"A": "everyone (type: Acute has only 4)"}),  # those with a value alone count
        ("Z", "region", {"Z": "everyone (region not known)"}),
    ],
)
def test_a_group_of_five_stands_and_a_smaller_one_is_everyone_and_says_so(codes, by, told):
    groups = peer_groups(list(codes), TRUSTS, by=by)
    assert groups[list(told)].to_dict() == told
    everyone = [group for group in groups if group.startswith("everyone")]
    assert all(members(groups, group) == list(codes) for group in everyone)


@pytest.mark.parametrize("by", ["size", "name", way_of_grouping("tipe", TRUSTS)[1]])
def test_an_unknown_way_of_grouping_is_refused_with_the_known_ones(by):
    with pytest.raises(TableError, match=rf"no column '{by}'.*type, region"):
        peer_groups(["A"], TRUSTS, by=by)


def test_an_own_list_holds_known_organisations_and_a_short_one_is_everyone():
    chosen = own_list(list("ACEGH"), TRUSTS)
    assert peer_groups(list("ACEGH"), chosen, by=OWN_LIST)["A"] == "own list: chosen"
    short = peer_groups(list("ABCDEFGH"), own_list(list("ABCD"), TRUSTS), by=OWN_LIST)
    assert short["A"] == "everyone (own list: chosen has only 4)"
    assert short["H"] == "everyone (not on the own list)"
    with pytest.raises(TableError, match="'Z' is not an organisation"):
        own_list(list("ABCDZ"), TRUSTS)


def test_peers_may_be_a_column_a_list_of_codes_or_everyone():
    assert way_of_grouping("", TRUSTS) == (TRUSTS, "")
    assert way_of_grouping(" type ", TRUSTS)[1] == "type"
    listed, by = way_of_grouping("A; C, E", TRUSTS, own="H")
    assert listed.loc[listed[by].eq("chosen"), "code"].tolist() == list("ACEH")
    assert way_of_grouping("A", TRUSTS)[1] == OWN_LIST
