from __future__ import annotations

import pandas as pd
import pytest

from wres_analysis.errors import TableError
from wres_analysis.measures.peers import OWN_LIST, members, own_list, peer_groups, way_of_grouping

TRUSTS = pd.DataFrame(
    {
        "code": list("ABCDEFGH"),
        "name": list("abcdefgh"),
        "type": ["Acute"] * 5 + ["Ambulance"] * 2 + [""],
        "region": "North",
    }
)


def test_everyone_unless_asked():
    assert peer_groups(["A", "B"], None).tolist() == ["everyone", "everyone"]


def test_a_group_of_five_stands_and_a_smaller_one_says_so():
    groups = peer_groups(list("ABCDEFGH"), TRUSTS, by="type")
    assert groups["A"] == "type: Acute"
    assert groups["F"] == "everyone (type: Ambulance has only 2)"
    assert groups["H"] == "everyone (type not known)"


def test_only_organisations_with_a_value_make_a_group():
    groups = peer_groups(list("ABCD"), TRUSTS, by="type")
    assert groups["A"] == "everyone (type: Acute has only 4)"


def test_an_organisation_that_nobody_described_is_compared_with_everyone():
    assert peer_groups(["Z"], TRUSTS, by="region").tolist() == ["everyone (region not known)"]


def test_everyone_is_everyone_whatever_the_reason():
    groups = peer_groups(list("ABCDEFGH"), TRUSTS, by="type")
    assert members(groups, groups["F"]) == list("ABCDEFGH")
    assert members(groups, "type: Acute") == list("ABCDE")


@pytest.mark.parametrize("by", ["size", "name"])
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


def test_what_is_neither_a_column_nor_a_code_is_refused_with_the_columns():
    organisations, by = way_of_grouping("tipe", TRUSTS)
    with pytest.raises(TableError, match=r"no column 'tipe'.*type, region"):
        peer_groups(["A"], organisations, by)
