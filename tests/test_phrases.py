from datetime import date
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.reports.funnel_chart import group_words, one_group
from wres_analysis.reports.next_plan import next_year
from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, marked, phrase
from wres_analysis.reports.provenance import rows_words
from wres_analysis.reports.staff_words import (
    number_words,
    parity_words,
    part_words,
    people_words,
    ratio_with_interval,
    ratio_words,
)
from wres_analysis.reports.table_columns import (
    cell_text,
    count_words,
    day_words,
    interval_words,
    position_words,
)
from wres_analysis.reports.workforce_figures import points_words, side_words
from wres_analysis.workforce.staff_measures import indicators_by_key

PLANS = pd.DataFrame(
    {
        "organisation": ["A1", "A1", "007", "&<b>"],
        "status": ["complete", "at_risk", "complete", "withdrawn"],
        "numerator": pd.array([3, None, 0, 5], dtype="Int64"),
        "denominator": pd.array([4, 10, 2, 5], dtype="Int64"),
    }
)
FACTS = Facts("rates.csv", PLANS)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("{n:action} {n:is/are} late", {"n": 1}, "1 action is late"),
        ("{n:action} {n:is/are} late", {"n": 0}, "0 actions are late"),
        ("{n:+life/lives}", {"n": 1200}, "1,200 lives"),
        ("{s:%} of {who}", {"s": 0.999, "who": "A1"}, "over 99% of A1"),
        ("{n} of {of:open action}", {"n": 2, "of": 3}, "2 of 3 open actions"),
        ("{x}", {"x": 2.46}, "2.5"),
    ],
)
def test_a_number_brings_its_noun_and_its_verb(template, values, expected):
    assert phrase(template, **values) == expected


def test_a_number_knows_its_rows_and_its_column_also_inside_other_phrases():
    part = phrase("{n:action}", n=FACTS.only(organisation=["A1", "007"], status="complete").sum("numerator"))
    shown = lxml.html.fromstring(f"<p>{joined([listed([part, 'x<y']), 'end'], '; ').marked}</p>")
    (number,) = shown.xpath("//data")
    assert shown.text_content() == "3 actions and x<y; end"
    assert (number.text, number.get("value")) == ("3", "3")
    place = urlsplit(number.get("data-from"))
    assert (place.path, place.fragment) == ("rates.csv", "numerator")
    assert dict(parse_qsl(place.query)) == {"organisation": "A1|007", "status": "complete"}


def test_unknown_is_never_zero():
    assert FACTS.only(status="at_risk").sum("numerator") is None
    assert FACTS.only(status="at_risk").share() is None
    assert FACTS.only(status="none such").count() == 0
    assert FACTS.only(organisation="A1").share() == 0.75  # of the rows that have both


def test_what_is_worked_out_from_numbers_has_no_source_of_its_own():
    assert "data-from" not in phrase("{n}", n=FACTS.count() - 1).marked


@given(st.text())
def test_any_text_is_escaped(text):
    shown = lxml.html.fromstring(f"<p>{phrase('{t}', t=text.replace(chr(0), '')).marked}</p>")
    assert not shown.xpath(".//*")
    assert marked(Phrase("a & b")) == "a &amp; b"


STAFF = {("disciplinary", "", "BME"): 20, ("staff", "", "BME"): 1000}
HIDDEN = {**STAFF, ("disciplinary", "", "BME"): None}
RATIO = {"ratio": 1.9, "ratio_low": 1.2, "ratio_high": 3.1, "zero_cell": "No"}
NO_RATIO = dict.fromkeys(RATIO, None)
UNSURE = {"ratio": 1.1, "ratio_low": 0.8, "ratio_high": 1.5}
GROUPS = pd.DataFrame({"organisation": list("ABC"), "peer_group": ["type: x", "type: x", "everyone"]})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (listed(["a", "b", "c"]), "a, b and c"),
        (listed([]), ""),
        (cell_text(1234), "1,234"),
        (cell_text(pd.NA), ""),
        (cell_text(date(2024, 5, 1)), "1 May 2024"),
        (cell_text(True), "Yes"),
        (cell_text(2.5), "2.5"),
        (day_words("2024-03-31"), "31 March 2024"),
        (day_words("ongoing"), "ongoing"),
        (count_words({"numerator": pd.NA, "denominator": 6}), ""),
        (interval_words(0.4365, 0.9699), "44% to 97%"),
        (position_words("above 99.8"), "above the 99.8% limit"),
        (rows_words([7, 5, 6, 15, pd.NA, 17]), "5–7, 15, 17"),
        (next_year("2021-23"), "2023-24"),
        (next_year("2022"), "2023"),
        (next_year("2009-10"), "2010-11"),
        (people_words(2410), "2,410"),
        (people_words(None), "[c]"),
        (people_words(None, "not given"), "not given"),
        (part_words(STAFF, indicators_by_key()["3"], "BME"), "20 of 1,000 (2.0%)"),
        (part_words(HIDDEN, indicators_by_key()["3"], "BME"), "[c] of 1,000"),
        (part_words(HIDDEN, indicators_by_key()["3"], "White"), "not given"),
        (ratio_words(RATIO), "1.90 (1.20 to 3.10)"),
        (ratio_words(RATIO | {"zero_cell": "Yes"}), "1.90 (1.20 to 3.10), 0.5 added to every count"),
        (ratio_words(NO_RATIO | {"state": "suppressed"}), "[c] hidden: too few people here or beside"),
        (ratio_words(NO_RATIO | {"state": "not given"}), "not given"),
        (parity_words(NO_RATIO), ""),
        (number_words(None), "not known"),
        (side_words(RATIO), "worse"),
        (side_words(UNSURE), "chance may explain it"),
        (points_words({"difference": 0.071, "low": -0.04, "high": 0.182}), "7 (−4 to 18)"),
        (points_words({"difference": 0.18, "low": 0.003, "high": 0.38}), "18 (0.3 to 38)"),  # 0 lies outside
        (ratio_with_interval(1.8, 1.002, 3.1), "1.80 (1.0020 to 3.10)"),  # and so does parity
        (
            group_words(one_group(GROUPS), GROUPS),
            "type: x, 2 of 3 organisations (the others are in the table)",
        ),
        (group_words(one_group(GROUPS, "C")[:0], GROUPS[:0]), ""),
    ],
)
def test_a_value_is_written_as_a_reader_sees_it(written, expected):
    assert written == expected
