"""The whole way from counts files to tables and pages, and that nothing suppressed is in any of them."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from small_workforce import DATA, Reader, write_counts
from test_disclosure import readers

from wres_analysis.data_folder import read_organisations
from wres_analysis.errors import DataFolderError
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.exhibit import save_exhibits
from wres_analysis.reports.indicator_figures import recruitment
from wres_analysis.reports.provenance import counts_read
from wres_analysis.reports.way_up import bands, disparity
from wres_analysis.reports.workforce_figures import divisions, senior_goal, survey
from wres_analysis.tables import read_csv_text
from wres_analysis.workforce import open_workforce, save_workforce, workforce_of
from wres_analysis.workforce.published_counts import published
from wres_analysis.workforce.staff_counts import read_workforce

EXHIBITS = (counts_read, recruitment, survey, bands, disparity, senior_goal, divisions)
PUBLISHED_NAMES = [
    f"workforce_{name}"
    for name in ("counts", "refused", "indicators", "race_disparity", "model_employer", "shares", "divisions")
]


@cache
def sample():
    return open_workforce(DATA)


def everything(workforce, organisation):
    """Every text, alternative text and table on the page of one organisation, a figure, and every CSV."""
    one = workforce.only(organisation)
    pages = [exhibit(one) for exhibit in EXHIBITS]
    texts = [(page.text(), alt_text(page.figure) if page.figure else "") for page in pages]
    return texts, survey(one).svg(), {name: table.to_csv() for name, table in one.tables.items()}


def test_half_of_the_sample_has_counts_and_the_others_are_named():
    codes = list(read_organisations(DATA, [place.name for place in (DATA / "plans").iterdir()])["code"])
    assert len(sample().codes) == len(codes) / 2
    assert set(sample().without_counts(codes)) == set(codes) - set(sample().codes)
    assert sample().refused.empty


def test_the_sample_has_years_for_trends_and_codes_that_stay_text():
    assert {"007", "Qv7b"} <= set(sample().codes)
    assert sum(len(sample().years_of(code)) >= 3 for code in sample().codes) >= 3


def test_tables_of_an_earlier_run_give_the_same_figures(tmp_path):
    save_workforce(sample(), tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(PUBLISHED_NAMES)
    again = open_workforce("no such folder", tmp_path)
    for name, table in again.tables.items():
        pd.testing.assert_frame_equal(table, sample().tables[name])


def test_a_data_folder_without_counts_gives_empty_tables(tmp_path):
    assert open_workforce(tmp_path).codes == []
    assert open_workforce(tmp_path, tmp_path).codes == []


def test_an_organisation_without_counts_is_an_error_that_names_those_with_them():
    with pytest.raises(DataFolderError, match=r"no staff counts of 'lms'.*did you mean 'LMS'"):
        sample().only("lms")


def test_a_refused_year_is_named_and_the_others_are_kept(tmp_path):
    good = "staff,White,,500\nstaff,BME,,100\nstaff,Unknown,,20"
    write_counts(tmp_path / "workforce" / "A1", good, "2021-22.csv")
    write_counts(tmp_path / "workforce" / "A1", good.replace("100", "6.3%"), "2022-23.csv")
    found = open_workforce(tmp_path)
    assert found.years_of("A1") == ["2021-22"]
    assert found.refused[["organisation", "year"]].values.tolist() == [["A1", "2022-23"]]
    notice = counts_read(found.only("A1")).notice
    assert "line 3" in notice
    assert "percentage" in notice
    assert "6.3" not in notice


def test_an_organisation_whose_only_year_is_refused_still_has_a_page(tmp_path):
    write_counts(tmp_path / "workforce" / "A1", "staff,White,,5%")
    one = open_workforce(tmp_path).only("A1")
    assert "Refused" in counts_read(one).notice
    assert all(exhibit(one).html() for exhibit in EXHIBITS)


def another_truth(organisation):
    """Counts that differ from the sample's in suppressed cells, and fit everything that is published."""
    counts = read_workforce(DATA, [organisation]).counts
    other, changed = counts.copy(), 0
    for (_, year, group), own, exact, small, rest in readers(counts):
        truth = Reader(own, small, rest).another_truth(exact)
        changed += sum(truth[cell] != exact[cell] for cell in small)
        rows = other["year"].eq(year) & other["group"].eq(group) & other["measure"].ne("community")
        names = zip(other.loc[rows, "measure"], other.loc[rows, "breakdown"], strict=True)
        other.loc[rows, "count"] = [float(truth.get(name, exact.get(name, 0))) for name in names]
    return other, changed


@pytest.mark.parametrize("organisation", ["LMS", "WSL"])
def test_another_truth_gives_the_same_pages_figures_and_tables(organisation):
    """Whoever has every page, figure and table of every year cannot tell the two apart."""
    other, changed = another_truth(organisation)
    assert changed > 10
    shown = published(other)
    pd.testing.assert_frame_equal(shown, sample().only(organisation).counts.reset_index(drop=True))
    assert everything(workforce_of(shown), organisation) == everything(sample(), organisation)


def test_every_table_is_worked_out_from_the_published_counts_alone():
    again = workforce_of(sample().counts)
    for field in dataclasses.fields(again):
        pd.testing.assert_frame_equal(getattr(again, field.name), getattr(sample(), field.name))


def test_no_count_below_the_threshold_is_in_any_csv(tmp_path):
    save_workforce(sample(), tmp_path)
    columns = {
        "workforce_counts": ["count"],
        "workforce_indicators": ["white_part", "white_whole", "bme_part", "bme_whole"],
        "workforce_race_disparity": ["white_lower", "white_higher", "bme_lower", "bme_higher"],
        "workforce_model_employer": ["posts", "bme"],
        "workforce_shares": ["white", "bme"],
        "workforce_divisions": ["white", "bme"],
    }
    seen = 0
    for name, names in columns.items():
        table = read_csv_text(tmp_path / f"{name}.csv")
        for column in names:
            held = table.loc[table[column].ne(""), column].astype(int)
            seen += len(held)
            assert held.ge(8).all()
            staff = table["measure"].ne("community") if "measure" in table else slice(None)
            assert held[staff].mod(5).eq(0).all()
    assert seen > 2000


def test_saved_figures_and_tables_hold_no_small_count_of_people(tmp_path):
    one = sample().only("LMS")
    save_exhibits(tmp_path, survey(one), bands(one), divisions(one))
    table = read_csv_text(tmp_path / "bands.csv")
    shown = table.loc[table["state"].eq("shown"), "bme"]
    assert shown.astype(int).ge(8).all()
    assert table.loc[table["state"].eq("suppressed"), "bme"].eq("").all()
    assert (tmp_path / "survey.txt").read_text(encoding="utf-8").strip()


def test_an_organisation_without_counts_has_no_rows_among_others(tmp_path: Path) -> None:
    """The first notebook asks so: it must run on plans alone."""
    assert open_workforce(tmp_path).among(["A1"]).indicators.empty
