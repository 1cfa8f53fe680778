import asyncio
import subprocess
import sys

import pandas as pd
import pytest
from small_analyses import DATED, analysis_of, small_analysis

from wres_analysis import reports
from wres_analysis.errors import DataFolderError
from wres_analysis.notebook import picker as module
from wres_analysis.notebook.picker import (
    NOT_PICKED,
    Picker,
    narrowed,
    pick_organisation,
    picker_controls,
    said_of_picked,
    years_of,
)
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import NOT_HELD

WIDGET = "application/vnd.jupyter.widget-view+json"
BOTH = ["2021-22", "2022-23"]


class Page:
    """What a notebook shows: by place, in the order in which the places were made."""

    def __init__(self):
        self.places = {}
        self.calls = 0

    def display(self, shown, display_id):
        self.places[display_id] = shown
        self.calls += 1

    def update_display(self, shown, display_id):
        assert display_id in self.places, "only what is shown can be shown anew"
        self.display(shown, display_id)

    def html(self):
        return [shown._repr_mimebundle_()["text/html"] for shown in self.places.values()]


@pytest.fixture(scope="module")
def analysis():
    return small_analysis()


@pytest.fixture
def page(monkeypatch):
    page = Page()
    monkeypatch.setattr(module, "_in_place", page)
    return page


def counted(one):
    """A cheap exhibit that says whose it is."""
    codes = ", ".join(one.plans["organisation"] + " " + one.plans["plan_year"])
    return Exhibit("counted", "Counted", notice=codes)


def listed(one):
    return Exhibit("listed", "Listed", table=pd.DataFrame({"Action": one.actions["action"]}))


def among(whole, code, word="of"):
    return Exhibit("among", "Among", notice=f"{code} {word} {len(whole.organisations)}")


def test_without_a_person_the_exhibits_are_what_they_always_were(analysis, page):
    pick = pick_organisation(analysis, "T1")
    pick.show(reports.year_to_year)
    pick.show(reports.standing, among_all=True)
    one = analysis.only("T1")
    expected = [reports.year_to_year(one).html(), reports.standing(analysis, "T1").html()]
    assert [html.partition(">")[2].removesuffix("</div>") for html in page.html()] == expected
    assert set(pick._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert [exhibit.name for exhibit in pick.shown] == ["year_to_year", "standing"]


def test_another_organisation_replaces_every_exhibit_in_its_place(analysis, page):
    pick = Picker(analysis, "T1", live=True)
    pick.show(counted)
    pick.show(among, "out of", among_all=True)
    places = list(page.places)
    pick.pick("007")
    assert list(page.places) == places
    assert [exhibit.notice for exhibit in pick.shown] == ["007 2022-23", "007 out of 2"]
    assert "<strong>007 NHS Trust (007), 2022-23</strong>" in page.html()[0]
    assert "<strong>007 NHS Trust (007), among all organisations</strong>" in page.html()[1]


def test_years_narrow_what_is_shown_and_say_so(analysis, page):
    pick = Picker(analysis, "T1", live=True, parameters={"peers": "type", "smallest": ""})
    pick.show(reports.year_to_year)
    pick.show(reports.sources, pick.parameters)
    pick.pick("T1", ["2022-23"])
    assert "no earlier plan picked" in pick.shown[0].notice
    values = dict(pick.shown[1].table.itertuples(index=False))
    assert (values["Parameter plan years"], values["Plans read"]) == ("2022-23", "1")
    pick.pick("T1")
    assert pick.parameters == {"organisation": "T1", "peers": "type"}
    assert pick.shown[0].table is not None
    assert "T1 NHS Trust (T1), 2021-22 to 2022-23" in page.html()[0]


def test_one_held_plan_is_still_called_the_only_one(analysis, page):
    pick = Picker(analysis, "007", live=True)
    pick.show(reports.year_to_year)
    assert "no earlier plan held" in pick.shown[0].notice
    assert len(page.places) == 1


def test_an_exhibit_that_cannot_be_drawn_says_so_instead_of_showing_the_one_before(analysis, page):
    def awkward(one):
        return Exhibit("awkward", "Awkward", notice=str(1 / (len(one.plans) - 1)))

    pick = Picker(analysis, "T1", live=True)
    pick.show(awkward)
    pick.pick("007")
    assert pick.shown[0].notice == "Awkward: cannot be drawn (division by zero)."
    assert "(007)" in page.html()[0]


def test_a_cell_run_again_takes_the_place_of_its_first_run(analysis, page):
    pick = Picker(analysis, "T1", live=True)
    pick.show(counted)
    pick.show(counted)
    assert len(pick.shown) == 1
    pick.pick("007")
    assert list(page.places.values())[-1].exhibit.notice == "007 2022-23"


def test_a_newer_choice_overtakes_an_older_one_that_is_still_drawn(analysis, page):
    pick = Picker(analysis, "T1", live=True)
    pick.show(counted)
    pick.show(listed)

    async def hurry():
        for code in ("007", "T1", "007"):
            pick.pick(code)
        drawn_at_once = page.calls - 2
        while pick._redrawing:
            await asyncio.sleep(0.001)
        return drawn_at_once

    assert asyncio.run(hurry()) == 3, "each choice draws its first exhibit, and only the last goes on"
    assert page.calls == 2 + 3 + 1
    assert all("(007)" in html for html in page.html())


def test_a_person_gets_fields_beside_the_plain_form(analysis):
    shown = Picker(analysis, "T1", live=True)._repr_mimebundle_()
    assert WIDGET in shown
    assert "T1 NHS Trust (T1), 2021-22 to 2022-23" in shown["text/html"]


def test_names_of_organisations_are_escaped(analysis):
    analysis = small_analysis()
    analysis.organisations["name"] = "<script>alert(1)</script>"
    pick = Picker(analysis, "T1", live=False)
    assert "<script>" not in pick._repr_mimebundle_()["text/html"]


def test_an_unknown_code_is_one_clear_line(analysis):
    with pytest.raises(DataFolderError, match="organisation 'T9' is not in the data"):
        pick_organisation(analysis, "T9")


@pytest.mark.whole_run
def test_a_run_without_a_person_loads_no_widget():
    code = "import wres_analysis.notebook.picker, sys; sys.exit('ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# --- the fields ---------------------------------------------------------------------------------------


@pytest.fixture
def fields(analysis, page):
    pick = Picker(analysis, "T1", live=True)
    pick.show(counted)
    assert len(page.places) == 1
    return pick, *picker_controls(pick).children


def test_the_fields_have_names_and_hold_what_is_picked(fields):
    _, *lists = fields
    assert [one.description for one in lists] == ["Organisation", "First plan", "Last plan"]
    assert [one.value for one in lists] == ["T1", *BOTH]
    assert dict(lists[0].options) == {"T1 NHS Trust (T1)": "T1", "007 NHS Trust (007)": "007"}


def test_another_organisation_brings_its_own_years(fields):
    pick, organisation, first, last = fields
    organisation.value = "007"
    assert (pick.organisation, first.options) == ("007", ("2022-23",))
    assert first.value == last.value == "2022-23"
    organisation.value = "T1"
    assert (pick.years, first.value, last.value) == (BOTH, *BOTH)


def test_a_first_plan_after_the_last_takes_it_along(fields):
    pick, _, first, last = fields
    last.value = "2021-22"
    assert pick.years == ["2021-22"]
    first.value = "2022-23"
    assert (pick.years, last.value) == (["2022-23"], "2022-23")
    last.value = "2021-22"
    assert (pick.years, first.value) == (["2021-22"], "2021-22")
    assert pick.shown[0].notice == "T1 2021-22"


YEARS = ["2020-21", "2021-22", "2022-23"]


@pytest.fixture(scope="module")
def three_plans():
    """The same action in three plans running, and somebody else's plan."""
    same = DATED | {"action": "Train interview panels in fair selection", "status": "in_progress"}
    other = {"organisation": "007", "plan_year": "2022-23", "action": "Appoint a sponsor"}
    return analysis_of([*(same | {"plan_year": year} for year in YEARS), other])


def test_all_years_leave_the_organisation_as_it_is(three_plans):
    assert (years_of(three_plans, "T1"), years_of(three_plans, "007")) == (YEARS, ["2022-23"])
    whole, narrow = three_plans.only("T1"), narrowed(three_plans, "T1", YEARS)
    for name, table in whole.tables.items():
        pd.testing.assert_frame_equal(narrow.tables[name], table)


def test_what_is_said_about_two_plans_needs_both(three_plans):
    narrow = narrowed(three_plans, "T1", YEARS[1:])
    assert set(narrow.actions["plan_year"]) == set(YEARS[1:])
    assert set(zip(narrow.links["from_year"], narrow.links["to_year"], strict=True)) == {tuple(YEARS[1:])}
    pairs = narrow.rates.loc[narrow.rates["measure"].eq("matched_backward"), ["from_year", "to_year"]]
    assert pairs.to_numpy().tolist() == [YEARS[1:]]
    newest = narrowed(three_plans, "T1", YEARS[2:])
    assert newest.links.empty
    assert set(newest.benchmark["organisation"]) == {"T1", "007"}  # everyone stays to compare with


def test_a_plan_that_is_held_but_not_picked_is_not_called_missing():
    table = pd.DataFrame({"Actions": [NOT_HELD, "3 of 4"]})
    said = said_of_picked(Exhibit("x", "X", notice=f"Carry-over: {NOT_HELD}.", table=table))
    assert said.notice == f"Carry-over: {NOT_PICKED}."
    assert said.table["Actions"].tolist() == [NOT_PICKED, "3 of 4"]


def test_what_has_run_for_three_plans_is_said_with_its_first_year_and_owner(three_plans):
    (said,) = reports.long_running(three_plans.only("T1")).points
    assert str(said) == "Since 2020-21: Train interview panels in fair selection (no owner)"
    two = reports.long_running(narrowed(three_plans, "T1", YEARS[1:]))
    assert two.points in ((), []) and "three plans" in str(two.reading[0])
