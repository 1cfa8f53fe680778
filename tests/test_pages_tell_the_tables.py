"""Every number in a sentence of every page is found again in the CSV that it names, read by other code."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import lxml.html
import pytest
from conftest import SAMPLE_CODES

from wres_analysis.measures.measure_definitions import measures


@pytest.fixture(scope="module")
def reports(sample_reports: Path) -> Path:
    return sample_reports


def numbers(reports: Path) -> Iterator[tuple[Path, str, float, str]]:
    """Page, source, value and text of every number in a sentence."""
    for page in sorted(reports.rglob("*.html")):
        for data in lxml.html.parse(str(page)).getroot().iter("data"):
            yield page, data.get("data-from"), float(data.get("value")), data.text_content()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def chosen(row: dict[str, str], key: str, wanted: str) -> bool:
    column, _, least = key.partition("__")
    return float(row[column]) >= float(wanted) if least else row[column].lstrip("'") in wanted.split("|")


def in_the_table(page: Path, reports: Path, source: str) -> float:
    """The number again, from the CSV alone."""
    place = urlsplit(source)
    path = (page.parent if place.path.startswith("figures/") else reports) / unquote(place.path)
    wanted = parse_qsl(place.query, keep_blank_values=True)
    rows = [row for row in rows_of(path) if all(chosen(row, *pair) for pair in wanted)]
    column = unquote(place.fragment)
    if not column:
        return len(rows)
    top, _, bottom = column.partition("/")
    if not bottom:
        return sum(float(row[top]) for row in rows if row[top])
    both = [row for row in rows if row[top] and row[bottom]]
    return sum(float(row[top]) for row in both) / sum(float(row[bottom]) for row in both)


def test_every_number_of_every_sentence_stands_in_the_table_that_it_names(reports):
    found = list(numbers(reports))
    assert {page.parent.name for page, *_ in found} >= {"reports", "comparison", *SAMPLE_CODES}
    for page, source, value, text in found:
        told = in_the_table(page, reports, source)
        assert value == pytest.approx(told, rel=1e-5), (page.parent.name, source, text)
        shown = text.replace(",", "")
        assert shown.endswith("%") or float(shown) == pytest.approx(told, abs=0.05), (source, text)
        assert not shown.endswith("%") or shown in (f"{told:.0%}", "over 99%", "under 1%"), (source, text)


def test_no_two_pages_state_different_values_of_one_label(reports):
    told: dict[str, float] = {}
    for page, source, value, _ in numbers(reports):
        key = f"{page.parent if source.startswith('figures/') else ''}{source}"
        assert told.setdefault(key, value) == value, source


def together(reports: Path) -> Iterator[tuple[str, str, str]]:
    """Page, label and "11 of 12" of every figure of all organisations together: sentences, tables, files."""
    for page in sorted(reports.rglob("*.html")):
        tree = lxml.html.parse(str(page)).getroot()
        for row in tree.xpath("//div[@data-exhibit='three_kinds' or @data-exhibit='outside_limits']//tr[td]"):
            yield page.parent.name, row[0].text_content(), row[1].text_content().partition(" (")[0]
        told = {data.get("data-from"): data.get("value") for data in tree.iter("data")}
        for source, top in told.items():
            place, of = urlsplit(source), told.get(source.replace("numerator", "denominator"))
            name = dict(parse_qsl(place.query)).get("measure") or place.fragment.removesuffix("_numerator")
            if place.path in ("pooled.csv", "comparison.csv") and place.fragment.endswith("numerator"):
                yield page.parent.name, name, f"{top} of {of}"
    counts: dict[str, list[int]] = {}
    for row in rows_of(reports / "benchmark.csv"):
        held = counts.setdefault(row["measure"], [0, 0])
        held[:] = held[0] + int(row["numerator"]), held[1] + int(row["denominator"])
    yield from (("benchmark.csv", name, f"{top} of {of}") for name, (top, of) in counts.items())


def test_all_pages_give_one_figure_for_all_organisations_together(reports):
    labels = {one.label: name for name, one in measures().items()}
    told: dict[str, dict[str, set[str]]] = {}
    for page, label, figure in together(reports):
        told.setdefault(labels.get(label, label), {}).setdefault(figure, set()).add(page)
    assert all(len(figures) == 1 for figures in told.values()), told
    (pages,) = told["matched_backward"].values()
    assert pages == {"reports", "comparison", "carry_over", "benchmark", "benchmark.csv"}
    assert all({"reports", "comparison", "benchmark"} <= on for on in told["past_date"].values())


def test_every_page_leads_to_the_index_and_every_link_leads_somewhere(reports):
    for page in reports.rglob("*.html"):
        tree = lxml.html.parse(str(page)).getroot()
        links = [urlsplit(link) for link in tree.xpath("//a/@href")]
        ways = [page.parent / unquote(link.path) for link in links if link.path]
        assert all(way.is_file() for way in ways), [str(way) for way in ways if not way.is_file()]
        assert page.name == "index.html" or (reports / "index.html") in [way.resolve() for way in ways]


def test_no_page_loads_anything_from_outside(reports):
    pages = {page.parent.name: page.read_text(encoding="utf-8") for page in reports.rglob("report.html")}
    assert len(pages) >= len(SAMPLE_CODES)
    assert [name for name, page in pages.items() if "://" in page] == []
