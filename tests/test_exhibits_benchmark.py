from __future__ import annotations

import dataclasses

import pytest
from small_analyses import small_analysis
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.reports import benchmark_exhibits as exhibits
from wres_analysis.tables import ORGANISATIONS, table_of

MANY = {f"T{number}": (number * 2, 40) for number in range(1, 13)}


def many():
    named = table_of([{"code": code, "name": f"Trust {code}"} for code in MANY], ORGANISATIONS)
    return dataclasses.replace(small_analysis(0), rates=rates_of(MANY), organisations=named)


@pytest.mark.parametrize("organisations", [0, 1, 2])
def test_too_few_organisations_are_shown_and_not_compared(organisations):
    analysis = small_analysis(organisations)
    rows = exhibits.compared(analysis, "matched_backward", smallest=1)
    exhibit = exhibits.funnel(analysis, rows)
    assert exhibit.reading[0].startswith("Nothing is compared")
    assert exhibits.shrunken(analysis, rows).reading[0].startswith("Nothing is drawn in: it takes eight")
    ranks = exhibits.possible_ranks(analysis, rows)
    assert ranks.reading[0].startswith("Nobody is ranked")
    assert ranks.table is None


def test_the_funnel_names_limits_and_says_how_many_chance_would_put_outside():
    analysis = many()
    exhibit = exhibits.funnel(analysis, exhibits.compared(analysis, "matched_backward"))
    assert len(exhibit.table) == 12
    assert "expected by chance" in exhibit.reading[0]
    first = exhibit.table.set_index("Organisation").loc["Trust T1"]
    assert (first["Actions"], first["Share"]) == ("2 of 40", "5%")
    assert "below" in first["Against chance"]


def test_rates_are_drawn_towards_the_group_and_ranks_are_ranges():
    analysis = many()
    rows = exhibits.compared(analysis, "matched_backward")
    drawn = exhibits.shrunken(analysis, rows).table.set_index("Organisation")
    assert drawn.loc["Trust T1", "As counted"] == "5%"
    assert int(drawn.loc["Trust T1", "Drawn towards the group"].rstrip("%")) > 5
    ranks = exhibits.possible_ranks(analysis, rows)
    assert ranks.figure is not None
    assert len(ranks.table) == 12
    width = int((rows["rank_high"] - rows["rank_low"] + 1).median())
    assert ranks.reading[0].startswith(
        f"At least half of the 12 organisations could stand at {width} or more"
    )


def test_an_unknown_measure_or_peer_group_is_one_line():
    with pytest.raises(TableError):
        exhibits.compared(many(), "happiness")
    with pytest.raises(TableError):
        exhibits.compared(many(), "matched_backward", peers="colour")


def test_every_measure_follows_the_peers_and_the_minimum_of_the_notebook():
    analysis = many()
    table = exhibits.outside_limits(analysis, smallest=41).table
    assert table["Organisations compared"].tolist() == ["0 of 12"]
    assert table["Outside the limits"].tolist() == ["nobody is compared"]
    few = exhibits.outside_limits(analysis, peers="T1, T2, T3, T4, T5").table
    assert few["Organisations compared"].tolist() == ["12 of 12"]


def test_a_list_of_codes_is_a_peer_group_and_a_short_one_is_compared_with_everyone():
    rows = exhibits.compared(many(), "matched_backward", peers="T1, T2, T3, T4, T5").set_index("organisation")
    assert rows.at["T3", "peer_group"] == "own list: chosen"
    assert rows.at["T3", "pooled"] == pytest.approx((2 + 4 + 6 + 8 + 10) / 200)
    assert rows.at["T9", "peer_group"] == "everyone (not on the own list)"
    short = exhibits.compared(many(), "matched_backward", peers="T1, T2").set_index("organisation")
    assert short.at["T1", "peer_group"] == "everyone (own list: chosen has only 2)"


def test_limits_that_are_not_widened_say_why():
    calm = {f"T{number}": (20, 40) for number in range(1, 7)}
    analysis = dataclasses.replace(many(), rates=rates_of(calm))
    rows = exhibits.compared(analysis, "matched_backward")
    column = "Limits widened for over-dispersion"
    assert set(exhibits.funnel(analysis, rows).table[column]) == {"not needed"}
    none = exhibits.compared(analysis, "matched_backward", smallest=50)
    assert set(exhibits.funnel(analysis, none).table[column]) == {"not estimated"}
