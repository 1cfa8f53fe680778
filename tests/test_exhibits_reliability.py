from __future__ import annotations

from small_analyses import small_analysis

from wres_analysis.measures.cautions import CAUTIONS
from wres_analysis.reports import reliability_exhibits as exhibits
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.tables import table_of


def test_the_caution_stands_above_every_rule_with_its_limit():
    exhibit = exhibits.read_with_caution(small_analysis())
    assert exhibit.notice.startswith("Read with caution because ")
    assert "few organisations have two plans in a row (1)" in exhibit.notice
    table = exhibit.table.set_index(exhibit.table.columns[0])
    assert table["Caution begins"].str.match("^(above|below) ").all()
    said = int(table["A reason"].eq("Yes").sum())
    asked = int(table["A reason"].ne("cannot be asked").sum())
    assert exhibit.reading[0].startswith(f"{said} of {asked} rules")


def test_reasons_are_joined_and_none_is_said_to_be_none():
    def rule(because: str, value: float, unit: str, holds: str = "Yes") -> dict[str, object]:
        return {"because": because, "value": value, "unit": unit, "sign": "above", "holds": holds}

    rules = [
        rule("a ({value})", 0.256, "share"),
        rule("b", 1, "number", "No"),
        rule("c (by {value})", 0.12, "points"),
    ]
    assert exhibits.caution_sentence(table_of(rules, CAUTIONS)) == (
        "Read with caution because a (26%) and c (by 12 percentage points)."
    )
    assert exhibits.caution_sentence(table_of(rules[1:2], CAUTIONS)).startswith("No rule gives a reason")


def test_links_add_up_to_those_between_two_actions():
    analysis = small_analysis()
    table = exhibits.links_by_evidence(analysis).table
    linked = analysis.links["from_id"].ne("") & analysis.links["to_id"].ne("")
    assert table["Links"].astype(int).sum() == linked.sum()


def test_no_earlier_plan_is_no_rate():
    table = exhibits.how_sure(small_analysis(0)).table
    assert set(table["Actions or links"][:6]) == {NOT_HELD}


def test_rows_of_the_rate_are_those_that_are_published():
    table = exhibits.how_sure(small_analysis()).table.set_index("What")
    assert table.loc[exhibits.CHOICES["rows"], "Actions or links"] == "2 of 3"
    assert table.loc["Links that a person decided", "Actions or links"] == "0 of 2"


def test_a_missing_plan_is_listed_with_its_organisation():
    analysis = small_analysis()
    assert exhibits.plans_missing(analysis).table.empty
    assert exhibits.plans_missing(analysis).reading[0].startswith("No organisation has a gap")
