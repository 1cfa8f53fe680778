from __future__ import annotations

import dataclasses

import pytest
from small_analyses import small_analysis
from small_tables import rates_of

from wres_analysis.errors import TableError
from wres_analysis.exhibits import benchmark as exhibits
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
    assert exhibits.shrunken(analysis, rows).notice.startswith("Rates are drawn towards the group from eight")
    assert exhibits.possible_ranks(analysis, rows).notice


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


def test_an_unknown_measure_or_peer_group_is_one_line():
    with pytest.raises(TableError):
        exhibits.compared(many(), "happiness")
    with pytest.raises(TableError):
        exhibits.compared(many(), "matched_backward", peers="colour")
